"""Bureau, arrivals and departures, presence and quorum: what follows from the rows, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from govapp.assembly.attendance.rules.attendance_list import ListedPerson, attendance_lists
from govapp.assembly.attendance.rules.bureau import (
    BureauMember,
    BureauOffice,
    bureau_at,
    checked_name,
    checked_place,
    has_chair,
    relieved,
)
from govapp.assembly.attendance.rules.items_in_room import (
    ItemMoment,
    ItemStep,
    is_open,
    reason_without_quorum,
    require_step,
)
from govapp.assembly.attendance.rules.meeting_day import (
    MAX_DESKS,
    MAX_REASON_CHARACTERS,
    begins_at,
    checked_reason,
    one_line,
    require_at_desk,
    require_before_end,
    require_day,
    require_desk,
    require_hour,
    require_meeting,
    require_secretary,
)
from govapp.assembly.attendance.rules.moves import (
    AttendanceEntry,
    Attending,
    Move,
    in_force,
    known_at,
    present_at,
    require_fits,
    require_uncorrected,
    stays,
)
from govapp.assembly.attendance.rules.presence import (
    CountedRight,
    HeadsAndShares,
    PresenceColumn,
    RollTotals,
    TakingPart,
    check_quorum,
    count_presence,
    encode_v1,
    is_quorum_met,
    to_figures,
)
from govapp.assembly.attendance.rules.refusals import (
    AlreadyInBureau,
    AlreadyPresent,
    AttendanceReasonNeeded,
    BureauNameNeeded,
    BureauPlaceNeeded,
    DeskNotThere,
    EntryCorrected,
    EntryDoesNotFit,
    HourDoesNotFit,
    ItemAlreadyOpen,
    ItemNotOpen,
    MeetingIsClosed,
    NoMeetingYet,
    NotAtTheDesk,
    NotPresent,
    NotSecretaryOfMeeting,
    NotTheDay,
    QuorumMissing,
)
from govapp.assembly.attendance.rules.sought import MAX_NUMBER_DIGITS, Sought, read_sought
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.statutes.rules.majorities import HALF, Quorum, Threshold, VoteBase, VoteRule

ZONE = ZoneInfo("Europe/Brussels")
DAY = date(2026, 6, 15)
EVENING = datetime(2026, 6, 15, 15, 30, tzinfo=UTC)
SECRETARY = Actor(ActorKind.OFFICER, 1, "Nadia", frozenset({Role.SECRETARY}))
SCRUTINEER = Actor(ActorKind.OFFICER, 2, "Karel", frozenset({Role.SCRUTINEER}))
AUDITOR = Actor(ActorKind.OFFICER, 3, "Rita", frozenset({Role.AUDITOR}))
MAJORITY = Threshold.of(HALF)


def minutes(count: int) -> datetime:
    return EVENING + timedelta(minutes=count)


def entry(number: int, move: Move, at: int, party_id: int = 1, **details: object) -> AttendanceEntry:
    row = AttendanceEntry(number, party_id, move, Attending.IN_PERSON, minutes(at), minutes(at), "Karel", desk=2)
    return replace(row, **details)  # type: ignore[arg-type]


def arrived(number: int, at: int, party_id: int = 1, **details: object) -> AttendanceEntry:
    return entry(number, Move.ARRIVED, at, party_id, **details)


def left(number: int, at: int, party_id: int = 1, **details: object) -> AttendanceEntry:
    return entry(number, Move.LEFT, at, party_id, **details)


class TestMoves:
    def test_somebody_is_there_from_the_arrival_until_the_departure(self) -> None:
        rows = (arrived(1, 0), left(2, 10), arrived(3, 20))
        assert [len(present_at(rows, minutes(each))) for each in (-1, 0, 9, 10, 20)] == [0, 1, 1, 0, 1]
        first, second = stays(rows)
        assert (first.left, second.left) == (rows[1], None)

    def test_rows_that_contradict_each_other_count_nobody_twice(self) -> None:
        rows = (left(1, 0), arrived(2, 1), arrived(3, 2), left(4, 3), left(5, 4))
        assert present_at(rows, minutes(2))[1] == rows[1]
        (stay,) = stays(rows)
        assert (stay.arrived, stay.left) == (rows[1], rows[3])

    def test_what_was_corrected_or_struck_does_not_count(self) -> None:
        wrong, right = arrived(1, 10), arrived(2, 5, corrects=1, reason="Other hour")
        struck = entry(3, Move.STRUCK, 5, corrects=2, reason="Another person")
        assert in_force((wrong, right)) == (right,)
        assert in_force((wrong, right, struck)) == ()

    def test_what_was_written_later_was_not_known_before(self) -> None:
        rows = (arrived(1, 0), arrived(2, 0, 2, recorded_at=minutes(60)))
        assert known_at(rows, minutes(59)) == rows[:1]

    def test_a_second_arrival_is_told_who_where_and_when(self) -> None:
        with pytest.raises(AlreadyPresent) as told:
            require_fits((arrived(1, 0),), arrived(2, 5), "An")
        assert told.value.params == {"name": "An", "desk": 2, "at": minutes(0), "by": "Karel"}

    def test_nobody_leaves_who_is_not_there(self) -> None:
        with pytest.raises(NotPresent):
            require_fits((), left(1, 0), "An")
        with pytest.raises(NotPresent):
            require_fits((arrived(1, 0), left(2, 5)), left(3, 6), "An")
        require_fits((arrived(1, 0, party_id=9),), arrived(2, 5), "An")

    def test_an_hour_between_others_that_does_not_fit_is_refused(self) -> None:
        with pytest.raises(EntryDoesNotFit):
            require_fits((arrived(1, 10),), arrived(2, 5), "An")
        with pytest.raises(EntryDoesNotFit):
            require_fits((arrived(1, 0), left(2, 10)), left(3, 5), "An")
        with pytest.raises(EntryDoesNotFit):
            require_fits((arrived(1, 0), left(2, 10)), entry(3, Move.STRUCK, 0, corrects=1), "An")

    def test_an_entry_is_corrected_once_and_a_struck_one_never(self) -> None:
        rows = (arrived(1, 0), entry(2, Move.STRUCK, 0, corrects=1), arrived(3, 0))
        for number in (1, 2):
            with pytest.raises(EntryCorrected) as told:
                require_uncorrected(rows, number)
            assert told.value.params == {"number": 2}
        require_uncorrected(rows, 3)


RIGHTS = (
    CountedRight(1, "member", 10),
    CountedRight(2, "member", 1),
    CountedRight(3, "staff", 1),
    CountedRight(4, "partner", 88),
    CountedRight(5, "member", 0),
)
TOTALS = RollTotals(
    5, 200, {"member": HeadsAndShares(3, 11), "staff": HeadsAndShares(1, 1), "partner": HeadsAndShares(1, 88)}
)


class TestPresence:
    def test_being_there_goes_before_a_proxy_and_both_before_a_vote(self) -> None:
        part = TakingPart({1: Attending.IN_PERSON, 3: Attending.REMOTE}, {1, 2}, {1, 2, 3, 4})
        found = count_presence(RIGHTS, part)
        assert {each: found.columns[each].heads for each in PresenceColumn} == {
            PresenceColumn.IN_PERSON: 1,
            PresenceColumn.REPRESENTED: 1,
            PresenceColumn.REMOTE: 1,
            PresenceColumn.BEFOREHAND: 1,
        }
        assert found.whole == HeadsAndShares(4, 100)

    def test_who_is_not_on_the_list_or_listed_twice_is_counted_nowhere_else(self) -> None:
        part = TakingPart({1: Attending.REPRESENTATIVE, 99: Attending.IN_PERSON})
        found = count_presence((*RIGHTS, RIGHTS[0]), part)
        assert (found.whole, found.off_list) == (HeadsAndShares(1, 10), 1)

    @pytest.mark.parametrize(
        ("base", "fraction", "present", "is_met"),
        [
            (VoteBase.HEADS, Fraction(1, 2), {1, 2, 3}, True),
            (VoteBase.HEADS, Fraction(1, 2), {1, 2}, False),
            (VoteBase.HEADS, Fraction(3, 5), {1, 2, 3}, True),
            (VoteBase.SHARES, Fraction(1, 2), {1, 4}, False),
            (VoteBase.SHARES, Fraction(49, 100), {1, 4}, True),
            (VoteBase.CATEGORY, Fraction(1, 3), {1, 3, 4}, True),
            (VoteBase.CATEGORY, Fraction(1, 3), {1, 2, 3, 5}, False),
        ],
    )
    def test_a_quorum_is_tested_exactly_by_heads_by_issued_shares_and_in_each_category(
        self, base: VoteBase, fraction: Fraction, present: set[int], is_met: bool
    ) -> None:
        found = count_presence(RIGHTS, TakingPart(dict.fromkeys(present, Attending.IN_PERSON)))
        rule = VoteRule(VoteBase.HEADS, MAJORITY, Quorum(base, fraction))
        tests = check_quorum(rule, to_figures(found, TOTALS, is_second_meeting=False))
        assert is_quorum_met(tests) is is_met
        assert len(tests) == (3 if base is VoteBase.CATEGORY else 1)
        assert check_quorum(rule, to_figures(found, TOTALS, is_second_meeting=True)) == ()
        assert check_quorum(None, to_figures(found, TOTALS, is_second_meeting=False)) == ()

    def test_the_figures_of_a_moment_are_kept_whole(self) -> None:
        found = count_presence(RIGHTS, TakingPart({1: Attending.IN_PERSON}))
        rule = VoteRule(VoteBase.HEADS, MAJORITY, Quorum(VoteBase.SHARES, HALF))
        kept = encode_v1(found, TOTALS, check_quorum(rule, to_figures(found, TOTALS, is_second_meeting=False)))
        assert kept["v"] == 1
        assert kept["columns"]["in_person"] == {"heads": 1, "shares": 10}
        assert kept["present"] == {"heads": 1, "shares": 10}
        assert kept["of"] == {"heads": 5, "shares": 200}
        assert kept["quorum"] == [
            {
                "base": "shares",
                "category": "",
                "fraction": "1/2",
                "present": 10,
                "entitled": 200,
                "fewest": 100,
                "is_met": False,
            }
        ]


PEOPLE = {
    number: ListedPerson(number, 100 - number, f"Person {number}", "member", 1, is_on_roll=number != 9)
    for number in (1, 2, 3, 4, 9)
}


class TestAttendanceList:
    def test_each_person_has_one_line_with_all_hours_and_voters_of_before_stand_apart(self) -> None:
        rows = (
            arrived(1, 0),
            left(2, 10),
            arrived(3, 20),
            arrived(4, 1, 9, reason="Admitted yesterday"),
            arrived(5, 30, 4, attending=Attending.REPRESENTATIVE, acting_name="Joris"),
        )
        part = TakingPart({1: Attending.IN_PERSON, 9: Attending.IN_PERSON}, {2}, {1, 3})
        lists = attendance_lists(stays(rows), PEOPLE, part, minutes(25), {2: "An"})
        assert [each.person.party_id for each in lists.came] == [9, 2, 1]
        late, represented, first = lists.came
        assert (late.column, late.reason, late.signs) == (None, "Admitted yesterday", True)
        assert (represented.column, represented.by, represented.signs) == (PresenceColumn.REPRESENTED, "An", False)
        assert first.stays == ((minutes(0), minutes(10)), (minutes(20), None))
        assert first.voted_beforehand
        assert [each.person.party_id for each in lists.beforehand] == [3]
        later = attendance_lists(stays(rows), PEOPLE, part, minutes(31))
        assert later.came[1].by == "Joris"

    def test_a_departure_after_the_moment_is_not_on_the_list_of_it(self) -> None:
        lists = attendance_lists(
            stays((arrived(1, 0), left(2, 10))), PEOPLE, TakingPart({1: Attending.IN_PERSON}), minutes(5)
        )
        assert lists.came[0].stays == ((minutes(0), None),)


class TestBureau:
    CHAIR = BureauMember(1, BureauOffice.CHAIR, "Anna", "Hall", minutes(0))

    def test_a_meeting_without_a_chair_is_known_as_such(self) -> None:
        ended = replace(self.CHAIR, ended_at=minutes(10))
        assert [has_chair((ended,), minutes(each)) for each in (-1, 0, 10)] == [False, True, False]

    def test_chair_stands_before_secretary_and_scrutineers(self) -> None:
        others = (
            BureauMember(2, BureauOffice.SCRUTINEER, "Karel", "Hall", minutes(0)),
            BureauMember(3, BureauOffice.SECRETARY, "Nadia", "Hall", minutes(0)),
        )
        assert [each.number for each in bureau_at((*others, self.CHAIR), minutes(1))] == [1, 3, 2]

    def test_another_chair_relieves_the_first_and_scrutineers_add_up(self) -> None:
        assert relieved((self.CHAIR,), BureauOffice.CHAIR, "Joris", minutes(5)) == [self.CHAIR]
        one = BureauMember(2, BureauOffice.SCRUTINEER, "Karel", "Hall", minutes(0))
        assert relieved((one,), BureauOffice.SCRUTINEER, "Joris", minutes(5)) == []
        with pytest.raises(AlreadyInBureau):
            relieved((self.CHAIR,), BureauOffice.CHAIR, "ANNA", minutes(5))

    def test_name_and_place_are_said_on_one_line(self) -> None:
        assert checked_name(" Anna \n Peeters\u202e ") == "Anna Peeters"
        assert checked_place("Main  hall") == "Main hall"
        for nothing in ("", "x", "x" * 201):
            with pytest.raises(BureauNameNeeded):
                checked_name(nothing)
            with pytest.raises(BureauPlaceNeeded):
                checked_place(nothing)


class TestDayAndPeople:
    def test_hours_lie_on_the_day_of_the_meeting_or_the_one_after_and_not_in_the_future(self) -> None:
        start = begins_at(DAY, ZONE)
        assert start == datetime(2026, 6, 14, 22, tzinfo=UTC)
        require_hour(start, start, DAY, ZONE)
        require_hour(start + timedelta(hours=47), start + timedelta(days=9), DAY, ZONE)
        for at in (start - timedelta(seconds=1), start + timedelta(hours=48), start + timedelta(days=10)):
            with pytest.raises(HourDoesNotFit):
                require_hour(at, start + timedelta(days=9), DAY, ZONE)
        with pytest.raises(NotTheDay):
            require_hour(start, start - timedelta(seconds=1), DAY, ZONE)
        with pytest.raises(NotTheDay):
            require_day(start - timedelta(seconds=1), DAY, ZONE)

    def test_nothing_happens_after_the_end(self) -> None:
        require_before_end(EVENING, None)
        require_before_end(EVENING, EVENING)
        with pytest.raises(MeetingIsClosed):
            require_before_end(minutes(1), EVENING)

    def test_secretary_and_scrutineers_stand_at_desks_and_only_the_secretary_records_the_rest(self) -> None:
        for actor in (SECRETARY, SCRUTINEER):
            require_at_desk(actor)
        require_secretary(SECRETARY)
        for actor in (AUDITOR, SYSTEM, Actor(ActorKind.SHAREHOLDER, 1, "An", frozenset({Role.SECRETARY}))):
            with pytest.raises(NotAtTheDesk):
                require_at_desk(actor)
            with pytest.raises(NotSecretaryOfMeeting):
                require_secretary(actor)

    def test_desks_have_numbers(self) -> None:
        assert require_desk(MAX_DESKS) == MAX_DESKS
        for desk in (0, MAX_DESKS + 1):
            with pytest.raises(DeskNotThere):
                require_desk(desk)

    def test_a_meeting_has_a_locked_agenda(self) -> None:
        require_meeting(is_locked=True, is_called_off=False)
        for is_locked, is_called_off in ((False, False), (True, True)):
            with pytest.raises(NoMeetingYet):
                require_meeting(is_locked=is_locked, is_called_off=is_called_off)

    def test_a_reason_says_something_on_one_line(self) -> None:
        assert checked_reason(" The  hall\nwas closed ") == "The hall was closed"
        assert one_line("a\u200bb\tc") == "ab c"
        for text in ("", "ok", "x" * (MAX_REASON_CHARACTERS + 1)):
            with pytest.raises(AttendanceReasonNeeded):
                checked_reason(text)


class TestItems:
    @staticmethod
    def moment(number: int, step: ItemStep, item_id: int = 7) -> ItemMoment:
        return ItemMoment(number, item_id, step, EVENING, True, "", {}, "Nadia")

    def test_an_item_is_opened_and_closed_in_turn(self) -> None:
        opened = (self.moment(1, ItemStep.OPENED),)
        assert is_open(opened, 7)
        assert not is_open(opened, 8)
        require_step((), 7, ItemStep.OPENED)
        require_step(opened, 7, ItemStep.CLOSED)
        require_step((*opened, self.moment(2, ItemStep.CLOSED)), 7, ItemStep.OPENED)
        with pytest.raises(ItemAlreadyOpen):
            require_step(opened, 7, ItemStep.OPENED)
        with pytest.raises(ItemNotOpen):
            require_step((), 7, ItemStep.CLOSED)

    def test_without_quorum_a_reason_is_needed_and_with_it_none_is_kept(self) -> None:
        assert reason_without_quorum("Because", is_met=True) == ""
        assert reason_without_quorum("The chair wants it minuted", is_met=False) == "The chair wants it minuted"
        with pytest.raises(QuorumMissing):
            reason_without_quorum("  ", is_met=False)
        with pytest.raises(AttendanceReasonNeeded):
            reason_without_quorum("no", is_met=False)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("https://vote.example/in/abc.DEF-_1", Sought(token="abc.DEF-_1")),
        (" http://localhost:8000/in/abc.DEF/?x=1 ", Sought(token="abc.DEF")),
        ("12", Sought(number=12)),
        ("# 36 000", Sought(number=36000)),
        ("9" * (MAX_NUMBER_DIGITS + 1), Sought()),
        ("pe", Sought(name="pe")),
        ("7k3m-q2px-9trd", Sought(code="7K3MQ2PX9TRD")),
        (" 7K3M Q2PX 9TRD ", Sought(code="7K3MQ2PX9TRD", name="7K3M Q2PX 9TRD")),
        ("ABCD-EFGH-JKMN", Sought(code="ABCDEFGHJKMN", name="ABCD-EFGH-JKMN")),
        ("Jonas Peeters", Sought(code="J0NASPEETERS", name="Jonas Peeters")),
        ("p", Sought()),
        ("", Sought()),
    ],
)
def test_what_a_desk_types_or_scans_means_one_thing(text: str, meant: Sought) -> None:
    assert read_sought(text) == meant
    assert read_sought(text).is_nothing is (meant == Sought())
