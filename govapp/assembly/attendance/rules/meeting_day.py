"""When something can be written on the attendance list of a meeting, who writes, and how a reason reads."""

import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from govapp.assembly.attendance.rules.refusals import (
    AttendanceReasonNeeded,
    DeskNotThere,
    HourDoesNotFit,
    MeetingIsClosed,
    NoMeetingYet,
    NotAtTheDesk,
    NotSecretaryOfMeeting,
    NotTheDay,
)
from govapp.kernel.actors import Actor, ActorKind, Role

MAX_DESKS: Final = 20
MIN_REASON_CHARACTERS: Final = 5
MAX_REASON_CHARACTERS: Final = 300
DESK_ROLES: Final = (Role.SECRETARY, Role.SCRUTINEER)
"""Who checks people in: there is no role of its own for that, and scrutineers mark the list in a room too."""
READERS: Final = (*DESK_ROLES, Role.AUDITOR)
_DAYS: Final = 2
"""The day of the meeting and the one after: a meeting may go on past midnight."""
_HIDDEN: Final = frozenset({"Cc", "Cf"})


class MeetingHour(StrEnum):
    """The two hours of a meeting: the chair opens it, the chair closes it."""

    OPENED = "opened"
    CLOSED = "closed"


def require_at_desk(actor: Actor) -> None:
    """Return when somebody may write on the attendance list; raises NotAtTheDesk."""
    if actor.kind is not ActorKind.OFFICER or not actor.has_any(*DESK_ROLES):
        raise NotAtTheDesk


def require_secretary(actor: Actor) -> None:
    """Return when somebody may record bureau, hours and items; raises NotSecretaryOfMeeting."""
    if actor.kind is not ActorKind.OFFICER or Role.SECRETARY not in actor.roles:
        raise NotSecretaryOfMeeting


def require_desk(desk: int) -> int:
    """Return the number of a desk that can be; raises DeskNotThere."""
    if not 1 <= desk <= MAX_DESKS:
        raise DeskNotThere(most=MAX_DESKS)
    return desk


def require_meeting(*, is_locked: bool, is_called_off: bool) -> None:
    """Return when there is a meeting with a voting list; raises NoMeetingYet."""
    if not is_locked or is_called_off:
        raise NoMeetingYet


def begins_at(held_on: date, zone: ZoneInfo) -> datetime:
    """Return the first moment (UTC) of the day of a meeting."""
    return datetime.combine(held_on, time(), zone).astimezone(UTC)


def require_day(now: datetime, held_on: date, zone: ZoneInfo) -> None:
    """Return when the day of the meeting has come; raises NotTheDay."""
    if now < begins_at(held_on, zone):
        raise NotTheDay(day=held_on)


def require_hour(at: datetime, now: datetime, held_on: date, zone: ZoneInfo) -> None:
    """Return when something can have happened at `at` in a meeting; raises NotTheDay, HourDoesNotFit."""
    require_day(now, held_on, zone)
    if not begins_at(held_on, zone) <= at < begins_at(held_on + timedelta(days=_DAYS), zone) or at > now:
        raise HourDoesNotFit


def require_before_end(at: datetime, closed_at: datetime | None) -> None:
    """Return when the meeting was not closed yet at `at`; raises MeetingIsClosed."""
    if closed_at is not None and at > closed_at:
        raise MeetingIsClosed(closed_at=closed_at)


def checked_reason(text: str) -> str:
    """Return a reason on one line; raises AttendanceReasonNeeded."""
    reason = one_line(text)
    if not MIN_REASON_CHARACTERS <= len(reason) <= MAX_REASON_CHARACTERS:
        raise AttendanceReasonNeeded(fewest=MIN_REASON_CHARACTERS, most=MAX_REASON_CHARACTERS)
    return reason


def one_line(text: str) -> str:
    """Return a text on one line, without signs that nobody sees."""
    seen = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _HIDDEN)
    return " ".join(seen.split())
