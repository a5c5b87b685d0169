"""The rules of the ledger, type by type and case by case."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from govapp.kernel.errors import Refusal
from govapp.shares.ledger.rules.chain import (
    GENESIS,
    LEDGER_TRANSACTION,
    ChainedTransaction,
    faults_in_chain,
    transaction_hash,
)
from govapp.shares.ledger.rules.checking import check_transaction, reversal_of
from govapp.shares.ledger.rules.invariants import faults_of_numbers_of_holders, faults_of_transactions, recorded
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Movement, Position, Recorded, Transaction, position, whole_shares_paid
from govapp.shares.ledger.rules.refusals import (
    AlreadyReversed,
    BalanceBelowZero,
    ClaimBelowZero,
    DocumentMissing,
    LegalBasisMissing,
    MovementsDoNotFit,
    OriginMissing,
    PaidInOutOfRange,
    PriceDoesNotFit,
    QuantityNotPositive,
    ReferenceMissing,
    ReversalDoesNotFit,
    ReversalNotReversible,
    SecondPersonMissing,
    SharesLeft,
    SharesNotLeft,
)
from govapp.shares.ledger.rules.types import TYPE_RULES
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.rules.refusals import EffectiveDateInFuture, ReasonMissing

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = date(2026, 6, 1)
DAY = date(2026, 5, 1)
AN, BO = 1, 2
BESIDE = {
    "reason": "Asked in writing",
    "reference": "Bank line 12",
    "legal_basis": "Decision of the directors, 4 May 2026",
    "document_digest": "ab" * 32,
}


def transaction(kind: MovementType, *movements: Movement, day: date = DAY, **beside: str) -> Transaction:
    return Transaction(kind, day, movements, **{**BESIDE, **beside})  # type: ignore[arg-type]


def issue(quantity: int = 1, paid: int | None = None, holder: int = AN, day: date = DAY) -> Transaction:
    cents = quantity * 3000 if paid is None else paid
    return transaction(MovementType.ISSUE, Movement(holder, quantity, 3000, cents), day=day)


def pair(kind: MovementType, quantity: int = 1, paid: int = 3000, giver: int = AN, taker: int = BO) -> Transaction:
    return transaction(
        kind,
        Movement(giver, -quantity, 3000, -paid, counter=2),
        Movement(taker, quantity, 3000, paid, counter=1),
    )


def leave(kind: MovementType, quantity: int, claim: int, paid: int | None = None) -> Transaction:
    cents = quantity * 3000 if paid is None else paid
    return transaction(kind, Movement(AN, -quantity, 3000, -cents, claim))


def in_ledger(*transactions: Transaction, at: datetime = NOON) -> list[Recorded]:
    return [
        Recorded(sequence, ordinal, each.type, each.effective_date, at, each.reverses, movement)
        for sequence, each in enumerate(transactions, start=1)
        for ordinal, movement in enumerate(each.movements, start=1)
    ]


def accepted(new: Transaction, *before: Transaction) -> bool:
    return check_transaction(new, in_ledger(*before), TODAY) == new


def test_every_type_has_a_rule() -> None:
    assert set(TYPE_RULES) == set(MovementType)


def test_shares_are_issued_for_a_price_between_nothing_and_all_of_it() -> None:
    assert accepted(issue(2, paid=0))
    with pytest.raises(QuantityNotPositive):
        accepted(issue(0))
    for paid in (6001, -1):
        with pytest.raises(PaidInOutOfRange):
            accepted(issue(2, paid))
    with pytest.raises(EffectiveDateInFuture) as refused:
        accepted(issue(day=TODAY + timedelta(days=1)))
    assert "2026-06-02" in str(refused.value)


def test_fifteen_euro_and_fifteen_euro_pay_one_share() -> None:
    halves = in_ledger(issue(1, 1500), issue(1, 1500))
    assert position(halves, AsOf(TODAY, NOON)) == Position(2, 3000, 1, DAY)
    assert whole_shares_paid(0, 0, 0) == 0
    assert whole_shares_paid(2, 5999, 6000) == 1
    assert whole_shares_paid(2, 6000, 6000) == 2


def test_a_later_payment_pays_up_what_was_issued_and_not_more() -> None:
    paying = transaction(MovementType.PAYMENT_ON_SHARE, Movement(AN, paid_in_cents=1500))
    assert accepted(paying, issue(1, 1500))
    assert position(in_ledger(issue(1, 1500), paying), AsOf(TODAY, NOON)).paid_shares == 1
    with pytest.raises(PaidInOutOfRange):
        accepted(paying, issue(1))
    with pytest.raises(PaidInOutOfRange):
        accepted(transaction(MovementType.PAYMENT_ON_SHARE, Movement(AN, paid_in_cents=-1)), issue(1))


@pytest.mark.parametrize("kind", [MovementType.TRANSFER, MovementType.INHERITANCE])
def test_what_leaves_one_person_arrives_with_another(kind: MovementType) -> None:
    assert accepted(pair(kind), issue(2))
    whole = pair(kind)
    giver, taker = whole.movements
    wrong = [
        (giver,),
        (giver, replace(taker, quantity=2)),
        (giver, replace(taker, paid_in_cents=2999)),
        (giver, replace(taker, holder_id=AN)),
        (giver, replace(taker, share_class="other")),
        (giver, replace(taker, counter=None)),
        (giver, replace(taker, counter=2)),
        (giver, replace(taker, counter=7)),
        (replace(giver, claim_cents=5), taker),
        (),
    ]
    for movements in wrong:
        with pytest.raises(MovementsDoNotFit):
            accepted(replace(whole, movements=movements), issue(2))
    with pytest.raises(BalanceBelowZero):
        accepted(pair(kind, 2, 6000), issue(1))


def test_a_resignation_takes_all_shares_and_a_withdrawal_some() -> None:
    assert accepted(leave(MovementType.RESIGNATION, 2, claim=6000), issue(2))
    with pytest.raises(SharesLeft):
        accepted(leave(MovementType.RESIGNATION, 1, claim=3000), issue(2))
    assert accepted(leave(MovementType.WITHDRAWAL, 1, claim=3000), issue(2))
    with pytest.raises(SharesNotLeft):
        accepted(leave(MovementType.WITHDRAWAL, 2, claim=3000), issue(2))
    with pytest.raises(MovementsDoNotFit):
        accepted(transaction(MovementType.EXCLUSION, *issue(1).movements), issue(1))


def test_a_separation_share_is_at_most_what_was_paid_in() -> None:
    assert accepted(leave(MovementType.END_BY_LAW, 2, claim=4000), issue(2))
    for claim in (6001, -1):
        with pytest.raises(PaidInOutOfRange):
            accepted(leave(MovementType.END_BY_LAW, 2, claim), issue(2))


def test_shares_leave_at_the_price_at_which_they_came() -> None:
    cheap = transaction(MovementType.RESIGNATION, Movement(AN, -2, 2500, -5000, 5000))
    with pytest.raises(PriceDoesNotFit):
        accepted(cheap, issue(2, paid=5000))
    # A share left at EUR 30 where two of EUR 15 were: one would remain, for which nothing is due.
    halves = transaction(MovementType.SPLIT, Movement(AN, -1, 3000, counter=2), Movement(AN, 2, 1500, counter=1))
    with pytest.raises(PriceDoesNotFit):
        accepted(leave(MovementType.WITHDRAWAL, 1, claim=0, paid=0), issue(1, paid=0), halves)


def test_no_more_is_refunded_than_is_owed() -> None:
    def refund(cents: int) -> Transaction:
        return transaction(MovementType.REFUND_PAID, Movement(AN, claim_cents=-cents))

    gone = (issue(2), leave(MovementType.RESIGNATION, 2, claim=4000))
    assert accepted(refund(1000), *gone)
    assert accepted(refund(3000), *gone, refund(1000))
    with pytest.raises(ClaimBelowZero):
        accepted(refund(3001), *gone, refund(1000))
    assert accepted(transaction(MovementType.REFUND_DEFERRED, Movement(AN)), *gone)


def test_a_claim_goes_to_the_heir() -> None:
    heir = transaction(
        MovementType.INHERITANCE, Movement(AN, claim_cents=-4000, counter=2), Movement(BO, claim_cents=4000, counter=1)
    )
    assert accepted(heir, issue(2), leave(MovementType.END_BY_LAW, 2, claim=4000))


def test_a_conversion_keeps_the_value_and_a_split_the_class() -> None:
    conversion = transaction(
        MovementType.CONVERSION,
        Movement(AN, -2, 3000, -6000, counter=2),
        Movement(AN, 1, 6000, 6000, share_class="large", counter=1),
    )
    assert accepted(conversion, issue(2))
    split = transaction(
        MovementType.SPLIT, Movement(AN, -2, 3000, -6000, counter=2), Movement(AN, 4, 1500, 6000, counter=1)
    )
    assert accepted(split, issue(2))
    with pytest.raises(MovementsDoNotFit):
        accepted(replace(split, type=MovementType.CONSOLIDATION), issue(2))
    with pytest.raises(MovementsDoNotFit):
        accepted(replace(conversion, type=MovementType.SPLIT), issue(2))


@pytest.mark.parametrize(
    "kind", [MovementType.NOTE, MovementType.PLEDGE, MovementType.SEIZURE, MovementType.TRANSFER_LIMIT]
)
def test_a_note_moves_nothing(kind: MovementType) -> None:
    assert accepted(transaction(kind, Movement(AN)), issue(1))
    with pytest.raises(MovementsDoNotFit):
        accepted(transaction(kind, Movement(AN, 1, 3000)), issue(1))
    with pytest.raises(PaidInOutOfRange):
        accepted(transaction(kind, Movement(AN, paid_in_cents=1)), issue(1))


@pytest.mark.parametrize(
    ("new", "missing", "refusal"),
    [
        (transaction(MovementType.PAYMENT_ON_SHARE, Movement(AN, paid_in_cents=1)), "reference", ReferenceMissing),
        (pair(MovementType.TRANSFER), "document_digest", DocumentMissing),
        (leave(MovementType.RESIGNATION, 2, 0), "legal_basis", LegalBasisMissing),
        (leave(MovementType.EXCLUSION, 2, 0), "reason", ReasonMissing),
    ],
)
def test_each_type_asks_for_what_stands_beside_it(new: Transaction, missing: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        accepted(replace(new, **{missing: " "}), issue(2, paid=5000))  # type: ignore[arg-type]


def test_an_opening_balance_says_where_it_comes_from() -> None:
    opening = replace(issue(1), type=MovementType.OPENING_BALANCE)
    assert accepted(replace(opening, reference=""))
    assert accepted(replace(opening, document_digest=""))
    with pytest.raises(OriginMissing):
        accepted(replace(opening, reference="", document_digest=""))


def test_four_eyes_are_four_where_the_cooperative_has_a_second_person() -> None:
    wrong = issue(1)
    back = reversal_of(1, wrong, "Typing error")
    ledger = in_ledger(wrong)
    for second in ("", "officer:7"):
        with pytest.raises(SecondPersonMissing):
            check_transaction(replace(back, second_actor=second), ledger, TODAY, actor="officer:7", four_eyes=True)
    signed = replace(back, second_actor="officer:8")
    assert check_transaction(signed, ledger, TODAY, actor="officer:7", four_eyes=True) == signed
    assert check_transaction(wrong, [], TODAY, actor="officer:7", four_eyes=True) == wrong


def test_a_reversal_takes_back_exactly_one_transaction_once() -> None:
    wrong = pair(MovementType.TRANSFER)
    back = reversal_of(2, wrong, " Typing error ")
    assert (back.reason, back.reverses, back.effective_date) == ("Typing error", 2, DAY)
    before = (issue(2), wrong)
    assert accepted(back, *before)
    with pytest.raises(AlreadyReversed):
        accepted(back, *before, back)
    with pytest.raises(ReversalNotReversible):
        accepted(reversal_of(3, back, "Back again"), *before, back)
    with pytest.raises(ReasonMissing):
        accepted(reversal_of(2, wrong, "  "), *before)
    for half in (back.movements[:1], (replace(back.movements[0], quantity=2), back.movements[1])):
        with pytest.raises(ReversalDoesNotFit):
            accepted(replace(back, movements=half), *before)
    with pytest.raises(ReversalDoesNotFit):
        accepted(replace(back, reverses=9), *before)


def test_a_reversal_may_not_leave_fewer_than_no_shares_on_any_day() -> None:
    later = replace(pair(MovementType.TRANSFER), effective_date=DAY + timedelta(days=3))
    with pytest.raises(BalanceBelowZero) as refused:
        accepted(reversal_of(1, issue(1), "Typing error"), issue(1), later)
    assert refused.value.params == {"date": DAY + timedelta(days=3)}


def test_a_position_counts_what_was_so_that_day_and_known_by_then() -> None:
    first = in_ledger(issue(2, day=date(2024, 3, 1)), at=NOON - timedelta(days=9))
    late = [replace(entry, sequence=2) for entry in in_ledger(issue(1, 0, day=date(2024, 1, 1)))]
    entries = [*first, *late]
    assert position(entries, AsOf(date(2024, 2, 1), NOON)) == Position(1, 0, 0, date(2024, 1, 1))
    assert position(entries, AsOf(date(2024, 2, 1), NOON - timedelta(days=1))) == Position()
    assert position(entries, AsOf(TODAY, NOON)) == Position(3, 6000, 2, date(2024, 1, 1))


def chained(*transactions: Transaction, version: int = 1) -> list[ChainedTransaction]:
    ledger: list[ChainedTransaction] = []
    previous = GENESIS
    for sequence, each in zip(count(1), transactions, strict=False):
        numbers = tuple(movement.holder_id + 6 for movement in each.movements)
        link = ChainedTransaction(version, sequence, each, numbers, NOON, "officer:7", "Sofie Claes", previous)
        previous = transaction_hash(link)
        ledger.append(replace(link, hash=previous))
    return ledger


def codes(ledger: list[ChainedTransaction]) -> list[tuple[str, str]]:
    return [(fault.subject, fault.code) for fault in faults_in_chain(ledger)]


def test_an_untouched_chain_has_no_fault_also_over_the_seam_between_versions() -> None:
    assert codes([]) == []
    assert codes(chained(*[issue(quantity) for quantity in range(1, 6)])) == []
    old = chained(issue(1), issue(2), version=0)
    [_, _, new] = chained(issue(1), issue(2), pair(MovementType.TRANSFER))
    new = replace(new, previous_hash=old[-1].hash)
    new = replace(new, hash=transaction_hash(new))
    assert codes([*old, new]) == []
    back = replace(chained(issue(1), issue(2), issue(3), issue(4), version=0)[3], previous_hash=new.hash)
    assert ("entry 4", "version") in codes([*old, new, back])


def test_every_kind_of_tampering_is_located() -> None:
    entries = chained(issue(1), issue(2), issue(3), issue(4))
    changed = replace(entries[1], transaction=issue(20))
    assert codes([entries[0], changed, *entries[2:]]) == [("entry 2", "content")]
    renumbered = replace(entries[1], numbers=(9,))
    assert codes([entries[0], renumbered, *entries[2:]]) == [("entry 2", "content")]
    rewritten = replace(changed, hash=transaction_hash(changed))
    assert codes([entries[0], rewritten, *entries[2:]]) == [("entry 3", "link")]
    assert codes([entries[0], *entries[2:]]) == [("entry 3", "gap"), ("entry 3", "link")]
    assert codes([entries[0], replace(entries[1], version=7), *entries[2:]]) == [("entry 2", "version")]
    older = replace(entries[1], recorded_at=NOON - timedelta(hours=1))
    assert ("entry 2", "recorded_at") in codes([entries[0], older, *entries[2:]])


def test_half_a_transfer_is_found() -> None:
    [first, second] = chained(issue(2), pair(MovementType.TRANSFER))
    half = replace(
        second,
        transaction=replace(second.transaction, movements=second.transaction.movements[:1]),
        numbers=second.numbers[:1],
    )
    assert ("entry 2", "content") in codes([first, half])
    found = [(fault.subject, fault.code) for fault in faults_of_transactions([first, half])]
    assert found == [("entry 2", "movements_do_not_fit")]


def test_the_day_on_which_fewer_than_three_are_left_is_found() -> None:
    three = [issue(holder=holder) for holder in (1, 2, 3)]
    gone = replace(leave(MovementType.RESIGNATION, 1, claim=0), effective_date=DAY + timedelta(days=9))
    entries = [entry for each in chained(*three, gone) for entry in recorded(each)]
    assert [fault.subject for fault in faults_of_numbers_of_holders(entries)] == ["day 2026-05-10"]
    assert list(faults_of_numbers_of_holders(entries[:2])) == []


def test_a_record_of_each_version_says_which_it_is() -> None:
    [old], [new] = chained(issue(1), version=0), chained(issue(1))
    assert "v" not in LEDGER_TRANSACTION.encode(old, 0)
    assert LEDGER_TRANSACTION.encode(new, 1)["v"] == 1
