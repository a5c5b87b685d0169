"""Who holds what, as one selectable: from what is kept for today, recomputed from ledger and facts for any other day.

Both have the same columns, so a list is written once. Another day is answered by the ledger and the dated facts alone,
in one pass over an index that holds all that is added up.
"""

from collections.abc import Collection, Mapping
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

from govapp.db.base import Base
from govapp.shares.ledger.models import Holding, LedgerLine, LedgerTransaction
from govapp.shares.ledger.rules.movements import paid_up
from govapp.shares.people.models import PartyAddress, PartyCategory, PartyEmail, PartyLanguage, PartyName
from govapp.shares.people.queries.dated import known_at, select_in_force, select_rows_in_force
from govapp.shares.people.rules.days import AsOf

# What costs time on another day than today: ask only for what a list shows, filters or sorts by.
EXTRAS = frozenset({"paid_shares", "since", "category", "email", "name", "address", "language"})
# What everybody has who is known, also without a single entry: the tables by the extra that asks for them.
_PERSONAL: Mapping[str, type[Base]] = {"name": PartyName, "address": PartyAddress, "language": PartyLanguage}
# Their ids, or the statement that finds them.
People = Collection[int] | Select[int]


def select_positions(as_of: AsOf | None, *, extras: Collection[str] = EXTRAS, among: People | None = None) -> Subquery:
    """Return the positions at `as_of`, or those of today when it is None; `among` are the only people asked about.

    The columns are party_id, shares, paid_in_cents, and those of paid_shares, since, category and email that are in
    `extras`; name stands for name, given_name and search_name, address for street, postcode, town and country (of
    today: town alone), language for itself. Where one of these three is asked for, people without entries are there.
    """
    if as_of is None:
        kept = select(*Holding.__table__.columns)
        return (kept if among is None else kept.where(Holding.party_id.in_(among))).subquery("position")
    held = _held(as_of, extras, among)
    is_all = among is None
    people = [
        select_rows_in_force(facts, as_of, of_everybody=is_all) for name, facts in _PERSONAL.items() if name in extras
    ]
    statement = _with_people(held, people, among) if people else select(*held.columns)
    facts: dict[str, InstrumentedAttribute[str]] = {"category": PartyCategory.category, "email": PartyEmail.address}
    for name, value in facts.items():
        if name in extras:
            fact = select_in_force(value, as_of, of_everybody=is_all)
            statement = statement.add_columns(fact.c.value.label(name))
            statement = statement.outerjoin(fact, fact.c.party_id == held.c.party_id)
    return statement.subquery("position")


def _with_people(held: Subquery, people: list[Subquery], among: People | None) -> Select[*tuple[Any, ...]]:
    first, *others = people
    figures = [column for column in held.c if column.key != "party_id"]
    personal = [column for facts in people for column in facts.c if column.key != "party_id"]
    statement = select(first.c.party_id, *figures, *personal).select_from(first)
    for other in others:
        statement = statement.join(other, other.c.party_id == first.c.party_id)
    statement = statement.outerjoin(held, held.c.party_id == first.c.party_id)
    return statement if among is None else statement.where(first.c.party_id.in_(among))


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
