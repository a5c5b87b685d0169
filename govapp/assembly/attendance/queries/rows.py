"""Reads of what was written down about a meeting: bureau, hours, arrivals and departures, items in the room."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.assembly.attendance.models import (
    AttendanceRecord,
    BureauAppointment,
    BureauEnd,
    ItemMomentRecord,
    MeetingHourRecord,
)
from govapp.assembly.attendance.rules.bureau import BureauMember, BureauOffice
from govapp.assembly.attendance.rules.items_in_room import ItemMoment, ItemStep
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.rules.moves import AttendanceEntry, Attending, Move
from govapp.assembly.attendance.rules.refusals import AttendanceEntryNotFound


def list_bureau(session: Session, assembly_id: int) -> tuple[BureauMember, ...]:
    """Return everybody who ever was in the bureau of a meeting, in the order of appointment."""
    statement = (
        select(BureauAppointment, BureauEnd)
        .outerjoin(BureauEnd, BureauEnd.appointment_id == BureauAppointment.id)
        .where(BureauAppointment.assembly_id == assembly_id)
        .order_by(BureauAppointment.number)
    )
    return tuple(
        BureauMember(
            number=row.number,
            office=BureauOffice(row.office),
            name=row.name,
            place=row.place,
            since=row.since,
            party_id=row.party_id,
            ended_at=end.ended_at if end else None,
            end_reason=end.reason if end else "",
        )
        for row, end in session.execute(statement)
    )


def get_hours(session: Session, assembly_id: int) -> Mapping[MeetingHour, datetime]:
    """Return when the chair opened and closed the meeting (UTC), as far as that is recorded."""
    statement = select(MeetingHourRecord.hour, MeetingHourRecord.at).where(MeetingHourRecord.assembly_id == assembly_id)
    return {MeetingHour(row.hour): row.at for row in session.execute(statement)}


def list_attendance(session: Session, assembly_id: int, party_id: int | None = None) -> tuple[AttendanceEntry, ...]:
    """Return the rows of the attendance of a meeting, of one person or of all, in the order in which they were made."""
    statement = select(AttendanceRecord).where(AttendanceRecord.assembly_id == assembly_id)
    if party_id is not None:
        statement = statement.where(AttendanceRecord.party_id == party_id)
    return tuple(map(_entry, session.scalars(statement.order_by(AttendanceRecord.number))))


def get_attendance_entry(session: Session, assembly_id: int, number: int) -> AttendanceEntry:
    """Return one row of the attendance of a meeting; raises AttendanceEntryNotFound."""
    found = session.scalar(
        select(AttendanceRecord).where(AttendanceRecord.assembly_id == assembly_id, AttendanceRecord.number == number)
    )
    if found is None:
        raise AttendanceEntryNotFound
    return _entry(found)


def count_attendance(session: Session, assembly_id: int) -> int:
    """Return how many rows the attendance of a meeting has: the number of the last one."""
    statement = select(func.count()).select_from(AttendanceRecord).where(AttendanceRecord.assembly_id == assembly_id)
    return session.scalar(statement) or 0


def list_item_moments(session: Session, assembly_id: int) -> tuple[ItemMoment, ...]:
    """Return when items were opened and closed in the room, in that order."""
    statement = select(ItemMomentRecord).where(ItemMomentRecord.assembly_id == assembly_id)
    return tuple(
        ItemMoment(
            number=row.number,
            item_id=row.item_id,
            step=ItemStep(row.step),
            at=row.at,
            is_quorum_met=row.is_quorum_met,
            reason=row.reason,
            figures=row.figures,
            by_name=row.recorded_by_name,
        )
        for row in session.scalars(statement.order_by(ItemMomentRecord.number))
    )


def _entry(row: AttendanceRecord) -> AttendanceEntry:
    return AttendanceEntry(
        number=row.number,
        party_id=row.party_id,
        move=Move(row.move),
        attending=Attending(row.attending),
        at=row.at,
        recorded_at=row.recorded_at,
        by_name=row.recorded_by_name,
        desk=row.desk,
        acting_name=row.acting_name,
        is_keyed_later=row.is_keyed_later,
        corrects=row.corrects,
        reason=row.reason,
    )
