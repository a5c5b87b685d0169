"""Arrivals and departures: rows that are only ever added, and what follows from them at any moment.

A row that was wrong is never changed: a later row names it in `corrects` and stands in its place, or strikes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from govapp.assembly.attendance.rules.refusals import AlreadyPresent, EntryCorrected, EntryDoesNotFit, NotPresent


class Move(StrEnum):
    """What a row says: somebody arrived, somebody left, or the row it corrects never happened."""

    ARRIVED = "arrived"
    LEFT = "left"
    STRUCK = "struck"


class Attending(StrEnum):
    """How somebody is there: in person, as the representative of an organisation, or from elsewhere."""

    IN_PERSON = "in_person"
    REPRESENTATIVE = "representative"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class AttendanceEntry:
    """One row of the attendance of a meeting; `number` counts from 1 within it. Times are UTC.

    `at` is when it happened, `recorded_at` when it was written; `is_keyed_later` says that the hour was typed, as from
    the printed list. `desk` 0 stands for a correction. `acting_name` is who came for an organisation.
    """

    number: int
    party_id: int
    move: Move
    attending: Attending
    at: datetime
    recorded_at: datetime
    by_name: str = ""
    desk: int = 0
    acting_name: str = ""
    is_keyed_later: bool = False
    corrects: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody was there from an hour until another; `left` is None while he or she stays."""

    arrived: AttendanceEntry
    left: AttendanceEntry | None = None


def known_at(entries: Iterable[AttendanceEntry], moment: datetime) -> tuple[AttendanceEntry, ...]:
    """Return the rows that had been written at a moment: what was known then."""
    return tuple(each for each in entries if each.recorded_at <= moment)


def in_force(entries: Iterable[AttendanceEntry]) -> tuple[AttendanceEntry, ...]:
    """Return the arrivals and departures that count, by the hour at which they happened.

    What was corrected does not count, nor what was struck; a correction of a correction counts like any other.
    """
    rows = tuple(entries)
    corrected = {each.corrects for each in rows}
    kept = (each for each in rows if each.number not in corrected and each.move is not Move.STRUCK)
    return tuple(sorted(kept, key=lambda each: (each.at, each.number)))


def stays(entries: Iterable[AttendanceEntry]) -> tuple[Stay, ...]:
    """Return who was there from when until when, in the order of arrivals."""
    found: list[Stay] = []
    for rows in _by_person(in_force(entries)).values():
        found += _stays_of(rows)
    return tuple(sorted(found, key=lambda each: (each.arrived.at, each.arrived.number)))


def present_at(entries: Iterable[AttendanceEntry], moment: datetime) -> Mapping[int, AttendanceEntry]:
    """Return who is there at a moment, by person: the arrival of each. Nobody is there twice."""
    there: dict[int, AttendanceEntry] = {}
    for each in in_force(entries):
        if each.at > moment:
            break
        if each.move is Move.ARRIVED:
            there.setdefault(each.party_id, each)
        else:
            there.pop(each.party_id, None)
    return there


def require_fits(entries: Iterable[AttendanceEntry], new: AttendanceEntry, name: str) -> None:
    """Return when a row fits among those of the same person: arrivals and departures take turns.

    Raises AlreadyPresent, NotPresent, EntryDoesNotFit.
    """
    before = tuple(each for each in entries if each.party_id == new.party_id)
    rows = in_force((*before, new))
    if _take_turns(rows):
        return
    if new.corrects is None:
        last = next((each for each in reversed(in_force(before)) if each.at <= new.at), None)
        is_there = last is not None and last.move is Move.ARRIVED
        if is_there and last is not None and new.move is Move.ARRIVED:
            raise AlreadyPresent(name=name, desk=last.desk, at=last.at, by=last.by_name)
        if not is_there and new.move is Move.LEFT:
            raise NotPresent(name=name)
    raise EntryDoesNotFit


def require_uncorrected(entries: Iterable[AttendanceEntry], number: int) -> None:
    """Return when a row was not corrected yet, and strikes no other; raises EntryCorrected.

    Whoever was struck by mistake is checked in again, with the hour.
    """
    for each in entries:
        if each.corrects == number or (each.number == number and each.move is Move.STRUCK):
            raise EntryCorrected(number=each.number)


def _by_person(rows: Iterable[AttendanceEntry]) -> Mapping[int, list[AttendanceEntry]]:
    found: dict[int, list[AttendanceEntry]] = defaultdict(list)
    for each in rows:
        found[each.party_id].append(each)
    return found


def _take_turns(rows: tuple[AttendanceEntry, ...]) -> bool:
    wanted = (Move.ARRIVED if place % 2 == 0 else Move.LEFT for place in range(len(rows)))
    return all(each.move is move for each, move in zip(rows, wanted, strict=False))


def _stays_of(rows: list[AttendanceEntry]) -> list[Stay]:
    found: list[Stay] = []
    for each in rows:
        is_there = bool(found) and found[-1].left is None
        if each.move is Move.ARRIVED and not is_there:
            found.append(Stay(each))
        elif each.move is Move.LEFT and is_there:
            found[-1] = Stay(found[-1].arrived, each)
    return found
