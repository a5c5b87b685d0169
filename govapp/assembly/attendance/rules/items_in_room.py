"""Opening and closing an item in the room: one after the other, and without quorum only with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from govapp.assembly.attendance.rules.meeting_day import checked_reason
from govapp.assembly.attendance.rules.refusals import ItemAlreadyOpen, ItemNotOpen, QuorumMissing


class ItemStep(StrEnum):
    """What the chair did with an item."""

    OPENED = "opened"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ItemMoment:
    """An item was opened or closed in the room at `at` (UTC), with the figures of that moment.

    `reason` is empty where the quorum was there.
    """

    number: int
    item_id: int
    step: ItemStep
    at: datetime
    is_quorum_met: bool
    reason: str
    figures: dict[str, Any]
    by_name: str


def is_open(moments: Iterable[ItemMoment], item_id: int) -> bool:
    """Tell whether an item is open in the room."""
    steps = [each.step for each in moments if each.item_id == item_id]
    return bool(steps) and steps[-1] is ItemStep.OPENED


def require_step(moments: Iterable[ItemMoment], item_id: int, step: ItemStep) -> None:
    """Return when an item can be opened or closed now; raises ItemAlreadyOpen, ItemNotOpen."""
    open_now = is_open(moments, item_id)
    if step is ItemStep.OPENED and open_now:
        raise ItemAlreadyOpen
    if step is ItemStep.CLOSED and not open_now:
        raise ItemNotOpen


def reason_without_quorum(text: str, *, is_met: bool) -> str:
    """Return the reason that is kept: none where the quorum is there.

    Raises QuorumMissing where it is not and no reason is given, AttendanceReasonNeeded where it is none to speak of.
    """
    if is_met:
        return ""
    if not text.strip():
        raise QuorumMissing
    return checked_reason(text)
