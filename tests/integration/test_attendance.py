"""Bureau, arrivals and departures, presence and quorum of a meeting, from the rows; on both databases."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.attendance.models import AttendanceRecord, BureauAppointment, ItemMomentRecord, MeetingHourRecord
from govapp.assembly.attendance.queries.people import find_people, get_person, get_totals
from govapp.assembly.attendance.queries.quorum import read_quorum
from govapp.assembly.attendance.queries.rows import (
    get_attendance_entry,
    list_attendance,
    list_bureau,
    list_item_moments,
)
from govapp.assembly.attendance.rules.bureau import BureauOffice, bureau_at, has_chair
from govapp.assembly.attendance.rules.items_in_room import ItemStep
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.rules.moves import Move, known_at, present_at
from govapp.assembly.attendance.rules.presence import HeadsAndShares, PresenceColumn
from govapp.assembly.attendance.rules.refusals import (
    ActingNameNeeded,
    AlreadyInBureau,
    AlreadyPresent,
    AttendanceEntryNotFound,
    AttendanceReasonNeeded,
    BureauMemberLeft,
    BureauMemberNotFound,
    DeskNotThere,
    EntryCorrected,
    EntryDoesNotFit,
    HourAlreadyRecorded,
    HourDoesNotFit,
    ItemAlreadyOpen,
    ItemNotOpen,
    LinkNotOfHolder,
    MeetingIsClosed,
    MeetingNotOpen,
    NoMeetingYet,
    NotAtTheDesk,
    NotPresent,
    NotSecretaryOfMeeting,
    NotTheDay,
    PersonNotFound,
    QuorumMissing,
)
from govapp.assembly.attendance.rules.sought import read_sought
from govapp.assembly.attendance.service.bureau import (
    AppointToBureau,
    LeaveBureau,
    RecordHour,
    appoint_to_bureau,
    leave_bureau,
    record_hour,
)
from govapp.assembly.attendance.service.desk import (
    CheckIn,
    CheckOut,
    CorrectAttendance,
    check_in,
    check_out,
    correct_entry,
)
from govapp.assembly.attendance.service.items import StepItem, step_item
from govapp.assembly.votes.queries.attendance import read_attendance
from govapp.assembly.votes.queries.taking_part import get_roll_of_meeting, read_handed_in
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts
from govapp.statutes.rules.profile import LegalKind
from tests.factories.accounts import a_link
from tests.factories.assembly import BALLOTS, NADIA, Meeting, put_item, written
from tests.factories.ballots import SCRUTINEER
from tests.factories.shareholder_proxies import in_force
from tests.factories.shares import ZONEN, register_some, registered

REGISTRAR = Actor(ActorKind.OFFICER, 903, "Rita Claes", frozenset({Role.REGISTRAR}))
VOTED = len(BALLOTS)
STATUTES = 6


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly on the evening on which it is held; nobody voted yet. Its last item changes the statutes."""
    found = written(database, clock)
    put_item(found, ItemKind.DECISION, Texts.same("Statutes"), legal_kind=LegalKind.STATUTES)
    with database.unit_of_work(NADIA, clock.now()) as work:
        found.voters.append(int(registered(work, ZONEN, representative=found.voters[0])))
    found.lock()
    clock.set(found.vote_row().closes_at - timedelta(minutes=60))
    return found


