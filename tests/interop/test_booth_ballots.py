"""Ballots that the booth's own JavaScript makes in Chromium are accepted by our server, and count what was chosen."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from govapp.ballots.crypto.ballot import check_ballot
from govapp.ballots.crypto.credentiallist import write_credentials
from govapp.ballots.crypto.credentials import derive_credential
from govapp.ballots.crypto.election import Election, Question, read_election, write_election
from govapp.ballots.crypto.group import point_text, power, power_g, quotient
from govapp.ballots.crypto.jsontext import sha256_b64, sha256_hex
from tests.browser import bundle_server, chromium

pytestmark = pytest.mark.browser

UUID = "BoothChromeTest"
CODE = "abcde-fghijk-mnopq-rstuvw"
PRIVATE = 4_711_000_000_000_000_019
QUESTIONS = (
    Question("Keurt u de rekening goed?", ("Voor", "Tegen", "Onthouding"), 1, 1),
    Question("Wie wordt bestuurder?", ("Ana", "Bob", "Chloé", "Dan"), 0, 2, blank=True),
    Question("Welke prioriteiten?", ("Één", "Twee", "Drie"), 0, 3),
)
PAPERS = (
    ((0,), (), (), "empty choices"),
    ((1,), (0, 3), (0, 1, 2), "as many as allowed"),
    ((2,), "blank", (1,), "a blank"),
)
SCRIPT = (Path(__file__).parent / "booth_worker.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with bundle_server() as address, chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        yield page


@pytest.fixture(scope="module")
def credentials() -> bytes:
    return write_credentials([derive_credential(UUID, CODE).public])


@pytest.fixture(scope="module")
def election(credentials: bytes) -> Election:
    assembly = {"credentials": sha256_hex(credentials)}
    record = write_election(
        uuid=UUID, name="Assemblée", public_key=power_g(PRIVATE), questions=QUESTIONS, assembly=assembly
    )
    return read_election(record)


def _choice(chosen: tuple[int, ...] | str) -> dict[str, object]:
    is_blank = chosen == "blank"
    return {"chosen": [] if is_blank else list(chosen), "isBlank": is_blank}


def _seal(page: Page, election: Election, credentials: bytes, **changes: str) -> Any:
    facts = {
        "record": election.raw.decode(),
        "fingerprint": election.fingerprint,
        "uuid": UUID,
        "code": CODE,
        "list": credentials.decode(),
        "papers": [[_choice(chosen) for chosen in paper[:3]] for paper in PAPERS],
    }
    return page.evaluate(SCRIPT, facts | changes)


def _plaintexts(ballot: bytes, election: Election) -> list[list[int]]:
    """Open a ballot with the key of the election, which nobody but this test has in one piece."""
    one = power_g(1)
    answers = check_ballot(election, ballot).answers
    opened = [[quotient(each.beta, power(each.alpha, PRIVATE)) for each in answer] for answer in answers]
    return [[int(point == one) for point in row] for row in opened]


def test_the_server_accepts_what_the_browser_seals_and_finds_the_choices_in_it(
    page: Page, election: Election, credentials: bytes
) -> None:
    answer = _seal(page, election, credentials)
    public = point_text(derive_credential(UUID, CODE).public)
    assert answer["publicKey"] == public
    assert answer["isListed"] is True
    for paper, sealed in zip(PAPERS, answer["sealed"], strict=True):
        ballot = sealed["ballot"].encode()
        assert check_ballot(election, ballot, credentials={public}).tracker == sealed["tracker"] == sha256_b64(ballot)
        found = _plaintexts(ballot, election)
        for question, chosen, row in zip(QUESTIONS, paper[:3], found, strict=True):
            marks = [int(index in chosen) for index in range(len(question.answers))] if chosen != "blank" else []
            expected = ([int(chosen == "blank")] if question.blank else []) + (marks or [0] * len(question.answers))
            assert row == expected, paper[3]


def test_two_ballots_with_the_same_choices_have_nothing_in_common(
    page: Page, election: Election, credentials: bytes
) -> None:
    first, second = (_seal(page, election, credentials)["sealed"][0]["ballot"].encode() for _ in range(2))
    assert not set(check_ballot(election, first).alphas) & set(check_ballot(election, second).alphas)


def test_the_browser_refuses_a_record_that_is_not_the_one_of_the_page(
    page: Page, election: Election, credentials: bytes
) -> None:
    other = election.raw.decode().replace("bestuurder", "voorzitter")
    with pytest.raises(Error, match="record"):
        _seal(page, election, credentials, record=other)


def test_the_browser_sees_that_a_mistyped_code_is_not_on_the_list(
    page: Page, election: Election, credentials: bytes
) -> None:
    assert _seal(page, election, credentials, code="abcde-fghijk-mnopq-rstuvx")["isListed"] is False


def test_the_browser_sees_that_a_list_is_not_the_one_of_the_record(
    page: Page, election: Election, credentials: bytes
) -> None:
    longer = [*json.loads(credentials), point_text(power_g(2))]
    assert _seal(page, election, credentials, list=json.dumps(longer))["isListed"] is False
