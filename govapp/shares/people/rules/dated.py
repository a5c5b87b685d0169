"""Facts about a person that change with time: name, address, language, category, e-mail address, representative.

A fact holds from its legal day on, until a later one replaces it. Facts are never edited: a correction is a new fact
for the same day, and the one recorded last wins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from govapp.shares.people.rules.days import AsOf

T = TypeVar("T")

# The legal day of the first name, address and language of a person: nothing earlier was ever known.
FROM_THE_START = date.min


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value from a legal day on, and when the register learned it; `order` settles two of the same moment."""

    value: T
    effective_date: date
    recorded_at: datetime
    order: int = 0


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name; an organisation has no given name."""

    name: str
    given_name: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A domicile or seat; `country` is a code of two letters (ISO 3166-1)."""

    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "BE"


def fact_at(facts: Iterable[Dated[T]], as_of: AsOf) -> Dated[T] | None:
    """Return the fact in force at `as_of`, or None when nothing was known for that day."""
    known = (
        fact for fact in facts if fact.effective_date <= as_of.effective and fact.recorded_at <= as_of.recorded_until
    )
    return max(known, key=_precedence, default=None)


def last_fact(facts: Iterable[Dated[T]]) -> Dated[T]:
    """Return the fact that holds now, of a kind of which there is always one: a name, an address, a language."""
    return max(facts, key=_precedence)


def fact_or_first(facts: Iterable[Dated[T]], as_of: AsOf) -> Dated[T]:
    """Return the fact in force at `as_of`, or the first that was recorded when nothing was known by then."""
    known = list(facts)
    return fact_at(known, as_of) or min(known, key=lambda fact: (fact.recorded_at, fact.order))


def _precedence(fact: Dated[T]) -> tuple[date, datetime, int]:
    return fact.effective_date, fact.recorded_at, fact.order
