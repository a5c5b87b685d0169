"""Reading dated facts about people: as the rules take them, and as one selectable of what holds at a moment."""

from collections import defaultdict
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from govapp.shares.people.rules.dated import Dated
from govapp.shares.people.rules.days import AsOf

T = TypeVar("T")


def facts_of(session: Session, value: InstrumentedAttribute[T], party_id: int) -> list[Dated[T]]:
    """Return all that was ever recorded about one person in the table of `value`, like `PartyEmail.address`."""
    rows = session.execute(_facts(value).where(value.class_.party_id == party_id))
    return [Dated(*fact) for _, *fact in rows]


def facts_of_all(session: Session, value: InstrumentedAttribute[T]) -> dict[int, list[Dated[T]]]:
    """Return all that was ever recorded in the table of `value`, by the id of the person."""
    found: dict[int, list[Dated[T]]] = defaultdict(list)
    for party_id, *fact in session.execute(_facts(value)):
        found[party_id].append(Dated(*fact))
    return found


def _facts(value: InstrumentedAttribute[T]) -> Select[*tuple[Any, ...]]:
    facts = value.class_
    return select(facts.party_id, value, facts.effective_date, facts.recorded_at, facts.id)


def in_force(value: InstrumentedAttribute[Any], as_of: AsOf) -> Subquery:
    """Return the dated facts (party_id, value) that hold at `as_of`: those that no later one replaces."""
    facts: FromClause = value.class_.__table__
    fact, later = facts.alias(), facts.alias()
    replaced = select(later.c.id).where(
        later.c.party_id == fact.c.party_id,
        *known_at(later, as_of),
        tuple_(later.c.effective_date, later.c.recorded_at, later.c.id)
        > tuple_(fact.c.effective_date, fact.c.recorded_at, fact.c.id),
    )
    return (
        select(fact.c.party_id, fact.c[value.key].label("value"))
        .where(*known_at(fact, as_of), ~replaced.exists())
        .subquery()
    )


def known_at(rows: FromClause, as_of: AsOf) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the two conditions on a table with both time axes: the legal day has come, and the register knew."""
    return rows.c.effective_date <= as_of.effective, rows.c.recorded_at <= as_of.recorded_until
