"""Marks on the voting list: which rights are used in the room, so that none is used on line as well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from govapp.ballots.rules.mark_refusals import AlreadyMarked, MarkReasonNeeded, NotMarked, RightMarked, VotedOnLine

MIN_MARK_REASON: Final = 5
MAX_MARK_REASON: Final = 300


class RoomChannel(StrEnum):
    """How a right is used in the room."""

    PAPER = "paper"
    HANDS = "hands"


@dataclass(frozen=True, slots=True)
class Mark:
    """A right is marked at `at` (UTC), or the mark before it was taken back; `number` counts within the paper.

    `entry_id` is None for somebody who joined after the voting list was frozen. `place` counts the rows of one right.
    """

    number: int
    party_id: int
    entry_id: int | None
    place: int
    channel: RoomChannel
    acting_name: str
    reason: str
    at: datetime
    by: str
    by_name: str

    @property
    def is_taken_back(self) -> bool:
        """Tell whether this row takes back the mark before it."""
        return self.place % 2 == 0

    @property
    def is_late(self) -> bool:
        """Tell whether this right is not on the voting list: it counts for no quorum."""
        return self.entry_id is None


def marks_in_force(marks: Iterable[Mark]) -> Mapping[int, Mark]:
    """Return the marks that hold, by shareholder: of each the last row, where it marks the right."""
    last: dict[int, Mark] = {}
    for each in sorted(marks, key=lambda mark: mark.number):
        last[each.party_id] = each
    return {party_id: each for party_id, each in last.items() if not each.is_taken_back}


def require_markable(marks: Iterable[Mark], party_id: int, name: str, *, has_voted: bool) -> None:
    """Return when a right can be marked: it is used nowhere else; raises VotedOnLine, AlreadyMarked."""
    if has_voted:
        raise VotedOnLine(name=name)
    found = marks_in_force(marks).get(party_id)
    if found is not None:
        raise AlreadyMarked(name=name, by=found.by_name, at=found.at)


def require_marked(marks: Iterable[Mark], party_id: int, name: str) -> Mark:
    """Return the mark of a right that holds; raises NotMarked."""
    found = marks_in_force(marks).get(party_id)
    if found is None:
        raise NotMarked(name=name)
    return found


def require_not_marked(marks: Iterable[Mark]) -> None:
    """Return when a right can be used on line; `marks` are its own rows. Raises RightMarked."""
    for each in marks_in_force(marks).values():
        raise RightMarked(at=each.at)


def checked_mark_reason(text: str) -> str:
    """Return a reason on one line; raises MarkReasonNeeded."""
    reason = " ".join(text.split())
    if not MIN_MARK_REASON <= len(reason) <= MAX_MARK_REASON:
        raise MarkReasonNeeded(fewest=MIN_MARK_REASON, most=MAX_MARK_REASON)
    return reason
