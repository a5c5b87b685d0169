"""Voting rights: each entry of a frozen roll is one, and who may act for it is a fact beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from govapp.shares.people.rules.dated import Dated, fact_at
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.rules.kinds import Category


@dataclass(frozen=True, slots=True)
class RollEntryRow:
    """One right to vote. `voter` is who uses it; `email` is the address at the freeze, None without one."""

    entry_id: int
    position: int
    holder_id: int
    number: int
    name: str
    voter: str
    category: Category
    language: str
    email: str | None


class Capacity(StrEnum):
    """In which capacity somebody acts for a voting right."""

    HOLDER = "holder"
    REPRESENTATIVE = "representative"
    PROXY_HOLDER = "proxy_holder"
    GIVER = "giver"


class ProxyEndReason(StrEnum):
    """Why a proxy ended."""

    GIVER_CAME = "giver_came"
    GIVER_SAID = "giver_said"
    GIVER_ENDED = "giver_ended"
    HOLDER_DECLINED = "holder_declined"


@dataclass(frozen=True, slots=True)
class ProxyInForce:
    """The proxy by which a right is used now: its number, the person who holds it, and since when (UTC)."""

    proxy_id: int
    holder_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class VotingRight:
    """An entry of a frozen roll, the dated facts about who represents its holder, and the proxy in force, if any.

    `representatives` are ids of people in the register, None from the day on which a mandate ended. Whoever comes in
    with the link that was sent to the holder acts as the holder, a legal person too.
    """

    entry: RollEntryRow
    representatives: tuple[Dated[int | None], ...] = ()
    proxy: ProxyInForce | None = None

    @property
    def party_id(self) -> int:
        """Return the id of the holder in the register."""
        return self.entry.holder_id

    @property
    def number(self) -> int:
        """Return the shareholder number of the holder: there is one right for each on a roll."""
        return self.entry.number

    def is_held_by(self, person_id: int | None) -> bool:
        """Tell whether a person holds the proxy in force for this right."""
        return self.proxy is not None and self.proxy.holder_id == person_id

    def is_given_away_by(self, person_id: int | None) -> bool:
        """Tell whether a proxy is in force for this right, held by somebody else than this person."""
        return self.proxy is not None and self.proxy.holder_id != person_id


def capacity_of(right: VotingRight, person_id: int | None, at: AsOf) -> Capacity | None:
    """Return in which capacity a person may act for a right at `at`, or None when not at all.

    A legal person acts through a representative: the one whom the register knows on that day, whoever it was when the
    roll was frozen. While a proxy is in force its holder acts (art. 6:80 BCCA), and whoever gave it only looks on.
    """
    if person_id is None:
        return None
    if right.is_held_by(person_id):
        return Capacity.PROXY_HOLDER
    named = fact_at(right.representatives, at)
    is_represented = named is not None and named.value == person_id
    if person_id != right.party_id and not is_represented:
        return None
    if right.proxy is not None:
        return Capacity.GIVER
    return Capacity.HOLDER if person_id == right.party_id else Capacity.REPRESENTATIVE


def may_exercise(right: VotingRight, person_id: int | None, at: AsOf) -> bool:
    """Tell whether a person of the register may act for a right at `at`: the one answer to that question."""
    return capacity_of(right, person_id, at) not in {None, Capacity.GIVER}


def in_order(rights: Iterable[VotingRight], person_id: int) -> tuple[VotingRight, ...]:
    """Return the rights of a person in the order in which they are offered: the own one first, then by number."""
    return tuple(sorted(rights, key=lambda each: (each.party_id != person_id, each.number)))
