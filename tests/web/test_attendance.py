"""The pages of a meeting in the room: desks, attendance list, quorum, bureau and hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.statutes.rules.profile import LegalKind
from tests.factories.accounts import ZONE, a_browser, a_letter, a_link, an_officer, let_in, officer_browser
from tests.factories.assembly import BALLOTS, FOR, NADIA, Meeting, put_item, written
from tests.factories.shares import ZONEN, register_some, registered
from tests.web.page import Page, PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} %(name)s"


@dataclass(frozen=True)
class Hall:
    """A meeting on its evening, with the browsers of those who work there."""

    meeting: Meeting
    secretary: PageClient
    scrutineer: PageClient
    office: str

    def person(self, voter: int) -> str:
        """Return the address of a person at desk 2."""
        return f"{self.office}/desks/2/holders/{self.meeting.voters[voter]}"

    def seek(self, text: str, status: int = 200) -> Page:
        """Look for somebody at desk 2."""
        return self.scrutineer.post(f"{self.office}/desks/2", {"sought": text}, status=status)

    def arrive(self, voter: int, status: int = 200, browser: PageClient | None = None, **fields: str) -> Page:
        """Check somebody in at desk 2."""
        party = self.meeting.voters[voter]
        data = {f"holder{party}-{name}": value for name, value in fields.items()}
        return (browser or self.scrutineer).post(f"{self.person(voter)}/arrive", data, status=status)

    def leave(self, voter: int, status: int = 200) -> Page:
        """Check somebody out at desk 2."""
        return self.scrutineer.post(f"{self.person(voter)}/leave", {}, status=status)

    def local(self, later: timedelta = timedelta()) -> str:
        """Return a moment as a field for moments takes it."""
        return wall(self.meeting.clock.now() + later)

    def open(self) -> None:
        """Let the chair open the meeting."""
        self.secretary.post(f"{self.office}/hours", {"hour-hour": "opened", "hour-at": self.local()})

    def heads(self, column: str) -> str:
        """Return a figure of the attendance list."""
        return "".join(self.secretary.get(f"{self.office}/attendance").one("td", data_heads=column).itertext())


def wall(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def hall(app: Flask, database: Database, clock: FixedClock) -> Hall:
    meeting = written(database, clock)
    put_item(meeting, ItemKind.DECISION, Texts.same("Statutes"), legal_kind=LegalKind.STATUTES)
    with database.unit_of_work(NADIA, clock.now()) as work:
        meeting.voters.append(int(registered(work, ZONEN, representative=meeting.voters[0])))
    meeting.lock()
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=60))
    browsers = []
    for role in (Role.SECRETARY, Role.SCRUTINEER):
        browsers.append(a_browser(app))
        officer = an_officer(database, clock.now(), role, email=f"{role}@ambora.example", name=f"{role.title()} Person")
        let_in(browsers[-1], officer, clock)
    secretary, scrutineer = browsers
    return Hall(meeting, secretary, scrutineer, f"/office/assemblies/{meeting.id}")


def test_a_scanned_link_checks_somebody_in_at_once_and_its_token_stays_nowhere(hall: Hall) -> None:
    party = hall.meeting.voters[1]
    path = a_link(hall.meeting.database, hall.meeting.clock.now(), subject_ref=f"holder:{party}")
    page = hall.seek(f"https://vote.example{path}")
    assert "Peeters 2" in page.text
    assert path not in page.html
    assert hall.heads("in_person") == "1"
    again = hall.seek(f"https://vote.example{path}")
    assert path not in again.html
    assert "Scrutineer Person" in again.text
    assert hall.heads("in_person") == "1"
    assert [each.get("action") for each in again.all("form") if "/leave" in (each.get("action") or "")] == [
        f"{hall.person(1)}/leave"
    ]


def test_a_typed_code_of_a_letter_checks_in_at_once_and_a_second_desk_is_told(hall: Hall) -> None:
    party = hall.meeting.voters[1]
    code, path = a_letter(hall.meeting.database, hall.meeting.clock.now(), subject_ref=f"holder:{party}")
    page = hall.seek(code.lower())
    assert code not in page.html
    assert hall.heads("in_person") == "1"
    for sought in (code, f"https://vote.example{path}"):
        again = hall.seek(sought)
        assert code not in again.html
        assert path not in again.html
        assert "Scrutineer Person" in again.text
        assert again.all("form", action=f"{hall.person(1)}/leave")
    assert hall.heads("in_person") == "1"


def test_a_code_that_nobody_has_says_so_and_twelve_letters_may_be_a_name(hall: Hall) -> None:
    page = hall.seek("7K3M-Q2PX-9TRD", 422)
    assert page.one("input", name="sought").get("aria-invalid") == "true"
    assert hall.seek("nobodyatallx").all("section", class_="card") == []


def test_a_code_that_is_no_link_of_a_shareholder_says_so(hall: Hall) -> None:
    page = hall.seek("https://vote.example/in/nonsense.nonsense", 422)
    assert page.one("input", name="sought").get("aria-invalid") == "true"
    assert page.one("input", name="sought").get("value") == ""


def test_a_number_finds_one_person_and_enter_checks_in(hall: Hall) -> None:
    page = hall.seek("3")
    forms = [each for each in page.all("form") if (each.get("action") or "").endswith("/arrive")]
    assert [each.get("action") for each in forms] == [f"{hall.person(2)}/arrive"]
    assert [each.get("autofocus") for each in forms[0].iter("button")] == [""]
    hall.arrive(2)
    assert hall.heads("in_person") == "1"


def test_a_part_of_a_name_finds_several_and_nobody_is_found_by_one_letter(hall: Hall) -> None:
    assert len(hall.seek("peeters").all("section", class_="card")) == 7
    assert hall.seek("p").all("section", class_="card") == []
    assert hall.seek("nobody at all").all("section", class_="card") == []


def test_the_same_form_sent_twice_writes_one_row_and_says_who_where_and_when(hall: Hall) -> None:
    hall.arrive(0)
    page = hall.arrive(0, 409, browser=hall.secretary)
    assert "Scrutineer Person" in page.text
    assert hall.heads("all") == "1"


def test_somebody_leaves_and_comes_back(hall: Hall) -> None:
    hall.leave(0, 409)
    hall.arrive(0)
    hall.meeting.clock.advance(timedelta(minutes=1))
    hall.leave(0)
    assert hall.heads("all") == "0"
    hall.meeting.clock.advance(timedelta(minutes=1))
    hall.arrive(0)
    assert hall.heads("all") == "1"
    lines = hall.secretary.get(f"{hall.office}/attendance").all("tr", id=f"holder-{1}")
    assert len(lines) == 1


def test_the_list_of_a_moment_is_asked_for_and_is_the_same_afterwards(hall: Hall) -> None:
    hall.arrive(0)
    moment = hall.local()
    hall.meeting.clock.advance(timedelta(minutes=10))
    hall.leave(0)
    hall.arrive(1)
    page = hall.secretary.get(f"{hall.office}/attendance?at={moment}")
    assert page.one("input", name="at").get("value") == moment
    assert [each.get("id") for each in page.all("tr") if (each.get("id") or "").startswith("holder-")] == ["holder-1"]
    assert "".join(page.one("td", data_heads="in_person").itertext()) == "1"
    for nonsense in ("yesterday", "2999-01-01T10:00", ""):
        hall.secretary.get(f"{hall.office}/attendance?at={nonsense}")
    page = hall.secretary.get(f"{hall.office}/quorum?at={moment}")
    assert "".join(page.one("td", data_heads="all").itertext()) == "1"
    assert page.one("div", id="now").get("data-poll") is None


def test_an_organisation_names_who_came_and_a_remote_participant_has_a_column(hall: Hall) -> None:
    page = hall.seek("zonen")
    field = page.one("input", name=f"holder{hall.meeting.voters[6]}-acting_name")
    assert "Peeters 1" in (field.get("value") or "")
    page = hall.arrive(6, 422, acting_name=" ")
    assert page.one("input", name=f"holder{hall.meeting.voters[6]}-acting_name").get("aria-invalid") == "true"
    hall.arrive(6, acting_name=HOSTILE)
    hall.arrive(1, is_remote="y")
    assert (hall.heads("represented"), hall.heads("remote"), hall.heads("all")) == ("1", "1", "2")
    shown = hall.secretary.get(f"{hall.office}/attendance")
    assert HOSTILE in shown.text


def test_what_is_keyed_in_later_has_its_hour_and_a_wrong_hour_comes_back_as_typed(hall: Hall) -> None:
    party = hall.meeting.voters[0]
    late = hall.local(timedelta(minutes=5))
    page = hall.arrive(0, 422, at=late)
    assert page.one("input", name=f"holder{party}-at").get("value") == late
    assert page.one("input", name=f"holder{party}-at").get("aria-invalid") == "true"
    hall.arrive(0, 422, at="nonsense")
    hall.arrive(0, at=hall.local(timedelta(minutes=-30)))
    assert hall.heads("all") == "1"


def test_a_shareholder_of_yesterday_is_shown_as_such_and_let_in_with_a_reason(hall: Hall) -> None:
    (late,) = register_some(hall.meeting.database, hall.meeting.clock, 1)
    hall.meeting.voters.append(int(late))
    page = hall.seek("8")
    assert page.one("input", name=f"holder{int(late)}-reason") is not None
    page = hall.arrive(7, 422)
    assert page.one("input", name=f"holder{int(late)}-reason").get("aria-invalid") == "true"
    hall.arrive(7, reason=HOSTILE)
    shown = hall.secretary.get(f"{hall.office}/attendance")
    assert HOSTILE in shown.text
    assert "".join(shown.one("td", data_heads="all").itertext()) == "0"


def test_who_voted_beforehand_stands_in_a_column_of_its_own_and_nowhere_at_the_desk(hall: Hall) -> None:
    hall.meeting.open()
    hall.meeting.vote(*((*ballot, FOR) for ballot in BALLOTS))
    before = hall.seek("peeters 2").html
    assert hall.heads("beforehand") == "0"
    hall.open()
    assert hall.heads("beforehand") == str(len(BALLOTS))
    after = hall.seek("peeters 2").html
    assert [line for line in after.splitlines() if line not in before.splitlines() and "csrf" not in line] == []
    hall.meeting.clock.advance(timedelta(minutes=1))
    hall.meeting.hall().vote(5, *BALLOTS[0], FOR)
    assert hall.heads("beforehand") == str(len(BALLOTS))


def test_an_entry_is_corrected_with_a_reason_and_the_wrong_one_stays_on_the_page(hall: Hall) -> None:
    hall.arrive(0)
    one = f"{hall.office}/attendance/1"
    page = hall.scrutineer.post(one, {"what": "hour", "at": "", "reason": "Typed wrongly"}, status=422)
    assert page.one("input", name="reason").get("value") == "Typed wrongly"
    hall.scrutineer.post(one, {"what": "struck", "reason": ""}, status=422)
    hall.scrutineer.post(one, {"what": "nonsense", "reason": "Typed wrongly"}, status=422)
    shown = hall.scrutineer.post(one, {"what": "struck", "reason": HOSTILE})
    assert HOSTILE in shown.text
    assert shown.one("tr", id="entry-1").get("class") == "struck"
    assert shown.one("tr", id="entry-2") is not None
    hall.scrutineer.post(one, {"what": "struck", "reason": "Once more"}, status=409)
    hall.scrutineer.get(f"{hall.office}/attendance/99", status=404)
    hall.scrutineer.post(f"{hall.office}/attendance/99", {"what": "struck", "reason": "Once more"}, status=404)


def test_the_bureau_is_recorded_by_the_secretary_and_a_meeting_without_chair_says_so(hall: Hall) -> None:
    path = f"{hall.office}/bureau"
    empty = hall.secretary.get(path)
    fields = {"office": "chair", "name": HOSTILE, "place": "Main hall", "since": hall.local(), "shareholder": ""}
    shown = hall.secretary.post(path, fields)
    assert HOSTILE in shown.text
    assert len(shown.all("p", class_="warn")) == len(empty.all("p", class_="warn")) - 1
    for changes, marked in (
        ({"name": ""}, "name"),
        ({"place": ""}, "place"),
        ({"since": hall.local(timedelta(minutes=5))}, "since"),
        ({"since": ""}, "since"),
        ({"shareholder": "999"}, "shareholder"),
        ({"shareholder": "x"}, "shareholder"),
    ):
        status = 404 if changes == {"shareholder": "999"} else 422
        page = hall.secretary.post(path, fields | {"office": "scrutineer"} | changes, status=status)
        assert page.one("input", name=marked).get("aria-invalid") == "true"
    hall.secretary.post(path, fields, status=409)
    hall.secretary.post(path, fields | {"office": "king"}, status=422)
    leaving = {"leave1-at": hall.local(), "leave1-reason": ""}
    page = hall.secretary.post(f"{path}/1/leave", leaving, status=422)
    assert page.one("input", name="leave1-reason").get("aria-invalid") == "true"
    hall.secretary.post(f"{path}/1/leave", leaving | {"leave1-at": "x"}, status=422)
    hall.secretary.post(f"{path}/1/leave", leaving | {"leave1-reason": "Had to catch a train"})
    hall.scrutineer.post(path, fields, status=403)


def test_the_hours_of_the_meeting_are_recorded_once(hall: Hall) -> None:
    path = f"{hall.office}/hours"
    hall.secretary.post(path, {"hour-hour": "nonsense", "hour-at": hall.local()}, status=422)
    hall.secretary.post(path, {"hour-hour": "closed", "hour-at": hall.local()}, status=409)
    hall.open()
    hall.secretary.post(path, {"hour-hour": "opened", "hour-at": hall.local()}, status=409)
    shown = hall.secretary.get(f"{hall.office}/bureau")
    assert shown.one("input", name="hour-hour").get("value") == "closed"
    hall.secretary.post(path, {"hour-hour": "closed", "hour-at": hall.local()})
    assert hall.secretary.get(f"{hall.office}/bureau").all("input", name="hour-hour") == []


def item_path(hall: Hall, number: int) -> tuple[str, str]:
    item_id = hall.meeting.items()[number - 1].id
    return f"{hall.office}/quorum/{item_id}", f"item{item_id}-"


def test_quorum_is_shown_by_three_bases_with_a_line_and_an_item_without_it_needs_a_reason(hall: Hall) -> None:
    hall.open()
    page = hall.secretary.get(f"{hall.office}/quorum")
    assert [each.get("data-base") for each in page.all("div") if each.get("data-base")] == [
        "heads",
        "shares",
        "category",
    ]
    assert page.html.count('class="need"') == 1
    assert page.one("li", data_item="6").get("data-quorum") == "missing"
    path, prefix = item_path(hall, 6)
    page = hall.secretary.post(path, {f"{prefix}step": "opened", f"{prefix}reason": ""}, status=409)
    assert page.one("textarea", name=f"{prefix}reason").get("aria-invalid") == "true"
    hall.secretary.post(path, {f"{prefix}step": "nonsense"}, status=422)
    for voter in range(4):
        hall.arrive(voter)
    assert hall.secretary.get(f"{hall.office}/quorum").one("li", data_item="6").get("data-quorum") == "met"
    hall.secretary.post(path, {f"{prefix}step": "opened"})
    hall.secretary.post(path, {f"{prefix}step": "opened"}, status=409)
    hall.leave(0)
    hall.secretary.post(path, {f"{prefix}step": "closed"}, status=409)
    shown = hall.secretary.post(path, {f"{prefix}step": "closed", f"{prefix}reason": HOSTILE})
    assert HOSTILE in shown.text
    part = hall.scrutineer.download(f"{hall.office}/quorum/now").get_data(as_text=True)
    assert 'data-quorum="missing"' in part


def test_the_list_is_printed_in_each_language_with_a_line_to_sign_and_lines_for_those_who_still_come(
    hall: Hall,
) -> None:
    hall.arrive(0)
    hall.arrive(6, acting_name="Joris Claes")
    hall.arrive(1, is_remote="y")
    hall.secretary.post(
        f"{hall.office}/bureau",
        {"office": "chair", "name": "Anna Chair", "place": "Main hall", "since": hall.local(), "shareholder": ""},
    )
    for language in ("nl", "fr"):
        said = printed(hall, language)
        for words in ("An Peeters 1", "Peeters & Zonen bv", "Joris Claes", "Anna Chair", "Main hall"):
            assert words in said
    assert "Aanwezigheidslijst" in printed(hall, "nl")
    assert "Liste de présence" in printed(hall, "fr")
    hall.secretary.get(f"{hall.office}/attendance/xx.pdf", status=404)


def test_the_printed_list_of_an_earlier_moment_has_those_of_that_moment(hall: Hall) -> None:
    hall.arrive(0)
    moment = hall.local()
    hall.meeting.clock.advance(timedelta(minutes=10))
    hall.arrive(1)
    said = printed(hall, f"nl.pdf?at={moment}")
    assert "An Peeters 1" in said
    assert "An Peeters 2" not in said


def printed(hall: Hall, language: str) -> str:
    """Return the words of the printed list, as a reader of PDF files finds them."""
    name, _, query = language.partition(".pdf")
    content = hall.scrutineer.download(f"{hall.office}/attendance/{name}.pdf{query}").get_data()
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_desk_is_shut_before_the_day_and_without_a_voting_list(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    browser = officer_browser(app, database, clock, Role.SCRUTINEER)
    desk = f"/office/assemblies/{meeting.id}/desks/1"
    browser.get(desk, status=409)
    meeting.lock()
    assert browser.get(desk).all("input", name="sought") == []
    browser.post(desk, {"sought": "peeters"}, status=409)
    browser.post(f"{desk}/holders/{meeting.voters[0]}/arrive", {}, status=409)
    browser.get(f"/office/assemblies/{meeting.id}/desks/99", status=404)


def test_the_run_sheet_leads_to_the_meeting_in_the_room(hall: Hall) -> None:
    links = {each.get("href") for each in hall.secretary.get(hall.office).all("a")}
    assert {f"{hall.office}/{page}" for page in ("desks/1", "attendance", "quorum", "bureau")} <= links


def test_a_code_is_shown_once_to_who_is_checked_in_and_opens_the_ballot(app: Flask, hall: Hall) -> None:
    hall.meeting.open()
    path = f"{hall.person(1)}/code"
    assert not hall.seek("2").all("form", action=path)
    page = hall.secretary.post(path)
    assert not page.all("code")
    hall.arrive(1)
    assert hall.seek("2").all("form", action=path)
    page = hall.secretary.post(path)
    assert page.headers["Cache-Control"] == "no-store"
    (code,) = [each.text or "" for each in page.all("code")]
    drawn = {str(each.tag).rpartition("}")[2] for each in page.one("div", class_="qr-paper").iter()}
    assert drawn == {"div", "svg", "path"}
    assert code not in hall.secretary.get(f"{hall.office}/desks/1").html
    phone = a_browser(app)
    phone.get("/code")
    arrived = phone.post("/code", {"code": code})
    assert arrived.all("form")
