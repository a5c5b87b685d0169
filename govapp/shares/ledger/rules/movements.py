"""Transactions, the movements of which they consist, and the positions that follow, on two time axes.

Every transaction has a legal day (`effective_date`) and a moment at which the register learned of it (`recorded_at`).
A question about the register therefore names both: what was so on that day, as known at that moment.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.people.rules.days import AsOf

# The only class of shares so far. A class is a word in each movement, so that another one needs no change of tables.
ORDINARY = "ordinary"

N = TypeVar("N", bound=Any)


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a transaction: signed shares and signed amounts in cents, of one person and one class of shares.

    `paid_in_cents` is what is paid in on the shares; `claim_cents` is the separation share that the cooperative owes
    after an exit and has not refunded. `counter` is the ordinal (from 1) of the line on the other side.
    """

    holder_id: int
    quantity: int = 0
    unit_price_cents: int = 0
    paid_in_cents: int = 0
    claim_cents: int = 0
    share_class: str = ORDINARY
    counter: int | None = None

    @property
    def value_cents(self) -> int:
        """Return the price of the shares that move, with their sign."""
        return self.quantity * self.unit_price_cents


@dataclass(frozen=True, slots=True)
class Transaction:
    """Movements that happen together or not at all. `reverses` is the sequence of the transaction taken back."""

    type: MovementType
    effective_date: date
    movements: tuple[Movement, ...]
    reason: str = ""
    reference: str = ""
    legal_basis: str = ""
    document_digest: str = ""
    second_actor: str = ""
    second_actor_name: str = ""
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A movement as it stands in the ledger, with what its transaction says of it."""

    sequence: int
    ordinal: int
    type: MovementType
    effective_date: date
    recorded_at: datetime
    reverses: int | None
    movement: Movement


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody holds: shares, cents paid in, shares paid in full, and the day of the first share still counted."""

    shares: int = 0
    paid_in_cents: int = 0
    paid_shares: int = 0
    since: date | None = None


def paid_up(shares: N, paid_in_cents: N, due_cents: N, choose: Callable[[Any, Any, Any], N]) -> N:
    """Return how many whole shares of a position are paid up; `due_cents` is the price of all its shares.

    Shares are fully paid at issue unless the statutes say otherwise (Code of companies and
    associations, article 6:109).
    What is paid counts for the whole position: EUR 15 and EUR 15 pay one share of EUR 30. This is the only definition:
    plain numbers and SQL columns both go through it, each with its own `choose(condition, if_true, if_false)`.
    """
    return choose(paid_in_cents >= due_cents, shares, paid_in_cents * shares // choose(due_cents > 0, due_cents, 1))


def whole_shares_paid(shares: int, paid_in_cents: int, due_cents: int) -> int:
    """Return `paid_up` of plain numbers."""
    return paid_up(
        shares, paid_in_cents, due_cents, lambda condition, if_true, if_false: if_true if condition else if_false
    )


def counted(entries: Iterable[Recorded], as_of: AsOf) -> list[Recorded]:
    """Return the entries that count at `as_of`, in ledger order."""
    return [
        entry
        for entry in entries
        if entry.effective_date <= as_of.effective and entry.recorded_at <= as_of.recorded_until
    ]


def position(entries: Iterable[Recorded], as_of: AsOf) -> Position:
    """Return what one holder has at `as_of`. `since` is the day of the oldest shares that were not taken back."""
    valid = counted(entries, as_of)
    undone = {entry.reverses for entry in valid} - {None}
    shares = sum(entry.movement.quantity for entry in valid)
    paid_in_cents = sum(entry.movement.paid_in_cents for entry in valid)
    due_cents = sum(entry.movement.value_cents for entry in valid)
    first = [entry.effective_date for entry in valid if entry.movement.quantity > 0 and entry.sequence not in undone]
    return Position(
        shares, paid_in_cents, whole_shares_paid(shares, paid_in_cents, due_cents), min(first, default=None)
    )


@dataclass(frozen=True, slots=True)
class Balance:
    """What one person has of one class of shares at the end of a legal day; all four are never below zero."""

    shares: int = 0
    paid_in_cents: int = 0
    due_cents: int = 0
    claim_cents: int = 0

    def plus(self, movement: Movement) -> "Balance":
        """Return the balance after a movement."""
        return Balance(
            self.shares + movement.quantity,
            self.paid_in_cents + movement.paid_in_cents,
            self.due_cents + movement.value_cents,
            self.claim_cents + movement.claim_cents,
        )


def daily_balances(movements: Iterable[tuple[date, Movement]]) -> list[tuple[date, Balance]]:
    """Return the balance at the end of each legal day on which something moved, for one person and class.

    The order of `movements` does not matter: what is recorded later may lie earlier.
    """
    balance = Balance()
    days: dict[date, Balance] = {}
    for day, movement in sorted(movements, key=lambda each: each[0]):
        balance = balance.plus(movement)
        days[day] = balance
    return list(days.items())


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
