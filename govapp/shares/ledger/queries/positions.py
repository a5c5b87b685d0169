"""Who holds what, as one selectable: from the kept figures for today, recomputed from the ledger for any other day.

Both have the same columns, so a list is written once. Another day is answered by the ledger and the dated facts alone,
in one pass over an index that holds all that is added up.
"""

from collections.abc import Collection

from sqlalchemy import Date, Select, Subquery, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from govapp.shares.ledger.models import Holding, LedgerEntry
from govapp.shares.people.models import PartyCategory, PartyEmail
from govapp.shares.people.queries.dated import in_force, known_at
from govapp.shares.people.rules.days import AsOf

# What costs time on another day than today: ask only for what a list shows, filters or sorts by.
EXTRAS = frozenset({"since", "category", "email"})
# Their ids, or the statement that finds them.
People = Collection[int] | Select[int]


def positions(as_of: AsOf | None, *, extras: Collection[str] = EXTRAS, among: People | None = None) -> Subquery:
    """Return the positions at `as_of`, or those of today when it is None; `among` are the only people asked about.

    The columns are party_id, shares, paid_in_cents, paid_shares, and since, category and email when they are in
    `extras`. On another day there is no row for people without an entry by then.
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
    statement = (
        select(
            LedgerEntry.party_id,
            func.sum(LedgerEntry.quantity).label("shares"),
            func.sum(LedgerEntry.paid_in_cents).label("paid_in_cents"),
            func.sum(LedgerEntry.paid_in_cents // LedgerEntry.unit_price_cents).label("paid_shares"),
        )
        .where(*known_at(LedgerEntry.__table__, as_of))
        .group_by(LedgerEntry.party_id)
    )
    if "since" in extras:
        undoing = aliased(LedgerEntry)
        # Greater than nothing, and not only "is not null": that is how SQLite takes the index of the few reversals.
        undone = select(undoing.reverses).where(undoing.reverses > 0, undoing.recorded_at <= as_of.recorded_until)
        opens = and_(LedgerEntry.quantity > 0, LedgerEntry.sequence.not_in(undone))
        first = func.min(case((opens, LedgerEntry.effective_date)), type_=Date)
        statement = statement.add_columns(first.label("since"))
    if among is not None:
        statement = statement.where(LedgerEntry.party_id.in_(among))
    return statement.subquery("held")
