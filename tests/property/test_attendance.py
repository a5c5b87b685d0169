"""Whatever happens at the desks, each right counts once at most, and all sums reconcile."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from govapp.assembly.attendance.rules.attendance_list import ListedPerson, attendance_lists
from govapp.assembly.attendance.rules.moves import (
    AttendanceEntry,
    Attending,
    Move,
    in_force,
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
    is_quorum_met,
    to_figures,
)
from govapp.kernel.errors import Refusal
from govapp.statutes.rules.majorities import HALF, Quorum, Threshold, VoteBase, VoteRule

BEGIN = datetime(2026, 6, 15, 15, tzinfo=UTC)
PEOPLE = range(1, 7)
CATEGORIES = ("member", "staff", "partner")
people = st.sampled_from(PEOPLE)
attempts = st.lists(
    st.tuples(
        people, st.sampled_from(Move), st.sampled_from(Attending), st.integers(0, 90), st.integers(1, 40), st.booleans()
    ),
    max_size=40,
)


def written(tries: list[tuple[int, Move, Attending, int, int, bool]]) -> tuple[AttendanceEntry, ...]:
    """Return the rows that desks wrote who tried all that: what does not fit was refused."""
    rows: list[AttendanceEntry] = []
    for tried_person, tried_move, attending, minute, target, is_correction in tries:
        person, move, corrects = tried_person, tried_move, None
        if is_correction or move is Move.STRUCK:
            if target > len(rows):
                continue
            wrong = rows[target - 1]
            person, corrects = wrong.party_id, target
            move = Move.STRUCK if tried_move is Move.STRUCK else wrong.move
        at = BEGIN + timedelta(minutes=minute)
        number, recorded_at = len(rows) + 1, BEGIN + timedelta(hours=3)
        new = AttendanceEntry(number, person, move, attending, at, recorded_at, corrects=corrects)
        try:
            if corrects is not None:
                require_uncorrected(rows, corrects)
            require_fits(rows, new, "somebody")
        except Refusal:
            continue
        rows.append(new)
    return tuple(rows)


@given(attempts, st.integers(-1, 95))
def test_at_every_moment_somebody_is_there_once_and_the_stays_say_the_same(
    tries: list[tuple[int, Move, Attending, int, int, bool]], minute: int
) -> None:
    rows, moment = written(tries), BEGIN + timedelta(minutes=minute)
    there = present_at(rows, moment)
    lasting = [
        each.arrived.party_id
        for each in stays(rows)
        if each.arrived.at <= moment and (each.left is None or each.left.at > moment)
    ]
    assert len(lasting) == len(set(lasting))
    assert set(lasting) == set(there)
    for person in PEOPLE:
        moves = [each.move for each in in_force(rows) if each.party_id == person]
        assert moves == [Move.ARRIVED, Move.LEFT] * (len(moves) // 2) + [Move.ARRIVED] * (len(moves) % 2)


@given(
    attempts,
    st.sets(people),
    st.sets(people),
    st.lists(st.tuples(st.sampled_from(CATEGORIES), st.integers(0, 500)), min_size=6, max_size=6),
    st.sets(people, min_size=1),
    st.integers(1, 12),
)
def test_each_right_counts_once_and_columns_categories_and_lines_add_up_to_the_whole(
    tries: list[tuple[int, Move, Attending, int, int, bool]],
    represented: set[int],
    beforehand: set[int],
    held: list[tuple[str, int]],
    on_roll: set[int],
    twelfths: int,
) -> None:
    rows, moment = written(tries), BEGIN + timedelta(minutes=45)
    part = TakingPart(
        {each: row.attending for each, row in present_at(rows, moment).items()},
        represented & on_roll,
        beforehand & on_roll,
    )
    rights = [CountedRight(each, *held[each - 1]) for each in sorted(on_roll)]
    found = count_presence(rights * 2, part)
    taking = {*part.present, *part.represented, *part.beforehand} & on_roll
    assert found.whole == HeadsAndShares(len(taking), sum(held[each - 1][1] for each in taking))
    for parts in (found.columns.values(), found.categories.values()):
        assert sum(each.heads for each in parts) == found.whole.heads
        assert sum(each.shares for each in parts) == found.whole.shares
    assert found.off_list == len(part.present.keys() - on_roll)

    names = {each: ListedPerson(each, each, str(each), held[each - 1][0], 1, each in on_roll) for each in PEOPLE}
    lists = attendance_lists(stays(rows), names, part, moment)
    lines = (*lists.came, *lists.beforehand)
    assert len({each.person.party_id for each in lines}) == len(lines)
    for column in PresenceColumn:
        assert sum(each.column is column for each in lines) == found.columns[column].heads

    totals = RollTotals(len(rights), sum(each.shares for each in rights), _by_category(rights))
    figures = to_figures(found, totals, is_second_meeting=False)
    fraction = Fraction(twelfths, 12)
    for base in (VoteBase.HEADS, VoteBase.SHARES):
        rule = VoteRule(VoteBase.HEADS, Threshold.of(HALF), Quorum(base, fraction))
        there, entitled = (
            (found.whole.heads, totals.heads) if base is VoteBase.HEADS else (found.whole.shares, totals.issued_shares)
        )
        assert is_quorum_met(check_quorum(rule, figures)) is (entitled > 0 and there * 12 >= twelfths * entitled)


def _by_category(rights: list[CountedRight]) -> dict[str, HeadsAndShares]:
    found: dict[str, HeadsAndShares] = {}
    for each in rights:
        found[each.category] = found.get(each.category, HeadsAndShares()).plus(each.shares)
    return found
