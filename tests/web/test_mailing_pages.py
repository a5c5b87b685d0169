"""How far mailings are, on the page of the assembly and on that of the outbox, for browsers without script too."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from govapp.assembly.votes.service import OpenVoting, Remind, open_voting, remind, write_letters
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox import queue
from govapp.outbox.rules import SILENT_AFTER
from govapp.outbox.service import enqueue
from govapp.outbox.transports import InboxTransport
from govapp.settings import Settings
from tests.factories.accounts import a_browser, an_officer, let_in, officer_browser
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.factories.mail import a_message, a_worker
from tests.web.page import Page, PageClient, check

# What the pages read is tested on both databases in tests/integration; here one is enough.

SHEET = "/office/assemblies/1"
PART = "/office/assemblies/1/mailings"
OUTBOX = "/office/outbox"


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    """Return a browser in which a secretary is signed in."""
    return officer_browser(app, database, clock, Role.SECRETARY)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an open assembly of six, whose invitations are asked for and not written yet; a worker lives."""
    found = written(database, clock)
    found.lock()
    clock.set(found.vote_row().opens_at)
    with found.at() as work:
        open_voting(work, OpenVoting(found.id))
    with found.at(SYSTEM) as work:
        queue.note_sign_of_life(work)
    return found


def batch(meeting: Meeting, limit: int) -> None:
    with meeting.at(SYSTEM) as work:
        write_letters(work, limit)


def send(meeting: Meeting, settings: Settings, limit: int) -> None:
    a_worker(meeting.database, meeting.clock, settings, InboxTransport()).run_once(limit)


def part(client: PageClient, path: str) -> str:
    """Return the words of the part that moves by itself, which is no page of its own."""
    words = client.download(path).get_data(as_text=True)
    page = f'<!doctype html><html lang="en"><head><title>x</title></head><body><h1>x</h1>{words}</body></html>'
    return Page(200, page, check(page), {}).text


def test_the_run_sheet_shows_how_far_the_invitations_are(
    secretary: PageClient, meeting: Meeting, settings: Settings
) -> None:
    assert "Invitations: 0 of 6 sent" in secretary.get(SHEET).text
    batch(meeting, 4)
    send(meeting, settings, 3)
    sheet = secretary.get(SHEET)
    assert "Invitations: 3 of 6 sent" in sheet.text
    assert "Asked for by Nadia Lefèvre on Monday 1 June 2026 at 14:10." in sheet.text
    assert "for about one more minute. You need not stay on this page." in sheet.text
    bar = sheet.one("progress")
    assert (bar.get("value"), bar.get("max")) == ("3", "6")
    assert sheet.one("section", id="now").get("data-poll") == PART
    assert sheet.links()["Read newer figures"] == SHEET


def test_when_all_are_sent_nothing_moves_any_more(secretary: PageClient, meeting: Meeting, settings: Settings) -> None:
    meeting.write_letters()
    send(meeting, settings, 10)
    sheet = secretary.get(SHEET)
    assert "Invitations: 6 of 6 sent" in sheet.text
    assert not sheet.all("progress")
    assert sheet.one("section", id="now").get("data-poll") is None
    assert "Read newer figures" not in sheet.links()


def test_the_script_is_given_the_same_figures_without_the_page_around_them(
    app: Flask, secretary: PageClient, meeting: Meeting, database: Database, clock: FixedClock
) -> None:
    batch(meeting, 4)
    for path, full in ((PART, SHEET), ("/office/outbox/now", OUTBOX)):
        words = part(secretary, path)
        assert "Invitations: 0 of 6 sent" in words
        assert "Sign out" not in words
        assert "Invitations: 0 of 6 sent" in secretary.get(full).text
    secretary.get("/office/assemblies/99/mailings", status=404)


def test_a_reminder_is_said_to_go_to_so_many_at_most(secretary: PageClient, meeting: Meeting) -> None:
    meeting.write_letters()
    meeting.vote(BALLOTS[0])
    with meeting.at() as work:
        remind(work, Remind(meeting.id))
    sheet = secretary.get(SHEET).text
    assert "Reminders: 0 of at most 5 sent" in sheet
    assert "Whoever votes before the reminder is written gets none." in sheet
    meeting.hall().vote(1, *BALLOTS[1])
    meeting.write_letters()
    sheet = secretary.get(SHEET).text
    assert "Reminders: 0 of 4 sent" in sheet
    assert "Whoever votes before" not in sheet


