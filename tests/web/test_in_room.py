"""The page of paper and hands: who is found, marked, refused and taken back; forms come back as typed."""

from dataclasses import dataclass

import pytest
from flask import Flask

from govapp.assembly.votes.queries.in_room import count_marks, list_vote_marks
from govapp.assembly.votes.rules.states import Channel
from govapp.ballots.rules.room_marks import RoomChannel
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_link, an_officer, officer_browser, sign_in
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.factories.room import arrive, in_the_evening
from tests.factories.shareholder_proxies import in_force
from tests.factories.shares import register_some
from tests.web.page import Page, PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} %(name)s"


@dataclass(frozen=True)
class Room:
    """A vote on its evening, with the browsers of those at the desk."""

    meeting: Meeting
    secretary: PageClient
    scrutineer: PageClient
    path: str

    def seek(self, text: str, status: int = 200) -> Page:
        """Look for somebody."""
        return self.scrutineer.post(self.path, {"sought": text}, status=status)

    def mark(self, voter: int, status: int = 200, browser: PageClient | None = None, **fields: str) -> Page:
        """Mark somebody."""
        party = self.meeting.voters[voter]
        data = {f"mark{party}-{name}": value for name, value in ({"channel": "paper"} | fields).items()}
        return (browser or self.scrutineer).post(f"{self.path}/holders/{party}/mark", data, status=status)

    def unmark(self, voter: int, reason: str, status: int = 200) -> Page:
        """Take a mark back."""
        party = self.meeting.voters[voter]
        return self.scrutineer.post(
            f"{self.path}/holders/{party}/unmark", {f"unmark{party}-reason": reason}, status=status
        )

    def marked(self) -> tuple[int, int]:
        """Return how many are marked for a paper and for hands."""
        with self.meeting.at() as work:
            found = count_marks(list_vote_marks(work.session, self.meeting.vote_row()))
        return found[RoomChannel.PAPER], found[RoomChannel.HANDS]


@pytest.fixture
def room(app: Flask, database: Database, clock: FixedClock) -> Room:
    meeting = in_the_evening(database, clock)
    browsers = []
    for role in (Role.SECRETARY, Role.SCRUTINEER):
        browsers.append(a_browser(app))
        officer = an_officer(database, clock.now(), role, email=f"{role}@ambora.example", name=f"{role.title()} Person")
        sign_in(browsers[-1], officer, clock)
    return Room(meeting, browsers[0], browsers[1], f"/office/assemblies/{meeting.id}/paper-and-hands")


def actions(page: Page) -> list[str]:
    return [
        str(each.get("action")).rsplit("/", 1)[-1]
        for each in page.all("form")
        if "/holders/" in str(each.get("action"))
    ]


def test_a_number_finds_one_person_who_is_marked_and_taken_back(room: Room) -> None:
    arrive(room.meeting, 2)
    assert actions(room.seek("3")) == ["mark"]
    room.mark(2)
    assert room.marked() == (1, 0)
    assert actions(room.seek("3")) == ["unmark"]
    page = room.unmark(2, "x", 422)
    assert page.one("input", name="unmark3-reason").get("value") == "x"
    room.unmark(2, "Gave the paper back unused")
    assert room.marked() == (0, 0)


def test_the_holder_of_proxies_is_found_with_those_who_gave_them(room: Room) -> None:
    in_force(room.meeting, 1, 2)
    page = room.seek("2")
    assert [
        each.get("id") for each in page.all("h2") if str(each.get("id")).startswith("p") and each.get("id") != "persons"
    ] == ["p2", "p1"]


def test_who_voted_on_line_or_is_not_there_is_refused_on_the_page(room: Room) -> None:
    room.mark(0, 409)
    room.meeting.vote(BALLOTS[0])
    arrive(room.meeting, 0)
    room.mark(0, 409)
    assert room.marked() == (0, 0)


def test_hands_for_persons_wait_for_the_secretary_whose_reason_comes_back_as_typed(room: Room) -> None:
    arrive(room.meeting, 0)
    room.mark(0, 409, channel="hands")
    room.secretary.post(f"{room.path}/waive", {"waive-reason": "no"}, status=422)
    room.scrutineer.post(f"{room.path}/waive", {"waive-reason": "One candidate only"}, status=403)
    page = room.secretary.post(f"{room.path}/waive", {"waive-reason": HOSTILE})
    assert HOSTILE in page.text
    room.mark(0, channel="hands")
    assert room.marked() == (0, 1)
    room.mark(1, 422, channel="feet")


def test_who_joined_later_is_marked_by_a_secretary_with_the_article(room: Room) -> None:
    (late,) = register_some(room.meeting.database, room.meeting.clock, 1)
    room.meeting.voters.append(int(late))
    arrive(room.meeting, 6, reason="Joined last week")
    assert "mark7-statutes_allow" in room.seek("7").html
    room.mark(6, 403, statutes_allow="y", reason="Article 12")
    room.mark(6, 422, browser=room.secretary, reason="Article 12")
    room.mark(6, browser=room.secretary, statutes_allow="y", reason="Article 12")
    assert room.marked() == (1, 0)


