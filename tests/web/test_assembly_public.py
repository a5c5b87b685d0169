"""What everybody sees of an assembly, before, during and after the vote."""

import json

import pytest
from flask import Flask

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.service import AttachDocument, attach_document
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from tests.factories.accounts import a_browser, a_link, officer_browser
from tests.factories.assembly import BALLOTS, FOR, TITLE, Meeting, counted, created, put_item, written
from tests.factories.tampering import tamper
from tests.web.page import Page, PageClient, kept_as

# What the pages read and write is tested on both databases in tests/integration; here one is enough.


@pytest.fixture
def visitor(app: Flask) -> PageClient:
    """Return a browser of somebody who did not sign in."""
    return a_browser(app)


def shareholder(app: Flask, meeting: Meeting, voter: int) -> PageClient:
    """Return a browser in which a shareholder came in by a personal link."""
    client = a_browser(app)
    link = a_link(meeting.database, meeting.clock.now(), subject_ref=f"holder:{meeting.voters[voter]}")
    client.raw.post(link, data={"csrf_token": client.token()})
    return client


def test_without_an_assembly_the_home_page_says_so(visitor: PageClient) -> None:
    assert visitor.get("/").heading == "There is no vote at the moment"


def test_a_draft_shows_to_nobody(database: Database, clock: FixedClock, visitor: PageClient) -> None:
    meeting = written(database, clock)
    assert visitor.get("/").heading == "There is no vote at the moment"
    visitor.get(f"/assemblies/{meeting.id}", status=404)
    visitor.get(f"/assemblies/{meeting.id}/result", status=404)
    visitor.download(f"/assemblies/{meeting.id}/rules.json", status=404)