def test_a_mailing_that_closing_called_off_says_so(secretary: PageClient, meeting: Meeting, settings: Settings) -> None:
    batch(meeting, 4)
    send(meeting, settings, 2)
    secretary.post(f"{SHEET}/close", {"reason_en": "The hall has to be left at noon"})
    meeting.confirm_closing()
    # Everybody is told of the early closing.
    meeting.write_letters()
    send(meeting, settings, 6)
    sheet = secretary.get(SHEET)
    assert "Invitations: 2 of 6 sent" in sheet.text
    assert "Voting closed before 4 mails had left: they were called off." in sheet.text
    assert not sheet.all("progress"), "nothing moves any more"


def test_mails_that_were_put_off_are_no_matter_of_minutes(secretary: PageClient, meeting: Meeting) -> None:
    meeting.write_letters()
    with meeting.at(SYSTEM) as work:
        work.session.execute(text("UPDATE outbox_message SET state = 'sent' WHERE place < 5"))
        work.session.execute(text("UPDATE outbox_message SET attempts = 1 WHERE place >= 5"))
    sheet = secretary.get(SHEET).text
    assert "Invitations: 4 of 6 sent" in sheet
    assert "2 mails were put off by their readers' mail servers; they are tried again later." in sheet
    assert "minute" not in sheet


def test_failed_mails_lead_to_the_outbox_for_who_may_go_there(
    app: Flask, secretary: PageClient, meeting: Meeting, database: Database, clock: FixedClock
) -> None:
    meeting.write_letters()
    with meeting.at(SYSTEM) as work:
        work.session.execute(text("UPDATE outbox_message SET state = 'dead', last_error = '550 no' WHERE place = 3"))
    assert secretary.get(SHEET).links()["1 mail failed"] == "/office/outbox#failed"
    outbox = secretary.get(OUTBOX)
    assert outbox.links()["1 mail failed"] == "#failed"
    assert outbox.links()["To the assembly"] == SHEET
    assert outbox.one("h2", id="failed") is not None
    auditor = a_browser(app)
    let_in(auditor, an_officer(database, clock.now(), Role.AUDITOR, email="a@ambora.example"), clock)
    sheet = auditor.get(SHEET)
    assert "1 mail failed" in sheet.text
    assert "1 mail failed" not in sheet.links()


def test_a_worker_that_does_not_live_is_said_so(
    app: Flask, secretary: PageClient, meeting: Meeting, database: Database, clock: FixedClock
) -> None:
    assert "no sign of life" not in secretary.get(SHEET).text
    clock.advance(SILENT_AFTER)
    for path in (SHEET, OUTBOX):
        words = secretary.get(path).text
        assert "no sign of life since Monday 1 June 2026 at 14:10, so no mail is written or sent." in words
        assert "You need not stay" not in words
    with meeting.at(SYSTEM) as work:
        work.session.execute(text("UPDATE outbox_worker SET seen_at = NULL"))
    assert "has not shown any sign of life yet" in secretary.get(SHEET).text


def test_a_silent_mail_server_is_said_beside_the_mailing(secretary: PageClient, meeting: Meeting) -> None:
    with meeting.at(SYSTEM) as work:
        queue.server_failed(work, "connection refused")
    assert "The mail server has not answered since" in secretary.get(SHEET).text


def test_an_outbox_with_nothing_to_do_does_not_ask_for_a_worker(
    app: Flask, database: Database, clock: FixedClock, secretary: PageClient
) -> None:
    words = secretary.get(OUTBOX).text
    assert "Mailings" not in words
    assert "sign of life" not in words
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        enqueue(work, a_message())
    assert "has not shown any sign of life yet" in secretary.get(OUTBOX).text


def test_a_look_that_nobody_asked_for_keeps_no_session_alive(
    secretary: PageClient, meeting: Meeting, clock: FixedClock
) -> None:
    for _ in range(4):
        clock.advance(timedelta(minutes=20))
        secretary.raw.get(PART, headers={"X-Background-Poll": "yes"})
    assert secretary.get(SHEET).heading == "Sign in"


def test_looking_oneself_keeps_the_session_alive(secretary: PageClient, meeting: Meeting, clock: FixedClock) -> None:
    for _ in range(4):
        clock.advance(timedelta(minutes=20))
        assert secretary.get(SHEET).heading == "General assembly 2026"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Uitnodigingen: 0 van de 6 verzonden"),
        ("fr", "Invitations\N{NO-BREAK SPACE}: 0 envoyées sur 6"),
        ("de", "Einladungen: 0 von 6 verschickt"),
    ],
)
def test_progress_is_read_in_every_language(
    secretary: PageClient, meeting: Meeting, language: str, sentence: str
) -> None:
    secretary.post("/language", {"language": language, "next": "/"})
    assert sentence in secretary.get(SHEET).html
    assert sentence in secretary.get(OUTBOX).html
