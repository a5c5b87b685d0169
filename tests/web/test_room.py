"""The screen of the hall: what it shows at each step of a meeting, to whom, and how cheaply."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.service.questions import withdraw_question
from govapp.assembly.attendance.rules.bureau import BureauOffice
from govapp.assembly.attendance.rules.items_in_room import ItemStep
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.service.bureau import AppointToBureau, RecordHour, appoint_to_bureau, record_hour
from govapp.assembly.attendance.service.desk import CheckIn, check_in
from govapp.assembly.attendance.service.items import StepItem, step_item
from govapp.assembly.room.rules.screens import ScreenChoice
from govapp.assembly.room.service import ShowOnScreen, show_on_screen
from govapp.assembly.room.views.projector import projector_path
from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.assembly.votes.service.incidents import NoteIncident, ReportIncident, note_incident, report_incident
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language, Texts
from govapp.statutes.rules.profile import LegalKind
from tests.factories.accounts import a_browser, officer_browser
from tests.factories.assembly import BALLOTS, Meeting, put_item, written
from tests.factories.ballots import KEYS
from tests.factories.questions import ASKED, SAID, answered, asked, asker, until
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

    def tell(self, number: int) -> None:
        """Let the chair tell the result of an item."""
        with self.meeting.at() as work:
            item_id = self.meeting.items()[number - 1].id
            show_on_screen(work, ShowOnScreen(self.meeting.id, ScreenChoice.RESULT, item_id))


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


def test_only_the_whole_address_opens_the_screen(evening: Evening) -> None:
    for wrong in (evening.path[:-1], evening.path + "0", evening.path[:-1] + "ä", f"/room/{evening.meeting.id}/x"):
        assert evening.projector.raw.get(wrong).status_code == HTTPStatus.NOT_FOUND
        assert evening.projector.raw.get(f"{wrong}/now").status_code == HTTPStatus.NOT_FOUND
    other = projector_path(KEYS, evening.meeting.id + 1)
    assert evening.projector.raw.get(other).status_code == HTTPStatus.NOT_FOUND


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
    assert evening.kind() == "next"
    evening.tell(2)
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


def secretary_of(evening: Evening, app: Flask) -> PageClient:
    """Return the tablet of the secretary, who is signed in."""
    return officer_browser(app, evening.meeting.database, evening.meeting.clock, Role.SECRETARY)


def press(browser: PageClient, evening: Evening, number: int) -> None:
    """Press the one button of the item that the sheet has open."""
    page = browser.get(f"/office/assemblies/{evening.meeting.id}/room")
    opened = [each for each in page.all("details") if each.get("open") is not None]
    assert [each.get("data-item") for each in opened] == [str(number)]
    form = next(opened[0].iter("form"))
    fields = {each.get("name") or "": each.get("value") or "" for each in form.iter("input")}
    browser.post(form.get("action") or "", fields)
    evening.later(3)


def test_a_resolution_takes_three_presses_on_the_sheet_of_the_chair(evening: Evening, app: Flask) -> None:
    evening.open()
    evening.step(1, ItemStep.OPENED)
    evening.step(1, ItemStep.CLOSED)
    secretary = secretary_of(evening, app)
    evening.meeting.vote(*BALLOTS)
    press(secretary, evening, 2)
    assert evening.kind() == "vote"
    press(secretary, evening, 2)
    assert evening.kind() == "next"
    evening.meeting.close()
    evening.meeting.announce()
    press(secretary, evening, 2)
    assert evening.kind() == "result"


def test_what_the_chair_says_stands_in_every_language_of_the_meeting(evening: Evening, app: Flask) -> None:
    evening.open()
    page = secretary_of(evening, app).get(f"/office/assemblies/{evening.meeting.id}/room")
    first = page.one("details", data_item="2")
    assert [each.get("lang") for each in first.iter("blockquote")] == ["nl", "fr", "en", "de"]
    assert "Approbation des comptes annuels 2025" in "".join(first.itertext())


def test_the_chair_reads_out_written_questions_with_names_only_where_that_was_chosen(
    evening: Evening, app: Flask
) -> None:
    meeting = evening.meeting
    until(meeting, timedelta(minutes=5))
    item = meeting.items()[1].id
    asked(meeting, 0, item_id=item, shows_name=True)
    asked(meeting, 1, "Wie betaalt de zaal van deze vergadering?")
    asked(meeting, 2, "Mag ik mijn vraag nog intrekken?")
    with meeting.at(asker(meeting, 2)) as work:
        withdraw_question(work, meeting.id, 3)
    answered(meeting, 1)
    page = secretary_of(evening, app).get(f"/office/assemblies/{meeting.id}/room")
    assert [each.get("data-question") for each in page.all("article") if each.get("data-question")] == ["1", "2"]
    about = "".join(page.one("details", data_item="2").itertext())
    assert ASKED in about and str(SAID.in_language(Language.EN)) in about and "Voter 0" in about
    assert "Voter 1" not in page.text
    assert "Wie betaalt de zaal" in "".join(page.one("section", aria_labelledby="asked").itertext())


def test_a_break_stands_on_the_screen_until_it_ends_or_the_next_step_is_taken(evening: Evening, app: Flask) -> None:
    evening.open()
    evening.step(1, ItemStep.OPENED)
    secretary, place = secretary_of(evening, app), f"/office/assemblies/{evening.meeting.id}/room"
    evening.later(1)
    secretary.post(f"{place}/screen", {"choice": "break", "item": "0"})
    assert evening.kind() == "break"
    secretary.post(f"{place}/screen", {"choice": "steps", "item": "0"})
    assert evening.kind() == "item"
    secretary.post(f"{place}/screen", {"choice": "break", "item": "0"})
    evening.later(1)
    evening.step(1, ItemStep.CLOSED)
    assert evening.kind() == "next"
    secretary.post(f"{place}/screen", {"choice": "item", "item": str(evening.meeting.items()[3].id)})
    assert evening.kind() == "vote"


def test_a_result_that_is_not_announced_and_nonsense_leave_the_screen_as_it_is(evening: Evening, app: Flask) -> None:
    evening.open()
    secretary, place = secretary_of(evening, app), f"/office/assemblies/{evening.meeting.id}/room"
    item_id = str(evening.meeting.items()[1].id)
    for choice, item in (("result", item_id), ("result", "0"), ("item", "999"), ("nonsense", "0"), ("", "")):
        secretary.post(f"{place}/screen", {"choice": choice, "item": item})
        assert evening.kind() == "next"


def test_a_quorum_that_is_lost_in_the_middle_stands_on_the_sheet_and_asks_for_a_reason(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    put_item(meeting, ItemKind.DECISION, Texts.same("Statutes"), legal_kind=LegalKind.STATUTES)
    meeting.lock()
    meeting.open()
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=60))
    evening = Evening(meeting, a_browser(app), projector_path(KEYS, meeting.id))
    evening.open()
    secretary, place = secretary_of(evening, app), f"/office/assemblies/{meeting.id}/room"
    part = secretary.download(f"{place}/now").get_data(as_text=True)
    assert 'data-missing="6"' in part
    item_id = meeting.items()[5].id
    step = f"item{item_id}-"
    page = secretary.post(f"{place}/items/{item_id}", {f"{step}step": "opened"}, status=409)
    assert page.one("textarea", name=f"{step}reason").get("aria-invalid") == "true"
    assert page.one("details", data_item="6").get("open") is not None
    secretary.post(
        f"{place}/items/{item_id}", {f"{step}step": "opened", f"{step}reason": "The chair goes on all the same."}
    )
    assert evening.kind() == "vote"


def test_whoever_may_only_read_the_sheet_has_no_button(evening: Evening, app: Flask) -> None:
    evening.open()
    scrutineer = officer_browser(app, evening.meeting.database, evening.meeting.clock, Role.SCRUTINEER)
    place = f"/office/assemblies/{evening.meeting.id}/room"
    page = scrutineer.get(place)
    assert not [each for each in page.all("form") if place in (each.get("action") or "")]
    assert f"/office/assemblies/{evening.meeting.id}" not in page.links().values()
    scrutineer.post(f"{place}/screen", {"choice": "break", "item": "0"}, status=403)
