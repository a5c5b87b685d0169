"""Who holds what, as one selectable: from the kept figures for today, recomputed from the ledger for any other day.

Both have the same columns (party_id, shares, paid_in_cents, paid_shares, since, category, email), so a list is
written once.
"""

from sqlalchemy import Date, Subquery, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from govapp.shares.models import Holding, LedgerEntry, PartyCategory, PartyEmail
from govapp.shares.rules.movements import AsOf


def positions(as_of: AsOf | None) -> Subquery:
    """Return the positions at `as_of`, or those of today when it is None."""
    if as_of is None:
        return select(*Holding.__table__.columns).subquery("position")
    held = _held(as_of)
    category = _latest(PartyCategory, PartyCategory.category, as_of)
    email = _latest(PartyEmail, PartyEmail.address, as_of)
    return (
        select(
            held.c.party_id,
            held.c.shares,
            held.c.paid_in_cents,
            held.c.paid_shares,
            held.c.since,
            func.coalesce(category.c.category, "").label("category"),
            func.coalesce(email.c.address, "").label("email"),
        )
        .outerjoin(category, and_(category.c.party_id == held.c.party_id, category.c.place == 1))
        .outerjoin(email, and_(email.c.party_id == held.c.party_id, email.c.place == 1))
        .subquery("position")
    )


def _held(as_of: AsOf) -> Subquery:
    undoing = aliased(LedgerEntry)
    opens = and_(LedgerEntry.quantity > 0, undoing.sequence.is_(None))
    return (
        select(
            LedgerEntry.party_id,
            func.sum(LedgerEntry.quantity).label("shares"),
            func.sum(LedgerEntry.paid_in_cents).label("paid_in_cents"),
            func.sum(LedgerEntry.paid_in_cents // LedgerEntry.unit_price_cents).label("paid_shares"),
            func.min(case((opens, LedgerEntry.effective_date)), type_=Date).label("since"),
        )
        .outerjoin(
            undoing,
            and_(undoing.reverses == LedgerEntry.sequence, undoing.recorded_at <= as_of.recorded_until),
        )
        .where(LedgerEntry.effective_date <= as_of.effective, LedgerEntry.recorded_at <= as_of.recorded_until)
        .group_by(LedgerEntry.party_id)
        .subquery("held")
    )


def _latest(facts: type[PartyCategory | PartyEmail], value: InstrumentedAttribute[str], as_of: AsOf) -> Subquery:
    place = func.row_number().over(
        partition_by=facts.party_id,
        order_by=(facts.effective_date.desc(), facts.recorded_at.desc(), facts.id.desc()),
    )
    return (
        select(facts.party_id, value, place.label("place"))
        .where(facts.effective_date <= as_of.effective, facts.recorded_at <= as_of.recorded_until)
        .subquery()
    )
