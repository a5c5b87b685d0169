"""The run sheet gives more time and closes early; everybody sees what was done with the hours, and why."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from pybelenios.window import read_events
from tests.factories.accounts import a_browser, officer_browser
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.web.page import Page, PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WHY = "The site could not be reached on Tuesday."


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an open assembly in which five have voted."""
    found = written(database, clock)
    found.lock()
    found.open()
    found.vote(*BALLOTS)
    return found


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock, meeting: Meeting) -> PageClient:
    """Return a browser in which a secretary is signed in, while the vote is open."""
    return officer_browser(app, database, clock, Role.SECRETARY)


def ask(
    secretary: PageClient, meeting: Meeting, later: timedelta, reason: str = WHY, status: int = 200, **more: str
) -> Page:
    """Ask for more time on the run sheet."""
    until = (meeting.vote_row().closes_at + later).astimezone(ZoneInfo("Europe/Brussels"))
    fields = {"until": until.strftime("%Y-%m-%dT%H:%M"), "ground": "outage", "happened_en": reason}
    secretary.get(f"/office/assemblies/{meeting.id}")
    return secretary.post(f"/office/assemblies/{meeting.id}/extend", fields | more, status=status)


def test_more_time_is_shown_wherever_people_look(app: Flask, secretary: PageClient, meeting: Meeting) -> None:
    sheet = ask(secretary, meeting, timedelta(hours=2))
    assert "shareholders will be told by e-mail" in sheet.text
    uuid = meeting.vote_row().paper_uuid
    visitor = a_browser(app)
    for page in (f"/office/assemblies/{meeting.id}", f"/assemblies/{meeting.id}", f"/board/{uuid}"):
        said = (secretary if "office" in page else visitor).get(page).text
        assert "Extended until" in said
        assert WHY in said
    meeting.close()
    meeting.announce()
    said = visitor.get(f"/assemblies/{meeting.id}/result").text
    assert "Extended until" in said
    assert WHY in said


def test_an_early_closing_is_shown_with_its_hour_and_its_reason(
    app: Flask, secretary: PageClient, meeting: Meeting
) -> None:
    secretary.get(f"/office/assemblies/{meeting.id}")
    secretary.post(f"/office/assemblies/{meeting.id}/close", {"reason_en": "The chair closed the vote."})
    visitor = a_browser(app)
    meeting.confirm_closing()
    sheet = secretary.get(f"/office/assemblies/{meeting.id}")
    meeting.announce()
    uuid = meeting.vote_row().paper_uuid
    pages = [visitor.get(path).text for path in (f"/assemblies/{meeting.id}/result", f"/board/{uuid}")]
    closed_at = "1 June 2026"
    assert f"until Monday {closed_at}" in visitor.get(f"/assemblies/{meeting.id}").text
    for said in (sheet.text, *pages):
        assert ", before the hour." in said
        assert "The chair closed the vote." in said


def test_what_was_written_comes_back_when_more_time_is_refused(secretary: PageClient, meeting: Meeting) -> None:
    sheet = ask(secretary, meeting, timedelta(days=3), status=422)
    assert "The ballot paper allows voting until" in sheet.text
    assert WHY in sheet.text
    sheet = ask(secretary, meeting, timedelta(hours=2), reason="", status=422)
    assert meeting.hall().paper().announced_closes_at == meeting.vote_row().closes_at
    assert "Extended until" not in sheet.text


def test_the_board_gives_the_signed_records(app: Flask, secretary: PageClient, meeting: Meeting) -> None:
    ask(secretary, meeting, timedelta(hours=2))
    raw = app.test_client().get(f"/board/{meeting.vote_row().paper_uuid}/window.json").data
    (event,) = read_events(raw)
    assert (event.by, event.reasons) == ("secretary", (("en", WHY),))


def test_past_the_day_of_the_meeting_more_time_is_taken_only_when_the_meeting_is_adjourned(
    app: Flask, secretary: PageClient, meeting: Meeting
) -> None:
    closes_at, later = meeting.vote_row().closes_at, timedelta(hours=23)
    late = late_days(app, meeting)
    back = ask(secretary, meeting, later, status=422)
    assert meeting.vote_row().closes_at == closes_at
    assert back.one("input", name="until").get("aria-invalid") == "true"
    assert WHY in back.text
    ask(secretary, meeting, later, adjourned="y")
    assert meeting.vote_row().closes_at == closes_at + later
    # Whoever may vote reads of the new hour, and never that it is late.
    assert late_days(app, meeting) == late


def late_days(app: Flask, meeting: Meeting) -> int:
    calendar = a_browser(app).get(f"/assemblies/{meeting.id}").one("section", **{"aria-labelledby": "calendar"})
    return len([each for each in calendar.iter() if "warn" in (each.get("class") or "")])
