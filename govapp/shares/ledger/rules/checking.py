"""Whether a transaction may be written: its shape, what stands beside it, and the balances that it leaves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from govapp.kernel.texts import kept_lines
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Balance, Movement, Recorded, Transaction, daily_balances
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
from govapp.shares.ledger.rules.types import TYPE_RULES, Counter, Leaves, Money, Need, Sign
from govapp.shares.people.rules.refusals import EffectiveDateInFuture, ReasonMissing


def check_transaction(
    transaction: Transaction, ledger: Sequence[Recorded], today: date, *, actor: str = "", four_eyes: bool = False
) -> Transaction:
    """Return a transaction that may be written, given all entries of everybody whom it touches.

    `four_eyes` says that the cooperative has a second person sign what `TYPE_RULES` marks. Raises a named refusal:
    EffectiveDateInFuture, what `check_needs`, `check_shape` and `check_reversal` raise, SecondPersonMissing, and what
    `check_balances` and `check_departure` raise.
    """
    if transaction.effective_date > today:
        raise EffectiveDateInFuture(date=transaction.effective_date)
    check_needs(transaction)
    rule = TYPE_RULES[transaction.type]
    if four_eyes and rule.four_eyes and transaction.second_actor in {"", actor}:
        raise SecondPersonMissing
    check_shape(transaction)
    check_reversal(transaction, ledger)
    for entries in _by_person_and_class(transaction, ledger).values():
        check_balances(entries)
    check_departure(transaction, ledger)
    return transaction


def check_needs(transaction: Transaction) -> None:
    """Refuse a transaction without what its type needs beside it.

    Raises ReasonMissing, ReferenceMissing, LegalBasisMissing, DocumentMissing or OriginMissing.
    """
    given = {
        Need.REASON: transaction.reason,
        Need.REFERENCE: transaction.reference,
        Need.LEGAL_BASIS: transaction.legal_basis,
        Need.DOCUMENT: transaction.document_digest,
        Need.ORIGIN: transaction.reference or transaction.document_digest,
    }
    refusals = {
        Need.REASON: ReasonMissing,
        Need.REFERENCE: ReferenceMissing,
        Need.LEGAL_BASIS: LegalBasisMissing,
        Need.DOCUMENT: DocumentMissing,
        Need.ORIGIN: OriginMissing,
    }
    for need in Need:
        if need in TYPE_RULES[transaction.type].needs and not given[need].strip():
            raise refusals[need]


def check_shape(transaction: Transaction) -> None:
    """Refuse movements whose signs, amounts or counter lines are not those of the type.

    Raises MovementsDoNotFit, QuantityNotPositive or PaidInOutOfRange. The counter line of each line names it in turn,
    so lines come in pairs and a pair adds up to nothing.
    """
    rule = TYPE_RULES[transaction.type]
    if not transaction.movements or (transaction.reverses is None) != (rule.shares is not Sign.OPPOSITE):
        raise MovementsDoNotFit(type=transaction.type.value)
    for ordinal, movement in enumerate(transaction.movements, start=1):
        _check_shares(movement, rule.shares, transaction.type)
        if not _money_fits(movement, rule.money):
            raise PaidInOutOfRange
        if rule.counter is not Counter.NONE or rule.shares is not Sign.OPPOSITE:
            _check_counter(transaction, ordinal, rule.counter)


def _check_shares(movement: Movement, sign: Sign, kind: MovementType) -> None:
    if sign is Sign.PLUS and movement.quantity < 1:
        raise QuantityNotPositive
    if not _moves(movement, sign) or movement.unit_price_cents < (1 if movement.quantity else 0):
        raise MovementsDoNotFit(type=kind.value)


def _moves(movement: Movement, sign: Sign) -> bool:
    if sign is Sign.PLUS:
        return movement.quantity > 0
    if sign is Sign.MINUS:
        return movement.quantity < 0
    if sign is Sign.NONE:
        return movement.quantity == 0
    return sign is Sign.OPPOSITE or movement.quantity != 0 or movement.claim_cents != 0


def _money_fits(movement: Movement, money: Money) -> bool:
    paid, claim, value = movement.paid_in_cents, movement.claim_cents, movement.value_cents
    comes_with_shares = 0 <= paid <= value if value >= 0 else value <= paid <= 0
    if money is Money.WITH_SHARES:
        return comes_with_shares and claim == 0
    if money is Money.TO_CLAIM:
        # Never more than was really paid in: CCA 6:120 (P).
        return comes_with_shares and 0 <= claim <= -paid
    if money is Money.PAIRED:
        return comes_with_shares
    if money is Money.OPPOSITE:
        return True
    expected = {Money.PAID_IN: paid > 0 and claim == 0, Money.PAID_OUT: paid == 0 and claim < 0}
    return expected.get(money, paid == 0 and claim == 0)


def _check_counter(transaction: Transaction, ordinal: int, counter: Counter) -> None:
    movement = transaction.movements[ordinal - 1]
    if counter is Counter.NONE:
        if movement.counter is not None:
            raise MovementsDoNotFit(type=transaction.type.value)
        return
    if movement.counter is None or not 1 <= movement.counter <= len(transaction.movements):
        raise MovementsDoNotFit(type=transaction.type.value)
    other = transaction.movements[movement.counter - 1]
    adds_up = (
        other.counter == ordinal
        and other.value_cents == -movement.value_cents
        and other.paid_in_cents == -movement.paid_in_cents
        and other.claim_cents == -movement.claim_cents
    )
    if not (adds_up and _sides_fit(movement, other, counter) and _direction_fits(movement, other, transaction.type)):
        raise MovementsDoNotFit(type=transaction.type.value)


def _sides_fit(movement: Movement, other: Movement, counter: Counter) -> bool:
    same_person = movement.holder_id == other.holder_id
    same_class = movement.share_class == other.share_class
    if counter is Counter.OTHER_PERSON:
        return not same_person and same_class and other.quantity == -movement.quantity
    if counter is Counter.OTHER_CLASS:
        return same_person and not same_class
    return same_person and same_class and other.quantity != -movement.quantity


def _direction_fits(movement: Movement, other: Movement, kind: MovementType) -> bool:
    # A split makes more shares of the same value, a consolidation fewer.
    change = movement.quantity + other.quantity
    return {MovementType.SPLIT: change > 0, MovementType.CONSOLIDATION: change < 0}.get(kind, True)


def check_reversal(transaction: Transaction, ledger: Iterable[Recorded]) -> None:
    """Refuse a reversal that is not the exact negative of one transaction that stands and was not reversed.

    Raises AlreadyReversed, ReversalNotReversible or ReversalDoesNotFit.
    """
    if transaction.reverses is None:
        return
    known = list(ledger)
    if any(entry.reverses == transaction.reverses for entry in known):
        raise AlreadyReversed(entry=str(transaction.reverses))
    wrong = sorted((entry for entry in known if entry.sequence == transaction.reverses), key=lambda each: each.ordinal)
    if any(entry.type is MovementType.CORRECTION_REVERSAL for entry in wrong):
        raise ReversalNotReversible(entry=str(transaction.reverses))
    expected = tuple(negative_of(entry.movement) for entry in wrong)
    if not wrong or transaction.movements != expected or transaction.effective_date != wrong[0].effective_date:
        raise ReversalDoesNotFit(entry=str(transaction.reverses))


def negative_of(movement: Movement) -> Movement:
    """Return the movement that takes back another exactly."""
    return replace(
        movement,
        quantity=-movement.quantity,
        paid_in_cents=-movement.paid_in_cents,
        claim_cents=-movement.claim_cents,
    )


def reversal_of(sequence: int, transaction: Transaction, reason: str) -> Transaction:
    """Return the exact negative of a transaction on the same legal day; `check_transaction` says whether it may be."""
    return Transaction(
        type=MovementType.CORRECTION_REVERSAL,
        effective_date=transaction.effective_date,
        movements=tuple(negative_of(movement) for movement in transaction.movements),
        reason=kept_lines(reason),
        reverses=sequence,
    )


def check_balances(movements: Iterable[tuple[date, Movement]]) -> None:
    """Refuse what would leave one person, in one class, with less than nothing on any legal day.

    Raises BalanceBelowZero, PaidInOutOfRange, PriceDoesNotFit (shares left at another price than they came) or
    ClaimBelowZero (more refunded than the separation share).
    """
    for day, balance in daily_balances(movements):
        if balance.shares < 0:
            raise BalanceBelowZero(date=day)
        # Shares for which nothing is due would count as paid up: they came at one price and left at another.
        if balance.due_cents < 0 or (balance.shares == 0) != (balance.due_cents == 0):
            raise PriceDoesNotFit(date=day)
        if not 0 <= balance.paid_in_cents <= balance.due_cents:
            raise PaidInOutOfRange
        if balance.claim_cents < 0:
            raise ClaimBelowZero(date=day)


def check_departure(transaction: Transaction, ledger: Iterable[Recorded]) -> None:
    """Refuse a departure that leaves shares behind, or a withdrawal of a part that leaves none.

    A shareholder resigns with all shares unless the statutes allow a part (Code of companies and associations,
    article 6:120). Raises SharesLeft or SharesNotLeft.
    """
    leaves = TYPE_RULES[transaction.type].leaves
    if leaves is Leaves.ANY:
        return
    known = list(ledger)
    for holder_id in {movement.holder_id for movement in transaction.movements if movement.quantity < 0}:
        left = sum(balance.shares for balance in _balances_of(holder_id, transaction, known))
        if leaves is Leaves.ALL and left > 0:
            raise SharesLeft(date=transaction.effective_date)
        if leaves is Leaves.SOME and left == 0:
            raise SharesNotLeft(date=transaction.effective_date)


def _balances_of(holder_id: int, transaction: Transaction, ledger: Iterable[Recorded]) -> Iterator[Balance]:
    for (person, _), entries in _by_person_and_class(transaction, ledger).items():
        days = daily_balances(entries) if person == holder_id else []
        until = [balance for day, balance in days if day <= transaction.effective_date]
        if until:
            yield until[-1]


def _by_person_and_class(
    transaction: Transaction, ledger: Iterable[Recorded]
) -> dict[tuple[int, str], list[tuple[date, Movement]]]:
    found: dict[tuple[int, str], list[tuple[date, Movement]]] = {}
    moved = [
        *((entry.effective_date, entry.movement) for entry in ledger),
        *((transaction.effective_date, movement) for movement in transaction.movements),
    ]
    for day, movement in moved:
        found.setdefault((movement.holder_id, movement.share_class), []).append((day, movement))
    return found
