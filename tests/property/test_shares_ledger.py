"""What holds for every stream of issues and reversals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from govapp.shares.ledger.rules.chain import GENESIS, ChainedEntry, entry_hash, faults_in_chain
from govapp.shares.ledger.rules.kinds import Event
from govapp.shares.ledger.rules.movements import Movement, Recorded, first_day_below_zero, position, reversal_of
from govapp.shares.ledger.rules.refusals import AlreadyReversed
from govapp.shares.people.rules.days import ALWAYS, AsOf
from govapp.shares.people.rules.names import fold

START = datetime(2026, 1, 1, tzinfo=UTC)
days = st.dates(date(2017, 1, 1), date(2026, 1, 1))
issues = st.builds(
    lambda quantity, paid, day: Movement(Event.ISSUE, 1, quantity, 3000, quantity * paid, day),
    st.integers(1, 50),
    st.integers(0, 3000),
    days,
)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Recorded]:
    """Draw the ledger of one holder: issues in any order of days, some of them reversed later."""
    entries: list[Recorded] = []
    for step, issue in enumerate(draw(st.lists(issues, max_size=12))):
        entries.append(Recorded(len(entries) + 1, START + timedelta(hours=step), issue))
        if draw(st.booleans()):
            wrong = draw(st.sampled_from(entries))
            already = any(one.movement.reverses == wrong.sequence for one in entries)
            if wrong.movement.quantity > 0 and not already:
                back = reversal_of(wrong, "typing error", entries)
                entries.append(Recorded(len(entries) + 1, START + timedelta(hours=step), back))
    return entries


@given(ledgers())
def test_a_balance_is_the_sum_of_movements_and_never_below_zero(entries: list[Recorded]) -> None:
    movements = [entry.movement for entry in entries]
    held = position(entries, ALWAYS)
    assert held.shares == sum(movement.quantity for movement in movements) >= 0
    assert 0 <= held.paid_in_cents <= held.shares * 3000
    assert 0 <= held.paid_shares <= held.shares
    assert first_day_below_zero(movements) is None
    assert (held.since is None) == (held.shares == 0)


@given(ledgers(), days, st.integers(0, 12))
def test_what_was_known_once_is_answered_the_same_for_ever(entries: list[Recorded], day: date, hours: int) -> None:
    question = AsOf(day, START + timedelta(hours=hours))
    known_then = [entry for entry in entries if entry.recorded_at <= question.recorded_until]
    assert position(entries, question) == position(known_then, question)


@given(ledgers())
def test_no_entry_is_reversed_twice(entries: list[Recorded]) -> None:
    targets = [entry.movement.reverses for entry in entries if entry.movement.reverses]
    assert len(targets) == len(set(targets))
    for entry in entries:
        if entry.sequence in targets:
            try:
                reversal_of(entry, "again", entries)
            except AlreadyReversed:
                continue
            raise AssertionError(entry)


def chain(entries: list[Recorded]) -> list[ChainedEntry]:
    chained: list[ChainedEntry] = []
    previous = GENESIS
    for entry in entries:
        one = ChainedEntry(entry.sequence, entry.movement, 7, entry.recorded_at, "officer:7", "Sofie", previous)
        previous = entry_hash(one)
        chained.append(replace(one, hash=previous))
    return chained


@given(ledgers().filter(bool), st.data())
def test_a_changed_entry_is_found_and_named(entries: list[Recorded], data: st.DataObject) -> None:
    chained = chain(entries)
    assert list(faults_in_chain(chained)) == []
    place = data.draw(st.integers(0, len(chained) - 1))
    entry = chained[place]
    changed = data.draw(
        st.sampled_from(
            [
                replace(entry, movement=replace(entry.movement, quantity=entry.movement.quantity + 1)),
                replace(entry, movement=replace(entry.movement, reason=entry.movement.reason + ".")),
                replace(entry, movement=replace(entry.movement, holder_id=2)),
                replace(entry, recorded_at=entry.recorded_at + timedelta(microseconds=1)),
                replace(entry, actor_name="Somebody else"),
                replace(entry, number=8),
            ],
        ),
    )
    found = list(faults_in_chain([*chained[:place], changed, *chained[place + 1 :]]))
    assert ("content", f"entry {entry.sequence}") in [(fault.code, fault.subject) for fault in found]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())
