"""Reading dated facts about people: as the rules take them, and as one selectable of what holds at a moment."""

from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Subquery, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from govapp.db.base import Base
from govapp.shares.people.models import PartyAddress, PartyName
from govapp.shares.people.rules.dated import Address, Dated, PersonName
from govapp.shares.people.rules.days import AsOf

T = TypeVar("T")
# What stands beside every dated fact: whose it is, since when, and who recorded it and why.
_BOOKKEEPING = frozenset({"id", "party_id", "effective_date", "recorded_at", "actor", "actor_name", "reason"})


def list_dated_facts(session: Session, value: InstrumentedAttribute[T], party_id: int) -> list[Dated[T]]:
    """Return all that was ever recorded about one person in the table of `value`, like `PartyEmail.address`."""
    facts = value.class_
    statement = select(value, facts.effective_date, facts.recorded_at, facts.id).where(facts.party_id == party_id)
    return [Dated(*fact) for fact in session.execute(statement)]


def list_dated_names(session: Session, party_id: int) -> list[Dated[PersonName]]:
    """Return all names that were ever recorded of one person."""
    return [
        Dated(PersonName(row.name, row.given_name), row.effective_date, row.recorded_at, row.id)
        for row in session.scalars(select(PartyName).where(PartyName.party_id == party_id))
    ]


def list_dated_addresses(session: Session, party_id: int) -> list[Dated[Address]]:
    """Return all addresses that were ever recorded of one person."""
    return [
        Dated(Address(row.street, row.postcode, row.town, row.country), row.effective_date, row.recorded_at, row.id)
        for row in session.scalars(select(PartyAddress).where(PartyAddress.party_id == party_id))
    ]


def list_addresses_at(session: Session, people: Collection[int], as_of: AsOf) -> dict[int, Address]:
    """Return the address of each of these people that holds at `as_of`, by person."""
    lives = select_rows_in_force(PartyAddress, as_of, of_everybody=True)
    # Of a whole voting list there are more than a statement takes numbers.
    rows = session.execute(select(lives.c.party_id, lives.c.street, lives.c.postcode, lives.c.town, lives.c.country))
    return {row[0]: Address(*row[1:]) for row in rows if row[0] in people}


def find_next_day(session: Session, facts: type[Base], party_id: int, day: date) -> date | None:
    """Return the next day after `day` on which something was recorded about one person in the table `facts`, or None.

    What is recorded for `day` holds until then.
    """
    days, person = facts.__table__.c.effective_date, facts.__table__.c.party_id
    found: date | None = session.scalar(select(func.min(days)).where(person == party_id, days > day))
    return found


def select_in_force(value: InstrumentedAttribute[Any], as_of: AsOf, *, of_everybody: bool = False) -> Subquery:
    """Return the dated facts (party_id, value) that hold at `as_of`: those that no later one replaces.

    `of_everybody` says that most people are asked about, and changes nothing but how soon the answer comes.
    """
    facts = value.class_.__table__
    return _in_force(facts, as_of, lambda fact: [fact.c[value.key].label("value")], of_everybody=of_everybody)


def select_rows_in_force(facts: type[Base], as_of: AsOf, *, of_everybody: bool = False) -> Subquery:
    """Return party_id and what a table of dated facts says of people, as it holds at `as_of`.

    `of_everybody` says that most people are asked about, and changes nothing but how soon the answer comes.
    """
    table = facts.__table__
    said = [each.key for each in table.c if each.key not in _BOOKKEEPING]
    return _in_force(table, as_of, lambda fact: [fact.c[key] for key in said], of_everybody=of_everybody)


def _in_force(
    facts: FromClause, as_of: AsOf, columns: Callable[[FromClause], list[ColumnElement[Any]]], *, of_everybody: bool
) -> Subquery:
    fact, later, counted = _aliases(facts)
    replaced = select(later.c.id).where(
        later.c.party_id == fact.c.party_id,
        *known_at(later, as_of),
        tuple_(later.c.effective_date, later.c.recorded_at, later.c.id)
        > tuple_(fact.c.effective_date, fact.c.recorded_at, fact.c.id),
    )
    is_last = ~replaced.exists()
    if of_everybody:
        # Of nearly everybody one fact is known, and nothing can replace it: only the few others are looked up.
        several = select(counted.c.party_id).group_by(counted.c.party_id).having(func.count() > 1)
        is_last = or_(fact.c.party_id.not_in(several), is_last)
    return select(fact.c.party_id, *columns(fact)).where(*known_at(fact, as_of), is_last).subquery()


@cache
def _aliases(facts: FromClause) -> tuple[FromClause, FromClause, FromClause]:
    # Made once: an alias copies every column, which takes longer than to ask for one person's facts.
    return facts.alias(), facts.alias(), facts.alias()


def known_at(rows: FromClause, as_of: AsOf) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the two conditions on a table with both time axes: the legal day has come, and the register knew."""
    return rows.c.effective_date <= as_of.effective, rows.c.recorded_at <= as_of.recorded_until
