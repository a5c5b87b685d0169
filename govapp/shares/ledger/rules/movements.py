"""Movements of shares and the balances that follow from them, on two time axes.

Every entry has a legal day (`effective_date`) and a moment at which the register learned of it (`recorded_at`).
A question about the register therefore names both: what was so on that day, as known at that moment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from govapp.shares.ledger.rules.kinds import Event
from govapp.shares.ledger.rules.refusals import (
    AlreadyReversed,
    BalanceBelowZero,
    PaidInOutOfRange,
    QuantityNotPositive,
    ReversalNotReversible,
)
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.rules.refusals import EffectiveDateInFuture, ReasonMissing


@dataclass(frozen=True, slots=True)
class Movement:
    """A signed number of shares of one holder; amounts in cents. `reverses` is the sequence of another entry."""

    event: Event
    holder_id: int
    quantity: int
    unit_price_cents: int
    paid_in_cents: int
    effective_date: date
    reason: str = ""
    reference: str = ""
    reverses: int | None = None

    @property
    def paid_shares(self) -> int:
        """Return how many whole shares the paid-in amount covers, with the sign of the movement."""
        covered = abs(self.paid_in_cents) // self.unit_price_cents
        return covered if self.quantity >= 0 else -covered


@dataclass(frozen=True, slots=True)
class Recorded:
    """A movement as it stands in the ledger."""

    sequence: int
    recorded_at: datetime
    movement: Movement


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody holds: shares, cents paid in, shares paid in full, and the day of the first share still counted."""

    shares: int = 0
    paid_in_cents: int = 0
    paid_shares: int = 0
    since: date | None = None


def check_issue(movement: Movement, today: date) -> Movement:
    """Return an opening balance or issue that may be written.

    Raises QuantityNotPositive, PaidInOutOfRange or EffectiveDateInFuture.
    """
    if movement.quantity < 1:
        raise QuantityNotPositive
    if not 0 <= movement.paid_in_cents <= movement.quantity * movement.unit_price_cents:
        raise PaidInOutOfRange
    if movement.effective_date > today:
        raise EffectiveDateInFuture(date=movement.effective_date)
    return movement


def reversal_of(entry: Recorded, reason: str, ledger: Iterable[Recorded]) -> Movement:
    """Return the exact negative of `entry`, on the same legal day, given all entries of its holder.

    Raises ReasonMissing, ReversalNotReversible, AlreadyReversed or BalanceBelowZero.
    """
    if not reason.strip():
        raise ReasonMissing
    if entry.movement.event is Event.CORRECTION_REVERSAL:
        raise ReversalNotReversible(entry=str(entry.sequence))
    known = list(ledger)
    if any(other.movement.reverses == entry.sequence for other in known):
        raise AlreadyReversed(entry=str(entry.sequence))
    wrong = entry.movement
    reversal = Movement(
        event=Event.CORRECTION_REVERSAL,
        holder_id=wrong.holder_id,
        quantity=-wrong.quantity,
        unit_price_cents=wrong.unit_price_cents,
        paid_in_cents=-wrong.paid_in_cents,
        effective_date=wrong.effective_date,
        reason=reason.strip(),
        reverses=entry.sequence,
    )
    day = first_day_below_zero([*(one.movement for one in known), reversal])
    if day is not None:
        raise BalanceBelowZero(date=day)
    return reversal


def first_day_below_zero(movements: Iterable[Movement]) -> date | None:
    """Return the first legal day on which one holder's balance is negative, or None; order does not matter."""
    totals: dict[date, int] = {}
    for movement in movements:
        totals[movement.effective_date] = totals.get(movement.effective_date, 0) + movement.quantity
    balance = 0
    for day in sorted(totals):
        balance += totals[day]
        if balance < 0:
            return day
    return None


def counted(entries: Iterable[Recorded], as_of: AsOf) -> list[Recorded]:
    """Return the entries that count at `as_of`, in ledger order."""
    return [
        entry
        for entry in entries
        if entry.movement.effective_date <= as_of.effective and entry.recorded_at <= as_of.recorded_until
    ]


def position(entries: Iterable[Recorded], as_of: AsOf) -> Position:
    """Return what one holder has at `as_of`. `since` is the day of the oldest entry that is not reversed."""
    valid = counted(entries, as_of)
    undone = {entry.movement.reverses for entry in valid} - {None}
    first = [entry.movement.effective_date for entry in valid if _opens(entry, undone)]
    return Position(
        shares=sum(entry.movement.quantity for entry in valid),
        paid_in_cents=sum(entry.movement.paid_in_cents for entry in valid),
        paid_shares=sum(entry.movement.paid_shares for entry in valid),
        since=min(first, default=None),
    )


def _opens(entry: Recorded, undone: set[int | None]) -> bool:
    return entry.movement.quantity > 0 and entry.sequence not in undone


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of a whole list: holders with shares, shares, cents paid in, and shares per category."""

    holders: int = 0
    shares: int = 0
    paid_in_cents: int = 0
    holders_by_category: Mapping[str, int] = field(default_factory=dict)
    shares_by_category: Mapping[str, int] = field(default_factory=dict)


def total(rows: Iterable[tuple[str, int, int]]) -> Totals:
    """Return the totals of rows (category, shares, cents paid in); rows without shares do not count."""
    heads: dict[str, int] = {}
    shares: dict[str, int] = {}
    paid = 0
    for category, quantity, cents in rows:
        if quantity <= 0:
            continue
        heads[category] = heads.get(category, 0) + 1
        shares[category] = shares.get(category, 0) + quantity
        paid += cents
    return Totals(sum(heads.values()), sum(shares.values()), paid, heads, shares)
