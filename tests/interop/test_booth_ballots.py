"""What the booth's own JavaScript makes in Chromium is accepted by our server and by belenios-tool."""

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from packages.pybelenios.tests.ballotbox import BallotBox
from packages.pybelenios.tests.interop.tool import Tool
from pybelenios.archive import chain
from pybelenios.ballot import check_ballot
from pybelenios.credentials import derive_credential
from pybelenios.decryption import check_partial_decryption
from pybelenios.election import Question
from pybelenios.group import point_text, power, power_g, quotient
from pybelenios.jsontext import compact, sha256_b64, sha256_hex
from pybelenios.trustees import election_key, read_private_key, read_trustees
from pybelenios.verifier.checks import verify
from tests.browser import bundle_server, chromium

pytestmark = pytest.mark.browser

QUESTIONS = (
    Question("Keurt u de rekening goed?", ("Voor", "Tegen", "Onthouding"), 1, 1),
    Question("Wie wordt bestuurder?", ("Ana", "Bob", "Chloé", "Dan"), 0, 2, blank=True),
    Question("Welke prioriteiten?", ("Één", "Twee", "Drie"), 0, 3),
)
Chosen = Sequence[int] | None  # None is a blank
PAPERS: tuple[tuple[Chosen, ...], ...] = (([0], [], []), ([1], [0, 3], [0, 1, 2]), ([2], None, [1]))
SCRIPT = (Path(__file__).parent / "ask_worker.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with bundle_server() as address, chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        yield page


@pytest.fixture
def box() -> BallotBox:
    """Return an election whose record binds the list of voting codes, as those of the server do."""
    digests: list[str] = []

    def noted(entries: list[str]) -> list[str]:
        entries = sorted(entries, key=lambda entry: bytes.fromhex(entry)[::-1])
        digests.append(sha256_hex(compact(entries)))
        return entries

    def bound(record: dict[str, Any]) -> dict[str, Any]:
        return record | {"assembly": {"credentials": digests[0], "voters": 3, "minimum_ballots": 2}}

    return BallotBox(QUESTIONS, trustees=2, edit=bound, edit_credentials=noted)


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def ask(page: Page, worker: str, *questions: dict[str, Any]) -> list[Any]:
    answers: list[Any] = page.evaluate(SCRIPT, {"worker": worker, "questions": list(questions)})
    return answers


def prepare(box: BallotBox, **changes: str) -> dict[str, Any]:
    facts = {
        "op": "prepare",
        "recordBytes": in_base64(box.election.raw),
        "fingerprint": box.election.fingerprint,
        "uuid": box.uuid,
        "code": box.codes[0],
    }
    return facts | changes


def look_up(listed: bytes) -> dict[str, Any]:
    return {"op": "lookUp", "listBytes": in_base64(listed)}


def seal(paper: Sequence[Chosen]) -> dict[str, Any]:
    choices = [{"chosen": list(chosen or ()), "isBlank": chosen is None} for chosen in paper]
    return {"op": "seal", "choices": choices}


def vector(question: Question, chosen: Chosen) -> list[int]:
    marks = [int(index in (chosen or ())) for index in range(len(question.answers))]
    return [int(chosen is None), *marks] if question.blank else marks


def opened(ballot: bytes, box: BallotBox) -> list[list[int]]:
    """Open a ballot with all keys, which nobody but a test has in one place."""
    private, one = sum(pair.private for pair in box.pairs), power_g(1)
    answers = check_ballot(box.election, ballot).answers
    points = [[quotient(each.beta, power(each.alpha, private)) for each in answer] for answer in answers]
    return [[int(point == one) for point in row] for row in points]


def test_the_server_accepts_what_the_browser_seals_and_finds_the_choices_in_it(page: Page, box: BallotBox) -> None:
    prepared, listed, *sealed = ask(page, "/worker.js", prepare(box), look_up(box.credentials), *map(seal, PAPERS))
    public = point_text(derive_credential(box.uuid, box.codes[0]).public)
    assert prepared["publicKey"] == public
    assert listed is True
    for paper, answer in zip(PAPERS, sealed, strict=True):
        ballot = answer["ballot"].encode()
        assert check_ballot(box.election, ballot, credentials={public}).tracker == answer["tracker"]
        assert answer["tracker"] == sha256_b64(ballot)
        assert opened(ballot, box) == [vector(*pair) for pair in zip(QUESTIONS, paper, strict=True)]


def test_two_ballots_with_the_same_choices_have_nothing_in_common(page: Page, box: BallotBox) -> None:
    _, first, second = ask(page, "/worker.js", prepare(box), seal(PAPERS[0]), seal(PAPERS[0]))
    alphas = [set(check_ballot(box.election, each["ballot"].encode()).alphas) for each in (first, second)]
    assert not alphas[0] & alphas[1]


def test_the_browser_refuses_a_record_that_is_not_the_one_of_the_page(page: Page, box: BallotBox) -> None:
    other = in_base64(box.election.raw.replace(b"bestuurder", b"voorzitter"))
    with pytest.raises(Error, match="refused: record"):
        ask(page, "/worker.js", prepare(box, recordBytes=other))


def test_the_browser_sees_that_a_mistyped_code_is_not_on_the_list(page: Page, box: BallotBox) -> None:
    code = box.codes[0][:-1] + ("A" if box.codes[0][-1] != "A" else "B")
    assert ask(page, "/worker.js", prepare(box, code=code), look_up(box.credentials))[1] is False


def test_the_browser_sees_that_a_list_is_not_the_one_of_the_record(page: Page, box: BallotBox) -> None:
    longer = compact([*json.loads(box.credentials), point_text(power_g(2))])
    assert ask(page, "/worker.js", prepare(box), look_up(longer))[1] is False


def test_the_browser_seals_no_choice_that_the_question_does_not_permit(page: Page, box: BallotBox) -> None:
    for paper in (([], [0], [0]), ([0, 1], [0], [0]), ([0], [0, 1, 2], [0]), (None, [0], [0])):
        with pytest.raises(Error, match="refused: choice"):
            ask(page, "/worker.js", prepare(box), seal(paper))


@pytest.mark.interop
def test_belenios_tool_accepts_the_ballots_and_shares_of_the_browser(page: Page, box: BallotBox, tool: Tool) -> None:
    for voter, paper in enumerate(PAPERS):
        _, answer = ask(page, "/worker.js", prepare(box, code=box.codes[voter]), seal(paper))
        assert tool.accepts_ballot(box.archive(), answer["ballot"].encode())
        box.put(answer["ballot"].encode())
    box.end()
    box.add_up()
    for owner in (1, 2):
        share = browser_share(page, box, owner)
        box.steps.append(chain.append_decryption(box.head, owner, share))
    box.announce()
    assert tool.accepts(box.archive())
    assert verify(box.archive()).valid
    assert json.loads(box.steps[-1].records[0].body)["result"] == [[1, 1, 1], [1, 1, 0, 0, 1], [1, 2, 1]]


def browser_share(page: Page, box: BallotBox, owner: int, **changes: Any) -> bytes:
    """Return the partial decryption that a key holder's browser makes of the archive as it stands."""
    pair = box.pairs[owner - 1]
    public = point_text(pair.public.public_key)
    steps = (
        {"op": "open", "archiveBytes": in_base64(changes.get("archive", box.archive()))},
        {"op": "record", "fingerprint": box.election.fingerprint, "publicKey": public},
        {"op": "ballots"},
        {"op": "total", "minimum": 5},
        {"op": "decrypt", "text": changes.get("key_file", pair.private_file()), "publicKey": public},
    )
    answer = ask(page, "/trustee-worker.js", *steps)[-1]
    return str(answer).encode()


def closed(box: BallotBox, voters: int = 3) -> BallotBox:
    for voter in range(voters):
        box.cast(voter, *(vector(*pair) for pair in zip(QUESTIONS, PAPERS[voter], strict=True)))
    box.end()
    box.add_up()
    return box


def test_a_key_made_in_the_browser_is_one_that_the_server_takes(page: Page) -> None:
    made = ask(page, "/trustee-worker.js", {"op": "make"})[0]
    private = read_private_key(made["privateText"].encode())
    trustees = read_trustees(compact([["Single", made["publicPart"]]]))
    assert election_key(trustees) == power_g(private)


def test_the_share_of_the_browser_is_one_that_the_server_takes(page: Page, box: BallotBox) -> None:
    share = browser_share(page, closed(box), 1)
    assert check_partial_decryption(box.election, box.encrypted, box.trustees[0].public_key, share)


def test_the_browser_decrypts_nothing_with_the_key_of_somebody_else(page: Page, box: BallotBox) -> None:
    with pytest.raises(Error, match="refused: key_other"):
        browser_share(page, closed(box), 1, key_file=box.pairs[1].private_file())


@pytest.mark.parametrize("wrong", ["", "no key", "[1]", '"-5"', "%PDF-1.7"])
def test_the_browser_says_that_a_file_is_no_key(page: Page, box: BallotBox, wrong: str) -> None:
    with pytest.raises(Error, match="refused: key_unreadable"):
        browser_share(page, closed(box), 1, key_file=wrong)


def test_the_browser_opens_no_total_of_fewer_ballots_than_the_record_wants(page: Page, box: BallotBox) -> None:
    with pytest.raises(Error, match="refused: too_few"):
        browser_share(page, closed(box, voters=1), 1)


def test_the_browser_decrypts_nothing_while_the_box_is_open(page: Page, box: BallotBox) -> None:
    with pytest.raises(Error, match="refused: not_closed"):
        browser_share(page, box, 1)


def test_the_browser_finds_a_total_that_leaves_a_ballot_out(page: Page, box: BallotBox) -> None:
    closed(box).steps.pop()
    box.counted.popitem()
    box.add_up()
    with pytest.raises(Error, match="refused: total"):
        browser_share(page, box, 1)


def test_the_browser_finds_a_ballot_with_a_forged_signature(page: Page, box: BallotBox) -> None:
    choices = [vector(*pair) for pair in zip(QUESTIONS, PAPERS[0], strict=True)]
    ballot = json.loads(box.ballot(0, choices))
    ballot["signature"]["proof"]["response"] = "1"
    box.put_unchecked(compact(ballot))
    with pytest.raises(Error, match="refused: ballot"):
        browser_share(page, closed(box), 1)


def test_the_browser_finds_a_changed_byte_in_the_archive(page: Page, box: BallotBox) -> None:
    archive = bytearray(closed(box).archive())
    archive[-600] ^= 1
    with pytest.raises(Error, match="refused: archive"):
        browser_share(page, box, 1, archive=bytes(archive))
