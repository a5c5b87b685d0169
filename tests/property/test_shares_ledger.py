"""What holds for every stream of transactions of all types."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from govapp.kernel.errors import Refusal
from govapp.shares.ledger.rules.chain import GENESIS, ChainedTransaction, faults_in_chain, transaction_hash
from govapp.shares.ledger.rules.checking import check_transaction, reversal_of
from govapp.shares.ledger.rules.invariants import faults_of_balances, faults_of_transactions, recorded
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import (
    ORDINARY,
    Balance,
    Movement,
    Recorded,
    Transaction,
    daily_balances,
    position,
)
from govapp.shares.ledger.rules.refusals import AlreadyReversed
from govapp.shares.ledger.rules.types import TYPE_RULES, Counter, Money, Sign
from govapp.shares.people.rules.days import ALWAYS, AsOf
from govapp.shares.people.rules.names import fold

START = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 1, 1)
PEOPLE = (1, 2, 3, 4)
BESIDE = {"reason": "Asked", "reference": "Line 12", "legal_basis": "Decision", "document_digest": "ab" * 32}
days = st.dates(date(2017, 1, 1), TODAY)


@st.composite
def transactions(draw: st.DrawFn, known: list[ChainedTransaction]) -> Transaction:
    """Draw a transaction of any type: most are nearly right, so that the rules decide on what they let through."""
    kind = draw(st.sampled_from(MovementType))
    rule = TYPE_RULES[kind]
    if rule.shares is Sign.OPPOSITE and known:
        wrong = draw(st.sampled_from(known))
        return reversal_of(wrong.sequence, wrong.transaction, "Typing error")
    holder, other = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(PEOPLE))
    owed = [each for each in PEOPLE if balance_of(known, each).claim_cents > 0]
    holder = owed[0] if owed and rule.money is Money.PAID_OUT else holder
    held = balance_of(known, holder)
    price = held.due_cents // held.shares if held.shares else 3000
    quantity = draw(st.sampled_from([1, max(held.shares - 1, 1), max(held.shares, 1)]))
    # What is paid on the part that leaves; once in a while a cent too much.
    paid = -(-held.paid_in_cents * quantity // max(held.shares, 1)) + draw(st.sampled_from([0, 0, 0, 1]))
    claim = draw(st.sampled_from([0, paid // 2, paid]))
    movement = {
        Sign.PLUS: Movement(holder, quantity, 3000, draw(st.sampled_from([0, 1500, quantity * 3000]))),
        Sign.MINUS: Movement(holder, -quantity, price, -paid, claim),
        Sign.NONE: Movement(holder),
        Sign.PAIRED: Movement(holder, -quantity, price, -paid, counter=2),
        Sign.OPPOSITE: Movement(holder, -quantity, price, -paid),
    }[rule.shares]
    if rule.money is Money.PAID_IN:
        movement = replace(movement, paid_in_cents=held.due_cents - held.paid_in_cents)
    if rule.money is Money.PAID_OUT:
        movement = replace(movement, claim_cents=-draw(st.sampled_from([1, held.claim_cents])))
    movements = (movement,) if rule.counter is Counter.NONE else (movement, _counter(movement, kind, other))
    day = draw(st.one_of(st.just(TODAY), st.just(TODAY), days))
    return Transaction(kind, day, movements, **BESIDE)  # type: ignore[arg-type]


def balance_of(known: list[ChainedTransaction], holder: int) -> Balance:
    moved = [
        (entry.effective_date, entry.movement)
        for each in known
        for entry in recorded(each)
        if (entry.movement.holder_id, entry.movement.share_class) == (holder, ORDINARY)
    ]
    return daily_balances(moved)[-1][1]


def _counter(movement: Movement, kind: MovementType, other: int) -> Movement:
    opposite = replace(movement, quantity=-movement.quantity, paid_in_cents=-movement.paid_in_cents, counter=1)
    counter = TYPE_RULES[kind].counter
    if counter is Counter.OTHER_PERSON:
        return replace(opposite, holder_id=other)
    if counter is Counter.OTHER_CLASS:
        return replace(opposite, share_class="large")
    if kind is MovementType.SPLIT:
        return replace(opposite, quantity=2 * opposite.quantity, unit_price_cents=movement.unit_price_cents // 2)
    return replace(opposite, quantity=opposite.quantity // 2, unit_price_cents=movement.unit_price_cents * 2)


@st.composite
def ledgers(draw: st.DrawFn) -> list[ChainedTransaction]:
    """Draw a chained ledger: of a stream of transactions those that the rules accept, after an issue to everybody."""
    chained: list[ChainedTransaction] = []
    for holder in PEOPLE:
        quantity = draw(st.integers(1, 9))
        paid = draw(st.integers(0, quantity * 3000))
        first = Transaction(MovementType.ISSUE, draw(days), (Movement(holder, quantity, 3000, paid),))
        chained.append(_link(chained, first))
    for _ in range(draw(st.integers(0, 16))):
        new = draw(transactions(chained))
        people = {movement.holder_id for movement in new.movements}
        entries = [entry for each in chained for entry in recorded(each) if entry.movement.holder_id in people]
        try:
            check_transaction(new, entries, TODAY)
        except Refusal:
            continue
        chained.append(_link(chained, new))
    return chained


def _link(before: list[ChainedTransaction], new: Transaction) -> ChainedTransaction:
    sequence = len(before) + 1
    numbers = tuple(movement.holder_id for movement in new.movements)
    previous = before[-1].hash if before else GENESIS
    at = START + timedelta(hours=sequence)
    link = ChainedTransaction(1, sequence, new, numbers, at, "officer:7", "Sofie", previous)
    return replace(link, hash=transaction_hash(link))


def entries_of(ledger: list[ChainedTransaction]) -> list[Recorded]:
    return [entry for each in ledger for entry in recorded(each)]


@given(ledgers())
@settings(max_examples=150)
def test_every_stream_of_accepted_transactions_keeps_every_invariant(ledger: list[ChainedTransaction]) -> None:
    entries = entries_of(ledger)
    assert list(faults_in_chain(ledger)) == []
    assert list(faults_of_transactions(ledger)) == []
    assert list(faults_of_balances(entries)) == []


@given(ledgers())
def test_nobody_has_less_than_nothing_on_any_day_and_nothing_is_paid_above_the_price(
    ledger: list[ChainedTransaction],
) -> None:
    moved: dict[tuple[int, str], list[tuple[date, Movement]]] = defaultdict(list)
    for entry in entries_of(ledger):
        moved[entry.movement.holder_id, entry.movement.share_class].append((entry.effective_date, entry.movement))
    for movements in moved.values():
        for _, balance in daily_balances(movements):
            assert balance.shares >= 0
            assert 0 <= balance.paid_in_cents <= balance.due_cents
            assert balance.claim_cents >= 0


@given(ledgers())
def test_what_moves_between_people_and_classes_adds_up_to_nothing(ledger: list[ChainedTransaction]) -> None:
    came = gone = 0
    for each in ledger:
        movements = each.transaction.movements
        rule = TYPE_RULES[each.transaction.type]
        if rule.shares is Sign.PAIRED:
            assert sum(movement.value_cents for movement in movements) == 0
            assert sum(movement.paid_in_cents for movement in movements) == 0
            assert sum(movement.claim_cents for movement in movements) == 0
        else:
            came += sum(movement.value_cents for movement in movements if movement.quantity > 0)
            gone += sum(movement.value_cents for movement in movements if movement.quantity < 0)
    assert sum(entry.movement.value_cents for entry in entries_of(ledger)) == came + gone


@given(ledgers())
def test_more_is_never_paid_up_than_held(ledger: list[ChainedTransaction]) -> None:
    for holder in PEOPLE:
        own = [each for each in entries_of(ledger) if each.movement.holder_id == holder]
        ordinary = [each for each in own if each.movement.share_class == ORDINARY]
        held = position(ordinary, ALWAYS)
        assert 0 <= held.paid_shares <= held.shares
        assert (held.paid_in_cents == 0) <= (held.paid_shares == 0)


@given(ledgers(), days, st.integers(0, 20))
def test_what_was_known_once_is_answered_the_same_for_ever(
    ledger: list[ChainedTransaction], day: date, hours: int
) -> None:
    question = AsOf(day, START + timedelta(hours=hours))
    entries = entries_of(ledger)
    known_then = [entry for entry in entries if entry.recorded_at <= question.recorded_until]
    assert position(entries, question) == position(known_then, question)


@given(ledgers())
def test_nothing_is_reversed_twice(ledger: list[ChainedTransaction]) -> None:
    targets = [each.transaction.reverses for each in ledger if each.transaction.reverses]
    assert len(targets) == len(set(targets))
    for each in ledger:
        if each.sequence in targets:
            again = reversal_of(each.sequence, each.transaction, "Again")
            try:
                check_transaction(again, entries_of(ledger), TODAY)
            except AlreadyReversed:
                continue
            raise AssertionError(each)


@given(ledgers(), st.data())
def test_a_changed_transaction_is_found_and_named(ledger: list[ChainedTransaction], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(ledger) - 1))
    link = ledger[place]
    first, *others = link.transaction.movements

    def with_first(**changes: object) -> ChainedTransaction:
        changed = replace(first, **changes)  # type: ignore[arg-type]
        return replace(link, transaction=replace(link.transaction, movements=(changed, *others)))

    changed = data.draw(
        st.sampled_from(
            [
                with_first(quantity=first.quantity + 1),
                with_first(paid_in_cents=first.paid_in_cents + 1),
                with_first(claim_cents=first.claim_cents - 1),
                with_first(holder_id=9),
                with_first(share_class="other"),
                with_first(counter=5),
                replace(link, transaction=replace(link.transaction, reason=link.transaction.reason + ".")),
                replace(link, transaction=replace(link.transaction, second_actor="officer:9")),
                replace(link, recorded_at=link.recorded_at + timedelta(microseconds=1)),
                replace(link, actor_name="Somebody else"),
                replace(link, numbers=(88, *link.numbers[1:])),
            ],
        ),
    )
    found = list(faults_in_chain([*ledger[:place], changed, *ledger[place + 1 :]]))
    assert ("content", f"entry {link.sequence}") in [(fault.code, fault.subject) for fault in found]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())