def test_the_booth_of_a_marked_right_says_so_and_takes_nothing(room: Room, app: Flask) -> None:
    arrive(room.meeting, 0)
    room.mark(0)
    hall = room.meeting.hall()
    browser = PageClient(app)
    browser.post(
        a_link(room.meeting.database, room.meeting.clock.now(), subject_ref=f"holder:{room.meeting.voters[0]}")
    )
    assert not browser.get(f"/vote/{hall.uuid}", status=409).all("form", id="ballot")
    browser.get(f"/vote/{hall.uuid}/credential", status=409)
    body = hall.ballot(0, *BALLOTS[0])
    answer = browser.post_json(f"/vote/{hall.uuid}/cast", body)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "right_marked")
    room.meeting.close()
    assert browser.get(f"/vote/{hall.uuid}")


def test_a_vote_on_line_only_shows_no_desk_and_an_auditor_only_reads(
    app: Flask, database: Database, clock: FixedClock, room: Room
) -> None:
    auditor = officer_browser(app, database, clock, Role.AUDITOR)
    assert not auditor.get(room.path).all("input", name="sought")
    auditor.post(room.path, {"sought": "1"}, status=403)


def test_the_lock_form_holds_a_vote_in_the_room_as_well(app: Flask, database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    secretary = officer_browser(app, database, clock, Role.SECRETARY)
    path = f"/office/assemblies/{meeting.id}"
    page = secretary.get(path)
    version = page.one("input", id="lock-version").get("value")
    data = {"version": str(version), "extension_days": "1", "in_room": "y"}
    secretary.post(f"{path}/lock", data)
    assert meeting.vote_row().channel is Channel.BOTH
    assert not secretary.get(f"{path}/paper-and-hands").all("input", name="sought")


def test_two_scrutineers_key_in_apart_and_see_the_figures_when_both_have(room: Room) -> None:
    room.meeting.vote(*BALLOTS)
    arrive(room.meeting, 5)
    room.mark(5)
    room.meeting.close()
    page = f"{room.path}/count"
    data = {"paper0-answer_0": "0", "paper0-answer_1": "0", "paper0-answer_2": "1", "paper0-invalid": "0"}
    room.scrutineer.post(f"{page}/paper/0", data, status=422)
    wrong = room.scrutineer.post(f"{page}/paper/0", data | {"paper0-papers": "3"}, status=422)
    assert wrong.one("input", name="paper0-papers").get("value") == "3"
    data |= {"paper0-papers": "1"}
    room.scrutineer.post(f"{page}/feet/0", data, status=404)
    room.scrutineer.post(f"{page}/paper/99", data, status=404)
    shown = room.scrutineer.post(f"{page}/paper/0", data)
    assert not shown.all("table")
    assert not shown.all("input", name="paper0-papers")
    other = room.secretary.get(page)
    assert not other.all("table")
    other = room.secretary.post(f"{page}/paper/0", data | {"paper0-answer_0": "1", "paper0-answer_2": "0"})
    assert len(other.all("table")) == 1
    for browser in (room.scrutineer, room.secretary):
        browser.post(f"{page}/paper/0", data | {"paper0-reason": HOSTILE})
    assert HOSTILE in room.secretary.get(page).text
    election = {"answer_0": "0", "answer_1": "1", "answer_2": "0", "answer_3": "0", "invalid": "0", "papers": "1"}
    plan = {"answer_0": "1", "answer_1": "0", "answer_2": "0", "invalid": "0", "papers": "1"}
    for browser in (room.scrutineer, room.secretary):
        for question, fields in ((1, election), (2, plan)):
            browser.post(f"{page}/paper/{question}", {f"paper{question}-{name}": text for name, text in fields.items()})
    room.meeting.announce()
    result = PageClient(room.scrutineer.app).get(f"/assemblies/{room.meeting.id}/result")
    assert len(result.all("tr", data_channel="paper")) == 3
    minutes = room.secretary.get(f"/office/assemblies/{room.meeting.id}/minutes")
    assert minutes


def test_a_vote_that_is_a_draft_has_no_list_to_mark_and_says_so(room: Room) -> None:
    draft = written(room.meeting.database, room.meeting.clock)
    path = f"/office/assemblies/{draft.id}/paper-and-hands"
    person = f"{path}/holders/{room.meeting.voters[0]}"
    for action, fields in (("mark", {"channel": "paper"}), ("mark", {"channel": "smoke"}), ("unmark", {"reason": "x"})):
        prefix = f"{action}{room.meeting.voters[0]}-"
        room.scrutineer.post(
            f"{person}/{action}", {f"{prefix}{name}": value for name, value in fields.items()}, status=409
        )
    room.scrutineer.post(path, {"sought": "1"}, status=409)
