"""The screen of the hall: what it shows at each step of a meeting, to whom, and how cheaply."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from govapp.assembly.attendance.rules.bureau import BureauOffice
from govapp.assembly.attendance.rules.items_in_room import ItemStep
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.service.bureau import AppointToBureau, RecordHour, appoint_to_bureau, record_hour
from govapp.assembly.attendance.service.desk import CheckIn, check_in
from govapp.assembly.attendance.service.items import StepItem, step_item
from govapp.assembly.room.views.projector import projector_path
from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.assembly.votes.service.incidents import NoteIncident, ReportIncident, note_incident, report_incident
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from tests.factories.accounts import a_browser, officer_browser
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.factories.ballots import KEYS
from tests.web.page import Page, PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Evening:
    """A meeting on its evening, and the computer at the projector, at which nobody is signed in."""

    meeting: Meeting
    projector: PageClient
    path: str

    def see(self, query: str = "") -> Page:
        """Return the page of the projector three seconds later."""
        self.later(3)
        return self.projector.get(self.path + query)

    def kind(self) -> str | None:
        """Return what the screen is about."""
        return self.see().one("div", id="screen").get("data-screen")

    def poll(self, tag: str = "") -> TestResponse:
        """Ask for the part that changes, as a browser that has a copy with this tag."""
        return self.projector.raw.get(f"{self.path}/now", headers={"If-None-Match": tag} if tag else {})

    def later(self, seconds: int) -> None:
        """Let time pass."""
        self.meeting.clock.set(self.meeting.clock.now() + timedelta(seconds=seconds))

    def open(self) -> None:
        """Let the chair open the meeting with one shareholder there."""
        now = self.meeting.clock.now()
        with self.meeting.at() as work:
            appoint_to_bureau(work, AppointToBureau(self.meeting.id, BureauOffice.CHAIR, "Anna", "Hall", now))
            check_in(work, CheckIn(self.meeting.id, self.meeting.vote_row().frozen_roll_id, self.meeting.voters[0], 1))
            record_hour(work, RecordHour(self.meeting.id, MeetingHour.OPENED, now))

    def step(self, number: int, step: ItemStep) -> None:
        """Let the chair open or close an item."""
        item_id = self.meeting.items()[number - 1].id
        with self.meeting.at() as work:
            step_item(work, StepItem(self.meeting.id, self.meeting.vote_row().frozen_roll_id, item_id, step))


@pytest.fixture
def evening(app: Flask, database: Database, clock: FixedClock) -> Evening:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=60))
    return Evening(meeting, a_browser(app), projector_path(KEYS, meeting.id))


def test_the_screen_is_light_unless_dark_is_asked_for_and_needs_nobody_signed_in(evening: Evening) -> None:
    page = evening.see()
    assert page.one("html").get("data-theme") == "light"
    assert evening.see("?theme=dark").one("html").get("data-theme") == "dark"
    assert page.one("div", id="screen").get("data-poll") == f"{evening.path}/now"


def test_only_the_whole_address_opens_the_screen(evening: Evening, app: Flask) -> None:
    for wrong in (evening.path[:-1], evening.path + "0", evening.path[:-1] + "ä", f"/room/{evening.meeting.id}/x"):
        assert evening.projector.raw.get(wrong).status_code == HTTPStatus.NOT_FOUND
        assert evening.projector.raw.get(f"{wrong}/now").status_code == HTTPStatus.NOT_FOUND
    other = projector_path(KEYS, evening.meeting.id + 1)
    assert evening.projector.raw.get(other).status_code == HTTPStatus.NOT_FOUND
    officer = officer_browser(app, evening.meeting.database, evening.meeting.clock, Role.SCRUTINEER)
    led = officer.raw.get(f"/office/assemblies/{evening.meeting.id}/projector")
    assert (led.headers["Location"] or "").endswith(evening.path)
    visitor = evening.projector.raw.get(f"/office/assemblies/{evening.meeting.id}/projector")
    assert evening.path not in visitor.headers["Location"]


def test_the_screen_follows_what_the_chair_does_from_the_welcome_to_the_result(evening: Evening) -> None:
    meeting = evening.meeting
    assert evening.kind() == "welcome"
    evening.open()
    assert evening.kind() == "next"
    evening.step(1, ItemStep.OPENED)
    assert evening.kind() == "item"
    evening.step(1, ItemStep.CLOSED)
    evening.step(2, ItemStep.OPENED)
    meeting.vote(*BALLOTS)
    page = evening.see()
    assert page.one("div", id="screen").get("data-screen") == "vote"
    assert page.one("div", class_="way-in").get("data-way-in", "").endswith(f"/vote/{meeting.vote_row().paper_uuid}")
    assert page.one("span", data_voted="").text == "5"
    evening.step(2, ItemStep.CLOSED)
    assert evening.kind() == "next"
    meeting.close()
    assert evening.kind() == "next"
    meeting.announce()
    page = evening.see()
    assert page.one("div", id="screen").get("data-screen") == "result"
    assert page.one("code", class_="mark").get("title") == meeting.hall().paper().head
    assert [each.get("class") for each in page.one(f"{SVG}svg", class_="bar").iter(f"{SVG}rect")] == [
        "for",
        "against",
        "need",
    ]
    with meeting.at() as work:
        record_hour(work, RecordHour(meeting.id, MeetingHour.CLOSED, meeting.clock.now()))
    assert evening.kind() == "end"


def test_while_a_vote_is_open_no_direction_is_shown(evening: Evening) -> None:
    evening.open()
    evening.step(2, ItemStep.OPENED)
    evening.meeting.vote(*BALLOTS)
    page = evening.see()
    assert not page.all(f"{SVG}svg", class_="bar") and not page.all("p", data_verdict="")


def test_both_languages_of_the_meeting_are_said_the_authentic_one_first(evening: Evening) -> None:
    evening.open()
    evening.step(2, ItemStep.OPENED)
    page = evening.see()
    first = page.one("html").get("lang")
    others = {each.get("lang") for each in page.all("span", class_="muted")}
    assert len(others) == 1 and first not in others
    assert all(each.get("lang") in {None, *others} for each in page.tree.iter("span"))


def test_an_incident_that_lasts_stands_on_every_screen_and_goes_when_it_ends(evening: Evening) -> None:
    meeting = evening.meeting
    uuid = meeting.vote_row().prepared_paper_uuid
    assert not evening.see().all("p", data_incident="")
    with meeting.at() as work:
        since = meeting.clock.now()
        report_incident(
            work,
            ReportIncident(
                uuid, 1, IncidentKind.SITE, Texts.same("The network is gone"), Texts.same("everybody"), since
            ),
        )
    assert len(evening.see().all("p", data_incident="")) == 1
    with meeting.at() as work:
        note_incident(
            work, NoteIncident(uuid, 1, 1, Texts.same("The network of the hall is back."), meeting.clock.now())
        )
    assert not evening.see().all("p", data_incident="")


def test_who_has_the_screen_already_is_sent_nothing_and_hears_of_a_step_within_seconds(evening: Evening) -> None:
    evening.open()
    evening.later(3)
    first = evening.poll()
    assert first.status_code == HTTPStatus.OK
    again = evening.poll(first.headers["ETag"])
    assert (again.status_code, again.get_data()) == (HTTPStatus.NOT_MODIFIED, b"")
    assert "no-store" not in first.headers["Cache-Control"]
    evening.step(1, ItemStep.OPENED)
    # Within two seconds a hall full of phones is answered from what was read last.
    assert evening.poll(first.headers["ETag"]).status_code == HTTPStatus.NOT_MODIFIED
    evening.later(3)
    assert evening.poll(first.headers["ETag"]).status_code == HTTPStatus.OK


def test_after_midnight_an_hour_is_said_with_its_day(evening: Evening) -> None:
    meeting = evening.meeting
    evening.open()
    meeting.clock.set(meeting.clock.now() + timedelta(days=1))
    with meeting.at() as work:
        record_hour(work, RecordHour(meeting.id, MeetingHour.CLOSED, meeting.clock.now()))
    closed = meeting.clock.now()
    assert str(closed.year) in evening.see().text
    assert closed.date() > meeting.row().held_on


def test_a_draft_and_an_assembly_that_was_called_off_have_no_screen(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    draft = written(database, clock)
    assert a_browser(app).raw.get(projector_path(KEYS, draft.id)).status_code == HTTPStatus.NOT_FOUND
