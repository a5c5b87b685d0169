"""The page on which two officers add somebody to a frozen voting list."""

from datetime import date, timedelta

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_link, an_officer, let_in
from tests.factories.assembly import Meeting, written
from tests.factories.shares import REGISTRAR, person, registered, shares
from tests.web.page import PageClient

WHY = "The payment of 3 May was recorded only yesterday"


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly that is locked, after which somebody was recorded who belongs on its list."""
    found = written(database, clock)
    found.lock()
    clock.advance(timedelta(minutes=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        found.voters.append(int(registered(work, person("Vergeten"), first=shares(1, date(2026, 5, 3)))))
    return found


def officer(app: Flask, meeting: Meeting, name: str, role: Role) -> PageClient:
    client = a_browser(app)
    email = f"{name.lower()}@office.example"
    let_in(client, an_officer(meeting.database, meeting.clock.now(), role, email=email, name=name), meeting.clock)
    return client


def test_one_proposes_and_another_confirms_and_the_person_can_vote(app: Flask, meeting: Meeting) -> None:
    nadia, karel = officer(app, meeting, "Nadia", Role.SECRETARY), officer(app, meeting, "Karel", Role.REGISTRAR)
    number = len(meeting.voters)
    path = f"/office/rolls/{meeting.vote_row().roll_id}/additions"
    listed = karel.get(f"/office/rolls/{meeting.vote_row().roll_id}")
    assert listed.all("a", href=f"{path}?number={number}")
    assert nadia.get(f"{path}?number={number}").one("input", name="add-number").get("value") == str(number)
    page = nadia.post(path, {"add-number": str(number), "add-reason": WHY})
    assert WHY in page.text
    assert not page.all("form", action=f"{path}/1/confirm")
    nadia.post(f"{path}/1/confirm", status=403)
    assert "after this list was frozen" in karel.get(path).text
    karel.post("/office/rolls/99/additions/1/confirm", status=404)
    page = karel.post(f"{path}/1/confirm")
    assert not page.all("form", action=f"{path}/1/confirm")
    assert "Nadia" in page.text
    assert "Karel" in page.text
    sheet = karel.get(f"/office/rolls/{meeting.vote_row().roll_id}")
    assert WHY in sheet.text
    assert nadia.get(f"/office/assemblies/{meeting.id}").all("a", href=path)

    meeting.open()
    late = a_browser(app)
    link = a_link(meeting.database, meeting.clock.now(), subject_ref=f"holder:{meeting.voters[-1]}")
    late.raw.post(link, data={"csrf_token": late.token()})
    assert late.get(f"/vote/{meeting.vote_row().paper_uuid}").all("form", id="ballot")
    votes = {each.get("href") or "" for each in late.get("/vote").all("a")}
    assert {each.split("/")[2] for each in votes if each.startswith("/vote/")} == {meeting.vote_row().paper_uuid}
    closed = nadia.get(path)
    assert not closed.all("form", action=path)


@pytest.mark.parametrize(
    ("number", "reason", "field"),
    [("", WHY, "add-number"), ("1", WHY, "add-number"), ("99999", WHY, "add-number"), ("LAST", "forgot", "add-reason")],
)
def test_what_is_refused_comes_back_as_typed_with_the_field_marked(
    app: Flask, meeting: Meeting, number: str, reason: str, field: str
) -> None:
    nadia = officer(app, meeting, "Nadia", Role.SECRETARY)
    path = f"/office/rolls/{meeting.vote_row().roll_id}/additions"
    nadia.get(path)
    typed = number.replace("LAST", str(len(meeting.voters)))
    answer = nadia.raw.post(path, data={"add-number": typed, "add-reason": reason, "csrf_token": nadia.token()})
    page = nadia._page(answer, answer.status_code)
    assert answer.status_code in {409, 422}
    marked = [each.get("name") for each in (*page.all("input"), *page.all("textarea")) if each.get("aria-invalid")]
    assert marked == [field]
    assert page.one("input", name="add-number").get("value") == typed
    assert reason in page.text


def test_a_proposal_is_refused_by_the_other_and_waits_no_more(app: Flask, meeting: Meeting) -> None:
    nadia, karel = officer(app, meeting, "Nadia", Role.SECRETARY), officer(app, meeting, "Karel", Role.SECRETARY)
    path = f"/office/rolls/{meeting.vote_row().roll_id}/additions"
    nadia.get(path)
    nadia.post(path, {"add-number": str(len(meeting.voters)), "add-reason": WHY})
    karel.get(path)
    page = karel.post(f"{path}/1/withdraw")
    assert WHY not in page.text
    karel.post(f"{path}/1/withdraw", status=404)
    karel.get(path)
    karel.post(f"{path}/1/confirm", status=404)


def test_an_auditor_reads_and_a_scrutineer_does_not(app: Flask, meeting: Meeting) -> None:
    path = f"/office/rolls/{meeting.vote_row().roll_id}/additions"
    auditor = officer(app, meeting, "Ada", Role.AUDITOR)
    assert not auditor.get(path).all("form", action=path)
    auditor.post(path, {"add-number": "1", "add-reason": WHY}, status=403)
    officer(app, meeting, "Bo", Role.SCRUTINEER).get(path, status=403)
