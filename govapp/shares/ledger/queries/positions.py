"""Who holds what, as one selectable: from the kept figures for today, recomputed from the ledger for any other day.

Both have the same columns, so a list is written once. Another day is answered by the ledger and the dated facts alone,
in one pass over an index that holds all that is added up.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from govapp.shares.ledger.models import Holding, LedgerLine, LedgerTransaction
from govapp.shares.ledger.rules.movements import paid_up
from govapp.shares.people.models import PartyCategory, PartyEmail
from govapp.shares.people.queries.dated import in_force, known_at
from govapp.shares.people.rules.days import AsOf

# What costs time on another day than today: ask only for what a list shows, filters or sorts by.
EXTRAS = frozenset({"paid_shares", "since", "category", "email"})
# Their ids, or the statement that finds them.
People = Collection[int] | Select[int]


def positions(as_of: AsOf | None, *, extras: Collection[str] = EXTRAS, among: People | None = None) -> Subquery:
    """Return the positions at `as_of`, or those of today when it is None; `among` are the only people asked about.

    The columns are party_id, shares, paid_in_cents, and those of paid_shares, since, category and email that are in
    """
    if as_of is None:
        kept = select(*Holding.__table__.columns)
        return (kept if among is None else kept.where(Holding.party_id.in_(among))).subquery("position")
    held = _held(as_of, extras, among)
    statement = select(*held.columns)
    facts: dict[str, InstrumentedAttribute[str]] = {"category": PartyCategory.category, "email": PartyEmail.address}
    for name, value in facts.items():
        if name in extras:
            fact = in_force(value, as_of)
            statement = statement.add_columns(fact.c.value.label(name))
            statement = statement.outerjoin(fact, fact.c.party_id == held.c.party_id)
    return statement.subquery("position")


def _held(as_of: AsOf, extras: Collection[str], among: People | None) -> Subquery:
    line = LedgerLine
    shares, paid_in_cents = _sum(line.quantity), _sum(line.paid_in_cents)
    statement = (
        select(line.party_id, shares.label("shares"), paid_in_cents.label("paid_in_cents"))
        .where(*known_at(line.__table__, as_of))
        .group_by(line.party_id)
    )
    if "paid_shares" in extras:
        due_cents = _sum(line.quantity * line.unit_price_cents)
        paid_shares = paid_up(shares, paid_in_cents, due_cents, _choose)
        statement = statement.add_columns(paid_shares.label("paid_shares"))
    if "since" in extras:
        # Greater than nothing, and not only "is not null": that is how SQLite takes the index of the few reversals.
        undoing = LedgerTransaction
        undone = select(undoing.reverses).where(undoing.reverses > 0, undoing.recorded_at <= as_of.recorded_until)
        opens = and_(line.quantity > 0, line.sequence.not_in(undone))
        first = func.min(case((opens, line.effective_date)), type_=Date)
        statement = statement.add_columns(first.label("since"))
    if among is not None:
        statement = statement.where(line.party_id.in_(among))
    return statement.subquery("held")


def _sum(figure: SQLColumnExpression[int]) -> ColumnElement[int]:
    # PostgreSQL adds up to a decimal number, which would divide with a remainder.
    return cast(func.sum(figure), BigInteger)


def _choose(condition: ColumnElement[bool], if_true: Any, if_false: Any) -> ColumnElement[int]:  # noqa: ANN401 - column or number
    return case((condition, if_true), else_=if_false)
