"""Voting rights: each entry of a frozen roll is one, and who may act for it is a fact beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class VotingRight:
    """An entry of a frozen roll, and the dated facts about who represents its holder.

    `representatives` are ids of people in the register, None from the day on which a mandate ended. Whoever comes in
    with the link that was sent to the holder acts as the holder, a legal person too.
    """

    entry: RollEntryRow
    representatives: tuple[Dated[int | None], ...] = ()

    @property
    def party_id(self) -> int:
        """Return the id of the holder in the register."""
        return self.entry.holder_id

    @property
    def number(self) -> int:
        """Return the shareholder number of the holder: there is one right for each on a roll."""
        return self.entry.number


def capacity_of(right: VotingRight, person_id: int | None, at: AsOf) -> Capacity | None:
    """Return in which capacity a person may act for a right at `at`, or None when not at all.

    A legal person acts through a representative: the one whom
    the register knows on that day, whoever it was when the roll was frozen.
    """
    if person_id is None:
        return None
    if person_id == right.party_id:
        return Capacity.HOLDER
    named = fact_at(right.representatives, at)
    return Capacity.REPRESENTATIVE if named is not None and named.value == person_id else None


def may_exercise(right: VotingRight, person_id: int | None, at: AsOf) -> bool:
    """Tell whether a person of the register may act for a right at `at`: the one answer to that question."""
    return capacity_of(right, person_id, at) is not None


def in_order(rights: Iterable[VotingRight], person_id: int) -> tuple[VotingRight, ...]:
    """Return the rights of a person in the order in which they are offered: the own one first, then by number."""
    return tuple(sorted(rights, key=lambda each: (each.party_id != person_id, each.number)))
