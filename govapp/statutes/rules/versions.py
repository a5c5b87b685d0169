"""The versions of the statutes in time: which is in force on a day, and that there is exactly one for each day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from govapp.kernel.errors import Refusal
from govapp.statutes.rules.profile import Body, Profile
from govapp.statutes.rules.refusals import (
    DecisionAfterEffect,
    DecisionIncomplete,
    HoleBetweenVersions,
    TwoVersionsForOneDay,
)

BEGINNING: Final = date(1900, 1, 1)
"""The first day of the first version: before any cooperative of today."""


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """The decision that made a version: when, by whom, where it is written down, and why."""

    day: date
    body: Body
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class StatutesVersion:
    """A profile in force from `first_day` until and including `last_day`, or until the next version when that is None.

    `number` counts the versions in the order in which they were kept, from 1; `digest` is that of the profile.
    """

    number: int
    first_day: date
    last_day: date | None
    profile: Profile
    digest: str
    decision: DecisionTaken


def version_on(versions: Sequence[StatutesVersion], day: date) -> StatutesVersion:
    """Return the version in force on a day; raises HoleBetweenVersions when none is, TwoVersionsForOneDay."""
    begun = [each for each in versions if each.first_day <= day]
    if not begun:
        raise HoleBetweenVersions(day=day)
    latest = max(each.first_day for each in begun)
    found = [each for each in begun if each.first_day == latest]
    if len(found) > 1:
        raise TwoVersionsForOneDay(day=latest)
    if found[0].last_day is not None and found[0].last_day < day:
        raise HoleBetweenVersions(day=found[0].last_day + timedelta(days=1))
    return found[0]


def profile_on(versions: Sequence[StatutesVersion], day: date) -> Profile:
    """Return the profile in force on a day; raises HoleBetweenVersions, TwoVersionsForOneDay."""
    return version_on(versions, day).profile


def timeline_problems(versions: Sequence[StatutesVersion]) -> Iterator[Refusal]:
    """Yield every day on which no version, or more than one, is in force."""
    ordered = sorted(versions, key=lambda each: each.first_day)
    if not ordered or ordered[0].first_day > BEGINNING:
        yield HoleBetweenVersions(day=BEGINNING)
    for earlier, later in pairwise(ordered):
        if earlier.first_day == later.first_day:
            yield TwoVersionsForOneDay(day=later.first_day)
        elif earlier.last_day is not None:
            following = earlier.last_day + timedelta(days=1)
            if later.first_day > following:
                yield HoleBetweenVersions(day=following)
            elif later.first_day < following:
                yield TwoVersionsForOneDay(day=later.first_day)
    if ordered and ordered[-1].last_day is not None:
        yield HoleBetweenVersions(day=ordered[-1].last_day + timedelta(days=1))


def check_timeline(versions: Sequence[StatutesVersion]) -> None:
    """Return when exactly one version is in force on each day; raises HoleBetweenVersions, TwoVersionsForOneDay."""
    for problem in timeline_problems(versions):
        raise problem


def check_decision(decision: DecisionTaken, first_day: date) -> None:
    """Return when a version may be in force from `first_day`; raises DecisionIncomplete, DecisionAfterEffect."""
    if not decision.reference.strip() or not decision.reason.strip():
        raise DecisionIncomplete
    if first_day < decision.day:
        raise DecisionAfterEffect
