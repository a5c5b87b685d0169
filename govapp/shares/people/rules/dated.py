"""Facts about a person that change with time: category, e-mail address, voting representative.

A fact holds from its legal day on, until a later one replaces it. Facts are never edited: a correction is a new fact
for the same day, and the one recorded last wins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from govapp.shares.people.rules.days import AsOf

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value from a legal day on, and when the register learned it; `order` settles two of the same moment."""

    value: T
    effective_date: date
    recorded_at: datetime
    order: int = 0


def fact_at(facts: Iterable[Dated[T]], as_of: AsOf) -> Dated[T] | None:
    """Return the fact in force at `as_of`, or None when nothing was known for that day."""
    known = (
        fact for fact in facts if fact.effective_date <= as_of.effective and fact.recorded_at <= as_of.recorded_until
    )
    return max(known, key=lambda fact: (fact.effective_date, fact.recorded_at, fact.order), default=None)
