"""The office page of letters on paper, and the way of a voter from the code of a letter to the booth."""

import csv
import io

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select, text

from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, an_officer, let_in, officer_browser
from tests.factories.assembly import NADIA, Meeting, written
from tests.factories.shares import living, registered
from tests.web.page import PageClient


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return a locked assembly with one on the list who gets a letter, and one without a complete address."""
    meeting = written(database, clock, voters=3)
    with database.unit_of_work(NADIA, clock.now()) as work:
        registered(work, living("Zonder Adres", "Veldstraat 9", "9000", "Gent"))
        registered(work, living("Nergens Thuis", "", "", ""))
    meeting.lock()
    return meeting


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


def path(meeting: Meeting, more: str = "") -> str:
    return f"/office/assemblies/{meeting.id}/post{more}"


def taken(client: PageClient, address: str, **fields: str) -> bytes:
    answer = client.raw.post(address, data={"csrf_token": client.token(), **fields})
    assert answer.status_code == 200, answer.status_code
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data()


def a_code(secretary: PageClient, meeting: Meeting) -> str:
    secretary.post(path(meeting), {"whom": "needed"})
    table = taken(secretary, path(meeting, "/1/file"), format="csv").decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(table), delimiter=";"))["code"]


def test_the_page_lists_who_needs_a_letter_and_then_the_letters(secretary: PageClient, meeting: Meeting) -> None:
    page = secretary.get(path(meeting))
    assert "Zonder Adres" in page.text and "Nergens Thuis" in page.text
    page = secretary.post(path(meeting), {"whom": "needed"})
    assert "Zonder Adres" not in page.text and "Nergens Thuis" in page.text
    assert page.all("article", id="letters-1")


def test_letters_are_printed_by_an_act_that_the_journal_tells(
    app: Flask, database: Database, clock: FixedClock, secretary: PageClient, meeting: Meeting
) -> None:
    code = a_code(secretary, meeting)
    pdf = taken(secretary, path(meeting, "/1/file"), format="pdf")
    assert code in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert taken(secretary, path(meeting, "/1/file"), format="xlsx").startswith(b"PK")
    assert (
        secretary.raw.post(
            path(meeting, "/1/file"), data={"csrf_token": secretary.token(), "format": "doc"}
        ).status_code
        == 404
    )
    with database.read_only(NADIA, clock.now()) as work:
        printed = select(func.count()).where(JournalEntryRecord.tag == "letters:printed")
        assert work.session.scalar(printed) == 3


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"whom": "one"}, 422),
        ({"whom": "one", "number": "999999"}, 404),
        ({"whom": "nobody"}, 422),
        ({"whom": "everybody"}, 200),
    ],
)
def test_what_cannot_be_made_says_why_and_comes_back_as_typed(
    secretary: PageClient, meeting: Meeting, fields: dict[str, str], status: int
) -> None:
    page = secretary.post(path(meeting), fields, status=status)
    if status != 200:
        assert page.one("input", id="number").get("value", "") == fields.get("number", "")
        assert page.all("span", id="number-error") or page.all("span", id="whom-error")
    again = secretary.post(path(meeting), {"whom": "needed"}, status=409 if status == 200 else 200)
    assert again.all("h1")


def test_the_day_of_the_post_is_kept_and_shown(secretary: PageClient, meeting: Meeting, clock: FixedClock) -> None:
    a_code(secretary, meeting)
    day = clock.now().date().isoformat()
    secretary.post(path(meeting, "/1/posted"), {"letters-1-posted_on": "1999-01-01"}, status=422)
    secretary.post(path(meeting, "/1/posted"), {"letters-1-posted_on": "soon"}, status=422)
    page = secretary.post(path(meeting, "/1/posted"), {"letters-1-posted_on": day, "letters-1-receipt": "R 123"})
    assert "R 123" in page.text


def test_an_auditor_takes_the_evidence_and_no_letter(
    app: Flask, database: Database, clock: FixedClock, secretary: PageClient, meeting: Meeting
) -> None:
    a_code(secretary, meeting)
    auditor = a_browser(app)
    let_in(auditor, an_officer(database, clock.now(), Role.AUDITOR, email="a.udit@ambora.example"), clock)
    table = list(
        csv.DictReader(io.StringIO(taken(auditor, path(meeting, "/evidence")).decode("utf-8-sig")), delimiter=";")
    )
    assert [int(row["position"]) for row in table] == [1, 2, 3, 4, 5]
    assert taken(auditor, path(meeting, "/evidence"), format="xlsx").startswith(b"PK")
    assert taken(auditor, path(meeting, "/evidence"), format="pdf").startswith(b"%PDF")
    doc = {"csrf_token": auditor.token(), "format": "doc"}
    assert auditor.raw.post(path(meeting, "/evidence"), data=doc).status_code == 404
    page = auditor.get(path(meeting))
    assert not [form for form in page.all("form") if "/file" in (form.get("action") or "")]
    assert auditor.raw.post(path(meeting, "/1/file"), data={"csrf_token": auditor.token()}).status_code == 403


def test_the_code_of_a_letter_leads_to_the_booth_with_the_right_of_its_reader(
    app: Flask, secretary: PageClient, meeting: Meeting
) -> None:
    code = a_code(secretary, meeting)
    meeting.open()
    voter = a_browser(app)
    page = voter.post("/code", {"code": code})
    entered = voter.raw.post(page.one("form", id="enter").get("action") or "", data={"csrf_token": voter.token()})
    assert entered.headers["Location"].startswith("/vote/")
    assert voter.get("/my").all("h1")


def test_a_code_of_a_vote_that_has_closed_opens_nothing_and_says_what_became_of_it(
    app: Flask, secretary: PageClient, meeting: Meeting
) -> None:
    code = a_code(secretary, meeting)
    meeting.open()
    meeting.close()
    page = a_browser(app).post("/code", {"code": code}, status=410)
    assert not page.all("form", id="enter")
    assert page.all("a", href=f"/assemblies/{meeting.id}")


def test_a_code_that_a_newer_letter_replaced_opens_nothing(app: Flask, secretary: PageClient, meeting: Meeting) -> None:
    code = a_code(secretary, meeting)
    secretary.post(path(meeting), {"whom": "everybody"})
    assert not a_browser(app).post("/code", {"code": code}, status=410).all("form", id="enter")


def test_a_file_of_mails_that_came_back_asks_for_letters(secretary: PageClient, meeting: Meeting) -> None:
    meeting.open()
    send_everything(meeting)
    for content, status in ((b"", 422), (b"nobody", 422), (b"an.1@mail.example;550 no such mailbox", 303)):
        fields = {"csrf_token": secretary.token(), "file": (io.BytesIO(content), "back.csv")}
        answer = secretary.raw.post(path(meeting, "/bounces"), data=fields, content_type="multipart/form-data")
        assert answer.status_code == status
    assert "550 no such mailbox" in secretary.get(path(meeting)).text


def send_everything(meeting: Meeting) -> None:
    with meeting.at() as work:
        work.session.execute(text("UPDATE outbox_message SET state = 'sent' WHERE state = 'waiting'"))
