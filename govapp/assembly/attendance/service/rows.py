"""Loading a meeting under its lock, and the next number of a row."""

from datetime import datetime

from sqlalchemy import func, select

from govapp.assembly.attendance.models import AttendanceRecord, BureauAppointment, ItemMomentRecord
from govapp.assembly.attendance.queries.rows import get_hours
from govapp.assembly.attendance.rules.meeting_day import (
    MeetingHour,
    require_before_end,
    require_hour,
    require_meeting,
)
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.service import locked
from govapp.db.uow import Work


def locked_meeting(work: Work, assembly_id: int) -> Assembly:
    """Return an assembly under its row lock that has a voting list: two desks write one after the other.

    Raises AssemblyNotFound, NoMeetingYet.
    """
    found = locked(work, assembly_id)
    require_meeting(is_locked=found.locked_at is not None, is_called_off=found.called_off_at is not None)
    return found


def require_moment(work: Work, assembly: Assembly, at: datetime) -> None:
    """Return when something can have happened in a meeting at `at` (UTC); raises NotTheDay, HourDoesNotFit."""
    require_hour(at, work.now, assembly.held_on, work.zone)


def require_not_closed(work: Work, assembly: Assembly, at: datetime) -> None:
    """Return when the meeting was not closed at `at` (UTC); raises MeetingIsClosed."""
    require_before_end(at, get_hours(work.session, assembly.id).get(MeetingHour.CLOSED))


def next_number(work: Work, table: type[AttendanceRecord | BureauAppointment | ItemMomentRecord], of: int) -> int:
    """Return the number that the next row of an assembly gets, from 1."""
    return 1 + (work.session.scalar(select(func.max(table.number)).where(table.assembly_id == of)) or 0)
