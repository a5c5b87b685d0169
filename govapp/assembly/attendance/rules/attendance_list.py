"""The attendance list as it is read, printed and signed: a line for each person, and totals that reconcile (L14)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from govapp.assembly.attendance.rules.moves import Attending, Stay
from govapp.assembly.attendance.rules.presence import PresenceColumn, TakingPart


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Who a line is about; `is_on_roll` tells whether there is a right to vote."""

    party_id: int
    number: int
    name: str
    category: str
    shares: int
    is_on_roll: bool


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One line of the list. `column` is where the right counts at the moment of the list, None where it does not.

    `by` is who came for an organisation, or who holds the proxy. `stays` are arrivals and departures up to that moment.
    `attending` is how the person came, None for somebody who never did. `reason` is why somebody without a right was
    let in.
    """

    person: ListedPerson
    column: PresenceColumn | None
    by: str = ""
    stays: tuple[tuple[datetime, datetime | None], ...] = ()
    attending: Attending | None = None
    reason: str = ""
    voted_beforehand: bool = False

    @property
    def only_voted(self) -> bool:
        """Tell whether this person never came, and takes part by a vote beforehand."""
        return not self.stays and self.column is PresenceColumn.BEFOREHAND

    @property
    def signs(self) -> bool:
        """Tell whether the line is signed: by whoever is in the room, or came for an organisation."""
        return self.attending in {Attending.IN_PERSON, Attending.REPRESENTATIVE}


@dataclass(frozen=True, slots=True)
class AttendanceLists:
    """Those who came or are represented, and apart from them those who voted beforehand only; by number."""

    came: tuple[AttendanceLine, ...]
    beforehand: tuple[AttendanceLine, ...]


NOBODY: Final[Mapping[int, str]] = {}


def attendance_lists(
    stays: Iterable[Stay],
    people: Mapping[int, ListedPerson],
    taking_part: TakingPart,
    moment: datetime,
    proxies: Mapping[int, str] = NOBODY,
) -> AttendanceLists:
    """Return the list at a moment (UTC). `proxies` names who holds the proxy of each represented holder."""
    begun = [each for each in stays if each.arrived.at <= moment]
    lines: dict[int, AttendanceLine] = {}
    by_person = sorted(begun, key=_party_of)
    for party_id, own in groupby(by_person, _party_of):
        lines[party_id] = _line(people[party_id], tuple(own), taking_part, moment)
    for party_id in {*taking_part.represented, *taking_part.beforehand} - lines.keys():
        lines[party_id] = AttendanceLine(
            people[party_id],
            taking_part.column_of(party_id),
            proxies.get(party_id, ""),
            voted_beforehand=party_id in taking_part.beforehand,
        )
    ordered = sorted(lines.values(), key=lambda each: each.person.number)
    return AttendanceLists(
        tuple(each for each in ordered if not each.only_voted), tuple(each for each in ordered if each.only_voted)
    )


def _party_of(stay: Stay) -> int:
    return stay.arrived.party_id


def _line(person: ListedPerson, own: tuple[Stay, ...], taking_part: TakingPart, moment: datetime) -> AttendanceLine:
    last = own[-1].arrived
    hours = tuple(
        (each.arrived.at, each.left.at if each.left is not None and each.left.at <= moment else None) for each in own
    )
    return AttendanceLine(
        person,
        taking_part.column_of(person.party_id) if person.is_on_roll else None,
        last.acting_name,
        hours,
        last.attending,
        last.reason,
        person.party_id in taking_part.beforehand,
    )