def with_ballots(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly on its evening in which five of six have voted."""
    found = written(database, clock)
    found.lock()
    found.open()
    found.vote(*BALLOTS)
    clock.set(found.vote_row().closes_at - timedelta(minutes=60))
    return found


def roll_of(meeting: Meeting) -> int:
    with meeting.at() as work:
        return get_roll_of_meeting(work.session, meeting.id)


def arrive(meeting: Meeting, voter: int, actor: Actor = SCRUTINEER, desk: int = 1, **details: object) -> int:
    with meeting.at(actor) as work:
        command = CheckIn(meeting.id, roll_of_votes(meeting), meeting.voters[voter], desk, **details)  # type: ignore[arg-type]
        return check_in(work, command).number


def roll_of_votes(meeting: Meeting) -> int:
    return meeting.vote_row().frozen_roll_id


def leave(meeting: Meeting, voter: int, actor: Actor = SCRUTINEER, at: datetime | None = None) -> int:
    with meeting.at(actor) as work:
        return check_out(work, CheckOut(meeting.id, roll_of_votes(meeting), meeting.voters[voter], 1, at)).number


def correct(meeting: Meeting, number: int, at: datetime | None, reason: str = "It was another one") -> int:
    with meeting.at(SCRUTINEER) as work:
        return correct_entry(work, CorrectAttendance(meeting.id, roll_of_votes(meeting), number, at, reason)).number


def appoint(meeting: Meeting, office: BureauOffice, name: str, **details: object) -> int:
    with meeting.at() as work:
        values = {"place": "De Markten, main hall", "since": work.now} | details
        return appoint_to_bureau(work, AppointToBureau(meeting.id, office, name, **values))  # type: ignore[arg-type]


def record(meeting: Meeting, hour: MeetingHour, at: datetime | None = None) -> None:
    with meeting.at() as work:
        record_hour(work, RecordHour(meeting.id, hour, at or work.now))


def step(meeting: Meeting, number: int, what: ItemStep, reason: str = "", actor: Actor = NADIA) -> bool:
    with meeting.at(actor) as work:
        handed = read_handed_in(work.session, meeting.id)
        item_id = meeting.items()[number - 1].id
        command = StepItem(meeting.id, handed.roll_id, item_id, what, beforehand=handed.beforehand, reason=reason)
        return step_item(work, command)


def there(meeting: Meeting, moment: datetime | None = None) -> set[int]:
    with meeting.at() as work:
        rows = present_at(list_attendance(work.session, meeting.id), moment or work.now)
        return {meeting.voters.index(each) for each in rows}


def refused(kind: type[Refusal], what: object, *arguments: object, **details: object) -> None:
    with pytest.raises(kind):
        what(*arguments, **details)  # type: ignore[operator]


def test_two_desks_that_check_in_one_person_write_one_row_and_the_second_is_told_who_where_and_when(
    meeting: Meeting,
) -> None:
    arrive(meeting, 0, SCRUTINEER, desk=3)
    with pytest.raises(AlreadyPresent) as told:
        arrive(meeting, 0, NADIA, desk=4)
    assert told.value.params["desk"] == 3
    assert told.value.params["by"] == SCRUTINEER.name
    assert told.value.params["at"] == meeting.clock.now()
    with meeting.at() as work:
        (row,) = list_attendance(work.session, meeting.id)
        assert (row.number, row.desk, row.move, row.is_keyed_later) == (1, 3, Move.ARRIVED, False)


def test_ten_desks_at_the_same_instant_write_one_row(meeting: Meeting) -> None:
    start, outcomes = threading.Barrier(10), []
    roll_id = roll_of_votes(meeting)

    def scan(desk: int) -> None:
        start.wait()
        command = CheckIn(meeting.id, roll_id, meeting.voters[0], desk)
        try:
            meeting.database.transact(SCRUTINEER, meeting.clock, lambda work: check_in(work, command))
            outcomes.append("written")
        except AlreadyPresent:
            outcomes.append("told")

    threads = [threading.Thread(target=scan, args=(desk,)) for desk in range(1, 11)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["told"] * 9 + ["written"]
    with meeting.at() as work:
        assert len(list_attendance(work.session, meeting.id)) == 1


def test_arrivals_and_departures_are_kept_with_their_hours_and_every_moment_can_be_asked_for(meeting: Meeting) -> None:
    first = meeting.clock.now()
    arrive(meeting, 0)
    meeting.clock.advance(timedelta(minutes=10))
    arrive(meeting, 1)
    leave(meeting, 0)
    meeting.clock.advance(timedelta(minutes=10))
    arrive(meeting, 0)
    assert there(meeting, first - timedelta(seconds=1)) == set()
    assert there(meeting, first) == {0}
    assert there(meeting, first + timedelta(minutes=10)) == {1}
    assert there(meeting, first + timedelta(minutes=20)) == {0, 1}


def test_an_entry_of_the_printed_list_is_keyed_in_with_its_hour_and_marked(meeting: Meeting) -> None:
    now = meeting.clock.now()
    arrive(meeting, 0, at=now - timedelta(minutes=40))
    leave(meeting, 0, at=now - timedelta(minutes=20))
    with meeting.at() as work:
        rows = list_attendance(work.session, meeting.id)
        assert [each.is_keyed_later for each in rows] == [True, True]
        assert {each.recorded_at for each in rows} == {now}
    assert there(meeting, now - timedelta(minutes=30)) == {0}
    assert there(meeting) == set()
    refused(EntryDoesNotFit, arrive, meeting, 0, at=now - timedelta(minutes=50))
    refused(HourDoesNotFit, arrive, meeting, 1, at=now + timedelta(minutes=1))
    refused(HourDoesNotFit, arrive, meeting, 1, at=now - timedelta(days=1))


def test_what_was_known_at_a_moment_stays_known_after_a_later_entry(meeting: Meeting) -> None:
    now = meeting.clock.now()
    arrive(meeting, 0)
    meeting.clock.advance(timedelta(minutes=30))
    arrive(meeting, 1, at=now)
    with meeting.at() as work:
        rows = list_attendance(work.session, meeting.id)
    assert len(present_at(rows, now)) == 2
    assert len(present_at(known_at(rows, now), now)) == 1


def test_a_correction_is_another_row_with_a_reason_and_the_wrong_one_stays(meeting: Meeting) -> None:
    now = meeting.clock.now()
    wrong = arrive(meeting, 0)
    refused(AttendanceReasonNeeded, correct, meeting, wrong, None, " ")
    right = correct(meeting, wrong, now - timedelta(minutes=15))
    assert there(meeting, now - timedelta(minutes=10)) == {0}
    refused(EntryCorrected, correct, meeting, wrong, None)
    struck = correct(meeting, right, None, "It was her brother")
    assert there(meeting) == set()
    refused(EntryCorrected, correct, meeting, struck, now)
    refused(AttendanceEntryNotFound, correct, meeting, 99, None)
    arrive(meeting, 0)
    with meeting.at() as work:
        rows = list_attendance(work.session, meeting.id)
        assert [(each.move, each.corrects) for each in rows] == [
            (Move.ARRIVED, None),
            (Move.ARRIVED, wrong),
            (Move.STRUCK, right),
            (Move.ARRIVED, None),
        ]
        assert get_attendance_entry(work.session, meeting.id, struck).reason == "It was her brother"


def test_a_correction_that_would_have_somebody_there_twice_is_refused(meeting: Meeting) -> None:
    now = meeting.clock.now()
    arrive(meeting, 0)
    meeting.clock.advance(timedelta(minutes=10))
    gone = leave(meeting, 0)
    meeting.clock.advance(timedelta(minutes=10))
    arrive(meeting, 0)
    refused(EntryDoesNotFit, correct, meeting, gone, None)
    refused(EntryDoesNotFit, correct, meeting, gone, now - timedelta(minutes=1))
    correct(meeting, gone, now + timedelta(minutes=5))


def test_whoever_is_not_there_does_not_leave(meeting: Meeting) -> None:
    refused(NotPresent, leave, meeting, 0)


def test_a_meeting_goes_on_past_midnight(meeting: Meeting) -> None:
    evening = meeting.clock.now()
    arrive(meeting, 0)
    meeting.clock.advance(timedelta(hours=16))
    leave(meeting, 0)
    assert there(meeting, evening + timedelta(hours=15)) == {0}
    meeting.clock.advance(timedelta(days=2))
    refused(HourDoesNotFit, arrive, meeting, 1)
    # The printed list is keyed in when somebody finds the time, with the hour of the night.
    arrive(meeting, 1, at=evening + timedelta(hours=14))


def test_nobody_is_checked_in_before_the_day_nor_without_a_voting_list(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    with pytest.raises(NoMeetingYet), meeting.at(SCRUTINEER) as work:
        check_in(work, CheckIn(meeting.id, 1, meeting.voters[0], 1))
    with pytest.raises(NoMeetingYet), meeting.at(SCRUTINEER) as work:
        get_roll_of_meeting(work.session, meeting.id)
    meeting.lock()
    refused(NotTheDay, arrive, meeting, 0)


def test_only_secretary_and_scrutineers_stand_at_a_desk(meeting: Meeting) -> None:
    refused(NotAtTheDesk, arrive, meeting, 0, REGISTRAR)
    refused(NotAtTheDesk, leave, meeting, 0, REGISTRAR)
    with pytest.raises(NotAtTheDesk), meeting.at(REGISTRAR) as work:
        correct_entry(work, CorrectAttendance(meeting.id, roll_of_votes(meeting), 1, None, "Because I can"))
    refused(DeskNotThere, arrive, meeting, 0, desk=0)
    refused(NotSecretaryOfMeeting, step, meeting, 2, ItemStep.OPENED, actor=SCRUTINEER)
    for what in (
        lambda work: record_hour(work, RecordHour(meeting.id, MeetingHour.OPENED, work.now)),
        lambda work: leave_bureau(work, LeaveBureau(meeting.id, 1, work.now, "Because I can")),
        lambda work: appoint_to_bureau(work, AppointToBureau(meeting.id, BureauOffice.CHAIR, "Me", "Here", work.now)),
    ):
        with pytest.raises(NotSecretaryOfMeeting), meeting.at(SCRUTINEER) as work:
            what(work)


def test_a_shareholder_of_after_the_freeze_comes_in_with_a_reason_and_counts_for_no_quorum(
    meeting: Meeting, database: Database, clock: FixedClock
) -> None:
    (late,) = register_some(database, clock, 1)
    meeting.voters.append(int(late))
    refused(AttendanceReasonNeeded, arrive, meeting, 7)
    arrive(meeting, 7, reason="Admitted by the board yesterday")
    with meeting.at() as work:
        person = get_person(work.session, roll_of_votes(meeting), int(late), work.now)
        assert not person.is_on_roll
        read = read_quorum(work.session, meeting.id, roll_of_votes(meeting), work.now)
        assert (read.presence.whole.heads, read.presence.off_list) == (0, 1)
        (line,) = read_attendance(work.session, meeting.id, work.now, work.now).lists.came
        assert (line.column, line.reason) == (None, "Admitted by the board yesterday")
    with pytest.raises(PersonNotFound), meeting.at() as work:
        get_person(work.session, roll_of_votes(meeting), 999_999, work.now)


def test_who_voted_beforehand_is_read_once_at_the_opening_and_never_follows_later_ballots(
    database: Database, clock: FixedClock
) -> None:
    meeting = with_ballots(database, clock)
    with meeting.at() as work:
        assert read_handed_in(work.session, meeting.id).beforehand == frozenset()
    arrive(meeting, 0)
    record(meeting, MeetingHour.OPENED)
    before = {meeting.voters[each] for each in range(VOTED)}
    meeting.clock.advance(timedelta(minutes=5))
    meeting.hall().vote(5, *BALLOTS[0])
    with meeting.at() as work:
        assert read_handed_in(work.session, meeting.id).beforehand == before
        found = read_attendance(work.session, meeting.id, work.now, work.now)
        columns = found.read.presence.columns
        assert columns[PresenceColumn.IN_PERSON].heads == 1
        assert columns[PresenceColumn.BEFOREHAND].heads == VOTED - 1
        assert found.read.presence.whole.heads == VOTED
        assert len(found.lists.beforehand) == VOTED - 1
        assert found.lists.came[0].voted_beforehand
    refused(HourAlreadyRecorded, record, meeting, MeetingHour.OPENED)


def test_presence_is_counted_by_heads_shares_and_categories_at_once(meeting: Meeting) -> None:
    arrive(meeting, 0)
    arrive(meeting, 1, is_remote=True)
    with meeting.at() as work:
        read = read_quorum(work.session, meeting.id, roll_of_votes(meeting), work.now, [meeting.voters[2]])
        totals = get_totals(work.session, roll_of_votes(meeting))
    assert totals.heads == len(meeting.voters)
    assert read.presence.whole == HeadsAndShares(3, 3)
    assert read.presence.categories == {"member": HeadsAndShares(3, 3)}
    assert totals.categories == {"member": HeadsAndShares(7, 7)}
    assert read.presence.columns[PresenceColumn.REPRESENTED].heads == 1
    assert totals.issued_shares == 7


def test_an_item_is_opened_and_closed_in_turn_with_the_figures_of_the_moment(meeting: Meeting) -> None:
    refused(MeetingNotOpen, step, meeting, 2, ItemStep.OPENED)
    record(meeting, MeetingHour.OPENED)
    refused(ItemNotOpen, step, meeting, 2, ItemStep.CLOSED)
    assert step(meeting, 2, ItemStep.OPENED)
    refused(ItemAlreadyOpen, step, meeting, 2, ItemStep.OPENED)
    arrive(meeting, 5)
    assert step(meeting, 2, ItemStep.CLOSED, reason="is not kept where the quorum is there")
    with meeting.at() as work:
        opened, closed = list_item_moments(work.session, meeting.id)
    assert (opened.figures["present"]["heads"], closed.figures["present"]["heads"]) == (0, 1)
    assert closed.reason == ""


def test_an_item_is_opened_or_closed_without_quorum_with_a_reason_only_and_it_can_be_lost_in_the_middle(
    meeting: Meeting,
) -> None:
    record(meeting, MeetingHour.OPENED)
    refused(QuorumMissing, step, meeting, STATUTES, ItemStep.OPENED)
    for voter in range(4):
        arrive(meeting, voter)
    assert step(meeting, STATUTES, ItemStep.OPENED)
    leave(meeting, 0)
    refused(QuorumMissing, step, meeting, STATUTES, ItemStep.CLOSED)
    refused(AttendanceReasonNeeded, step, meeting, STATUTES, ItemStep.CLOSED, "ok")
    assert not step(meeting, STATUTES, ItemStep.CLOSED, "Closed for the second meeting")
    with meeting.at() as work:
        closed = list_item_moments(work.session, meeting.id)[-1]
    assert (closed.is_quorum_met, closed.reason) == (False, "Closed for the second meeting")
    (test,) = closed.figures["quorum"]
    assert (test["base"], test["fraction"], test["present"], test["entitled"], test["fewest"]) == (
        "shares",
        "1/2",
        3,
        7,
        4,
    )


def test_the_bureau_is_recorded_and_another_chair_relieves_the_first(meeting: Meeting) -> None:
    start = meeting.clock.now()
    with meeting.at() as work:
        assert not has_chair(list_bureau(work.session, meeting.id), work.now)
    appoint(meeting, BureauOffice.CHAIR, "Anna Peeters")
    refused(AlreadyInBureau, appoint, meeting, BureauOffice.CHAIR, "anna peeters")
    appoint(meeting, BureauOffice.SCRUTINEER, "Karel Maes")
    appoint(meeting, BureauOffice.SCRUTINEER, "", shareholder=1)
    refused(PersonNotFound, appoint, meeting, BureauOffice.SCRUTINEER, "", shareholder=999)
    meeting.clock.advance(timedelta(minutes=30))
    appoint(meeting, BureauOffice.CHAIR, "Joris Claes")
    with meeting.at() as work:
        members = list_bureau(work.session, meeting.id)
    assert next(each.name for each in bureau_at(members, start)) == "Anna Peeters"
    assert next(each.name for each in bureau_at(members, meeting.clock.now())) == "Joris Claes"
    assert members[2].party_id == meeting.voters[0]
    with meeting.at() as work:
        leave_bureau(work, LeaveBureau(meeting.id, 2, work.now, "Had to catch a train"))
    with pytest.raises(BureauMemberLeft), meeting.at() as work:
        leave_bureau(work, LeaveBureau(meeting.id, 2, work.now, "Had to catch a train"))
    with pytest.raises(BureauMemberNotFound), meeting.at() as work:
        leave_bureau(work, LeaveBureau(meeting.id, 9, work.now, "Had to catch a train"))
    with pytest.raises(HourDoesNotFit), meeting.at() as work:
        leave_bureau(work, LeaveBureau(meeting.id, 4, start, "Before it began"))


def test_a_meeting_is_closed_after_it_was_opened_and_nobody_arrives_after_that(meeting: Meeting) -> None:
    refused(MeetingNotOpen, record, meeting, MeetingHour.CLOSED)
    record(meeting, MeetingHour.OPENED)
    refused(HourDoesNotFit, record, meeting, MeetingHour.CLOSED, meeting.clock.now() - timedelta(minutes=1))
    meeting.clock.advance(timedelta(minutes=30))
    record(meeting, MeetingHour.CLOSED)
    meeting.clock.advance(timedelta(minutes=1))
    refused(MeetingIsClosed, arrive, meeting, 0)
    refused(MeetingIsClosed, step, meeting, 2, ItemStep.OPENED)
    arrive(meeting, 0, at=meeting.clock.now() - timedelta(minutes=20))


def test_a_scan_a_number_and_a_part_of_a_name_find_the_same_person(meeting: Meeting, database: Database) -> None:
    path = a_link(database, meeting.clock.now(), subject_ref=f"holder:{meeting.voters[2]}")
    with meeting.at(SCRUTINEER) as work:
        roll_id = roll_of_votes(meeting)

        def found(text: str) -> list[int]:
            people = find_people(work.session, roll_id, read_sought(text), work.now)
            return [meeting.voters.index(each.party_id) for each in people]

        assert found(f"https://vote.example{path}") == [2]
        assert found("3") == found("peeters 3") == [2]
        assert set(found("Peeters")) == set(range(7))
        assert found("x") == []
        assert found("987654") == []
        with pytest.raises(LinkNotOfHolder):
            found(f"https://vote.example{path[:-1]}")


def test_rows_of_the_attendance_are_never_changed_nor_deleted(meeting: Meeting) -> None:
    arrive(meeting, 0)
    appoint(meeting, BureauOffice.CHAIR, "Anna Peeters")
    record(meeting, MeetingHour.OPENED)
    step(meeting, 2, ItemStep.OPENED)
    for table in (AttendanceRecord, BureauAppointment, MeetingHourRecord, ItemMomentRecord):
        for statement in (update(table).values(recorded_by_name="Somebody"), delete(table)):
            with pytest.raises(DatabaseError), meeting.at() as work:
                work.session.execute(statement)


def test_every_row_has_its_line_in_the_journal(meeting: Meeting) -> None:
    appoint(meeting, BureauOffice.CHAIR, "Anna Peeters")
    record(meeting, MeetingHour.OPENED)
    number = arrive(meeting, 0)
    leave(meeting, 0)
    correct(meeting, number + 1, None)
    step(meeting, 2, ItemStep.OPENED)
    step(meeting, 2, ItemStep.CLOSED)
    record(meeting, MeetingHour.CLOSED)
    with meeting.at() as work:
        line = JournalEntryRecord
        lines = work.session.execute(
            select(line.tag, line.subject)
            .where(line.tag.regexp_match("^(bureau|meeting|attendance|item):(app|opened|closed|arr|left|corr)"))
            .order_by(line.sequence)
        )
        assert [tuple(each) for each in lines] == [
            (tag, f"assembly:{meeting.id}")
            for tag in (
                "bureau:appointed",
                "meeting:opened",
                "attendance:arrived",
                "attendance:left",
                "attendance:corrected",
                "item:opened",
                "item:closed",
                "meeting:closed",
            )
        ]


def test_an_organisation_comes_by_somebody_with_a_name(meeting: Meeting) -> None:
    with meeting.at(SCRUTINEER) as work:
        assert "Peeters 1" in get_person(work.session, roll_of_votes(meeting), meeting.voters[6], work.now).voter
    refused(ActingNameNeeded, arrive, meeting, 6, acting_name=" ")
    arrive(meeting, 6, acting_name="An Peeters 1")
    with meeting.at() as work:
        found = read_attendance(work.session, meeting.id, work.now, work.now)
    assert found.read.presence.columns[PresenceColumn.REPRESENTED].heads == 1
    assert found.lists.came[0].by == "An Peeters 1"


def test_a_proxy_counts_while_its_holder_is_there_and_the_giver_is_not(meeting: Meeting) -> None:
    in_force(meeting, 2, 1)
    assert columns(meeting) == {}
    arrive(meeting, 0)
    assert columns(meeting) == {PresenceColumn.IN_PERSON: 1, PresenceColumn.REPRESENTED: 1}
    with meeting.at() as work:
        lines = read_attendance(work.session, meeting.id, work.now, work.now).lists.came
    assert [each.by for each in lines] == ["", "An Peeters 1"]
    meeting.clock.advance(timedelta(minutes=5))
    arrive(meeting, 1)
    assert columns(meeting) == {PresenceColumn.IN_PERSON: 2}
    leave(meeting, 0)
    meeting.clock.advance(timedelta(minutes=5))
    leave(meeting, 1)
    assert columns(meeting) == {}
    assert columns(meeting, meeting.clock.now() - timedelta(minutes=10)) == {
        PresenceColumn.IN_PERSON: 1,
        PresenceColumn.REPRESENTED: 1,
    }


def columns(meeting: Meeting, moment: datetime | None = None) -> dict[PresenceColumn, int]:
    with meeting.at() as work:
        found = read_attendance(work.session, meeting.id, moment or work.now, work.now).read.presence.columns
    return {column: each.heads for column, each in found.items() if each.heads}
