"""The bureau of a meeting: who presides, who writes, who watches the count; and that all are there in person (L8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from govapp.assembly.attendance.rules.meeting_day import one_line
from govapp.assembly.attendance.rules.refusals import AlreadyInBureau, BureauNameNeeded, BureauPlaceNeeded
from govapp.kernel.errors import N_

MIN_NAME_CHARACTERS: Final = 2
MAX_NAME_CHARACTERS: Final = 200


class BureauOffice(StrEnum):
    """An office of the bureau."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    SCRUTINEER = "scrutineer"


# As functions, so that no language has to guess a gender.
OFFICE_NAMES: Final = {
    BureauOffice.CHAIR: N_("chair"),
    BureauOffice.SECRETARY: N_("secretary of the meeting"),
    BureauOffice.SCRUTINEER: N_("scrutineer of the meeting"),
}
HELD_BY_ONE: Final = frozenset({BureauOffice.CHAIR, BureauOffice.SECRETARY})
"""Offices that one person holds at a time: whoever takes one over ends the term of the other."""


@dataclass(frozen=True, slots=True)
class BureauMember:
    """Somebody in the bureau; `number` counts from 1 within the meeting. Times are UTC.

    `party_id` is None for somebody who is no shareholder, `ended_at` None while the office is held.
    """

    number: int
    office: BureauOffice
    name: str
    place: str
    since: datetime
    party_id: int | None = None
    ended_at: datetime | None = None
    end_reason: str = ""

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether this person holds the office at a moment."""
        return self.since <= moment and (self.ended_at is None or moment < self.ended_at)


def checked_name(text: str) -> str:
    """Return the name of a member of the bureau on one line; raises BureauNameNeeded."""
    name = one_line(text)
    if not MIN_NAME_CHARACTERS <= len(name) <= MAX_NAME_CHARACTERS:
        raise BureauNameNeeded
    return name


def checked_place(text: str) -> str:
    """Return where a member of the bureau is, on one line; raises BureauPlaceNeeded."""
    place = one_line(text)
    if not MIN_NAME_CHARACTERS <= len(place) <= MAX_NAME_CHARACTERS:
        raise BureauPlaceNeeded
    return place


def bureau_at(members: Iterable[BureauMember], moment: datetime) -> tuple[BureauMember, ...]:
    """Return who is in the bureau at a moment: chair, secretary, scrutineers, each in the order of appointment."""
    order = list(BureauOffice)
    there = (each for each in members if each.holds_at(moment))
    return tuple(sorted(there, key=lambda each: (order.index(each.office), each.number)))


def has_chair(members: Iterable[BureauMember], moment: datetime) -> bool:
    """Tell whether somebody presides at a moment."""
    return any(each.office is BureauOffice.CHAIR for each in bureau_at(members, moment))


def relieved(members: Iterable[BureauMember], office: BureauOffice, name: str, since: datetime) -> list[BureauMember]:
    """Return those whose term ends when `name` takes an office over from `since`; raises AlreadyInBureau."""
    holding = [each for each in members if each.office is office and each.ended_at is None]
    for each in holding:
        if each.name.casefold() == name.casefold():
            raise AlreadyInBureau(name=each.name, at=each.since)
    return [each for each in holding if office in HELD_BY_ONE and each.since <= since]