def test_an_agenda_that_was_taken_back_says_when_and_why_and_shows_nothing_of_what_is_rewritten(
    database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = written(database, clock)
    paper = meeting.lock()
    meeting.cancel("The wrong accounts were attached")
    for path in ("/", f"/assemblies/{meeting.id}"):
        page = visitor.get(path)
        assert "The wrong accounts were attached" in page.text
        assert "Amina Benali" not in page.text
        assert [each.get("href") for each in page.all("a") if each.get("href") == f"/board/{paper}"]
    assert "cancelled" in visitor.get(f"/board/{paper}").text


def test_an_assembly_that_was_called_off_says_when_and_why(
    app: Flask, database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    secretary = officer_browser(app, database, clock, Role.SECRETARY)
    secretary.get(f"/office/assemblies/{meeting.id}")
    sheet = secretary.post(f"/office/assemblies/{meeting.id}/call-off", {"calloff-reason": "The hall burned down"})
    assert not sheet.all("form", action=f"/office/assemblies/{meeting.id}/lock")
    page = visitor.get("/")
    assert "The hall burned down" in page.text
    assert "Amina Benali" not in page.text


def test_before_opening_the_agenda_is_there_with_what_each_item_needs(
    database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    page = visitor.get("/")
    assert page.heading.startswith("Voting opens on")
    assert "More votes for than against." in page.text
    assert "The 2 candidates with the most votes are elected." in page.text
    assert "Amina Benali" in page.text
    assert visitor.get(f"/assemblies/{meeting.id}").heading == page.heading


@pytest.mark.parametrize(
    ("language", "place"), [("nl", "De Markten, Brussel, 17.30 uur"), ("fr", "De Markten, Bruxelles, 17 h 30")]
)
def test_the_place_of_the_meeting_and_the_name_of_its_list_stand_in_the_readers_language(
    app: Flask, database: Database, clock: FixedClock, visitor: PageClient, language: str, place: str
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    visitor.post("/language", {"language": language, "next": "/"})
    assert place in visitor.get("/").text
    assert place.replace(",", "\\,") in visitor.download(f"/assemblies/{meeting.id}/calendar.ics").text
    secretary = officer_browser(app, database, clock, Role.SECRETARY)
    secretary.post("/language", {"language": language, "next": "/"})
    name = str(TITLE.in_language(Language(language)))
    assert name in secretary.get("/office/rolls").text
    assert name in secretary.get(f"/office/rolls/{meeting.vote_row().roll_id}").text


def test_while_voting_is_open_each_reader_is_told_what_to_do(
    app: Flask, database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    page = visitor.get("/")
    assert page.heading.startswith("Voting is open until")
    assert page.links()["Send me my link"] == "/sign-in"
    voter = shareholder(app, meeting, 0)
    page = voter.get("/")
    assert page.links()["To my ballot paper"] == f"/vote/{meeting.vote_row().paper_uuid}"
    meeting.vote((FOR, (0, 1, 0, 0), (0, 1, 0)))
    page = voter.get("/")
    assert "your vote is in the ballot box" in page.text
    assert "Vote again" in page.links()
    stranger = a_browser(app)
    link = a_link(database, clock.now(), subject_ref="holder:9999")
    stranger.raw.post(link, data={"csrf_token": stranger.token()})
    assert "not on its voting list" in stranger.get("/").text


def test_nobody_sees_a_figure_before_the_announcement(
    database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = counted(database, clock)
    page = visitor.get("/")
    assert page.heading == "Voting is closed"
    assert "Elected" not in page.text
    visitor.get(f"/assemblies/{meeting.id}/result", status=404)
    visitor.download(f"/assemblies/{meeting.id}/result.json", status=404)


def test_the_result_is_told_in_sentences_with_both_percentages(
    database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = counted(database, clock)
    digest = meeting.announce()
    assert visitor.get("/").heading == "The result is there"
    page = visitor.get(f"/assemblies/{meeting.id}/result")
    assert "Adopted. 2 for, 1 against: 66.7% of the votes that count" in page.text
    assert "2 ÷ (2 + 1) = 66.7%" in page.text
    assert "Of the votes that count" in page.text
    assert "Of all ballots" in page.text
    assert "Elected: Amina Benali and Joris Claes, with the most votes." in page.text
    assert "Not elected: Chloé Lambert." in page.text
    assert "In order of approvals: Opleiding (3) and Klimaat (2)." in page.text
    assert "The assembly has noted this item." in page.text
    assert digest[:4] in page.text
    assert "83.3%" in page.text


def _decided(page: Page) -> list[str]:
    """Return the lines of the folded ballot paper that bear an outcome."""
    return [" ".join("".join(line.itertext()).split()) for line in page.all("li", class_="decided")]


def test_the_agenda_of_an_announced_assembly_says_what_was_decided(
    database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = counted(database, clock)
    before = visitor.get(f"/assemblies/{meeting.id}")
    assert "Adopted" not in before.text
    meeting.announce()
    for path in ("/", f"/assemblies/{meeting.id}"):
        page = visitor.get(path)
        short = _decided(page)
        assert len(short) == 3
        assert short[0].endswith("Adopted")
        assert short[1].endswith("Elected: Amina Benali and Joris Claes")
        assert "Adopted. 2 for, 1 against: 66.7% of the votes that count" in page.text
        assert "You vote" not in page.text


def test_the_announced_record_is_a_file_whose_digest_is_the_fingerprint(
    database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = counted(database, clock)
    digest = meeting.announce()
    file = visitor.download(f"/assemblies/{meeting.id}/result.json")
    assert sha256_hex(file.data) == digest
    assert json.loads(file.data)["ballots"] == 5
    rules = visitor.download(f"/assemblies/{meeting.id}/rules.json")
    assert sha256_hex(rules.data) == meeting.hall().paper().rules_digest


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Aangenomen. 2 voor, 1 tegen: 66,7% van de stemmen die meetellen"),
        ("fr", "Proposition adoptée. 2 pour, 1 contre : 66,7 % des voix prises en compte"),
        ("de", "Angenommen. 2 dafür, 1 dagegen: 66,7 % der gewerteten Stimmen"),
    ],
)
def test_the_verdict_is_a_sentence_in_every_language(
    database: Database, clock: FixedClock, visitor: PageClient, language: str, sentence: str
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    visitor.post("/language", {"language": language, "next": "/"})
    page = visitor.get(f"/assemblies/{meeting.id}/result")
    assert sentence in page.text
    for path in ("/", f"/assemblies/{meeting.id}"):
        assert visitor.get(path).tree.get("lang") == language


def test_a_tie_for_the_last_seat_is_shown_and_not_broken(
    database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    tie = [(0, 1, 1, 0), (0, 1, 0, 1), (0, 1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0)]
    meeting.vote(*((FOR, choice, BALLOTS[0][2]) for choice in tie))
    meeting.close()
    meeting.announce()
    page = visitor.get(f"/assemblies/{meeting.id}/result")
    assert "Elected: Amina Benali" in page.text
    assert "Tie for the last seat between Joris Claes and Chloé Lambert (1 votes each)." in page.text
    agenda = visitor.get(f"/assemblies/{meeting.id}")
    assert "Tie for the last seat between Joris Claes and Chloé Lambert" in _decided(agenda)[1]
    assert len(page.all("span", class_="tied")) == 2


def test_a_result_that_no_longer_fits_the_announcement_is_shown_as_a_broken_chain(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    tamper(database, "announcement", "UPDATE announcement SET digest = :digest", digest="0" * 64)
    page = a_browser(app).get(f"/assemblies/{meeting.id}/result")
    assert "Warning: the figures counted now are not those that were announced." in page.text
    assert page.all("li", class_="broken")
    assert not a_browser(app).get(f"/assemblies/{meeting.id}").all("li", class_="decided")


def test_seats_that_were_changed_behind_a_sealed_vote_change_nothing_that_is_shown(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    tamper(database, "agenda_item", "UPDATE agenda_item SET seats = 1 WHERE seats = 2")
    page = a_browser(app).get(f"/assemblies/{meeting.id}/result")
    assert not page.all("li", class_="broken")


def test_a_meeting_that_was_dated_otherwise_behind_the_seal_decides_nothing_and_says_so(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    tamper(database, "assembly", "UPDATE assembly SET held_on = '2020-01-01'")
    a_browser(app).get(f"/assemblies/{meeting.id}/result", status=409)
    page = a_browser(app).get(f"/assemblies/{meeting.id}")
    assert page.all("p", role="alert")
    assert not page.all("li", class_="decided")


def test_a_document_is_a_file_to_keep_and_never_a_page(
    app: Flask, database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = created(database, clock)
    with meeting.at() as work:
        digest = attach_document(
            work, AttachDocument(meeting.id, None, Texts.same("Report"), "Report 2025.pdf", b"%PDF-1.7")
        )
    path = f"/documents/{digest}/Report-2025.pdf"
    visitor.download(path, status=404)
    assert officer_browser(app, database, clock, Role.SECRETARY).download(path).data == b"%PDF-1.7"
    _voted(meeting)
    file = visitor.download(path)
    assert kept_as(file) == "Report-2025.pdf"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.content_type == "application/pdf"
    visitor.download(f"/documents/{'0' * 64}/Report-2025.pdf", status=404)


def _voted(meeting: Meeting) -> None:
    put_item(meeting, ItemKind.DECISION, Texts.same("Accounts"))
    meeting.lock()


def test_a_text_that_is_missing_is_shown_in_another_language_with_a_flag(
    database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.DECISION, Texts(fr="Comptes annuels"))
    meeting.lock()
    page = visitor.get("/")
    assert "In French only" in page.text
    assert _marked(page, "Comptes annuels")


def _marked(page: Page, words: str) -> bool:
    return any("".join(each.itertext()) == words for each in page.all("span", lang="fr"))


def test_the_hours_of_a_public_vote_go_into_a_calendar_and_a_change_replaces_them(
    database: Database, clock: FixedClock, visitor: PageClient
) -> None:
    meeting = written(database, clock)
    address = f"/assemblies/{meeting.id}/calendar.ics"
    visitor.download(address, status=404)
    meeting.lock()
    meeting.open()
    answer = visitor.download(address)
    assert answer.mimetype == "text/calendar"
    file = answer.get_data(as_text=True).replace("\r\n ", "")
    assert f"DTEND:{meeting.vote_row().closes_at:%Y%m%dT%H%M%SZ}\r\n" in file
    assert f"UID:vote-{meeting.vote_row().paper_uuid}@localhost\r\nSEQUENCE:0\r\n" in file
    assert f"DTSTART;VALUE=DATE:{meeting.row().held_on:%Y%m%d}\r\n" in file
    meeting.close("The meeting was called off")
    assert "SEQUENCE:1\r\n" in visitor.download(address).get_data(as_text=True)
    visitor.download(f"/assemblies/{meeting.id}/votes/2/calendar.ics", status=404)
