"""Writing arrivals and departures on the attendance list, and correcting what was wrong."""

from dataclasses import dataclass, replace
from datetime import datetime

from govapp.assembly.attendance.models import AttendanceRecord
from govapp.assembly.attendance.queries.people import Attendant, get_person
from govapp.assembly.attendance.queries.rows import get_attendance_entry, list_attendance
from govapp.assembly.attendance.rules.bureau import MIN_NAME_CHARACTERS
from govapp.assembly.attendance.rules.meeting_day import checked_reason, one_line, require_at_desk, require_desk
from govapp.assembly.attendance.rules.moves import (
    AttendanceEntry,
    Attending,
    Move,
    require_fits,
    require_uncorrected,
)
from govapp.assembly.attendance.rules.refusals import ActingNameNeeded
from govapp.assembly.attendance.service.rows import (
    locked_meeting,
    next_number,
    require_moment,
    require_not_closed,
)
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.service.rows import reference
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots.rules.hours import utc_text
from govapp.db.uow import Work
from govapp.shares.people.rules.kinds import PartyKind


@dataclass(frozen=True)
class CheckIn:
    """Somebody arrives at a desk. `roll_id` is the voting list of the meeting.

    `at` (UTC) is None for now, and an hour for what is keyed in later. `reason` is why somebody who is not on the
    voting list is let in.
    """

    assembly_id: int
    roll_id: int
    party_id: int
    desk: int
    is_remote: bool = False
    acting_name: str = ""
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class CheckOut:
    """Somebody leaves; `at` as in CheckIn."""

    assembly_id: int
    roll_id: int
    party_id: int
    desk: int
    at: datetime | None = None


@dataclass(frozen=True)
class CorrectAttendance:
    """A row was wrong: it happened at `at` (UTC), or never where that is None. The reason is kept."""

    assembly_id: int
    roll_id: int
    number: int
    at: datetime | None
    reason: str


def check_in(work: Work, command: CheckIn) -> AttendanceEntry:
    """Write down that somebody arrived, and return the row; of two desks that do so at once the second is refused.

    Raises NotAtTheDesk, DeskNotThere, AssemblyNotFound, NoMeetingYet, NotTheDay, HourDoesNotFit, MeetingIsClosed,
    PersonNotFound, AttendanceReasonNeeded, ActingNameNeeded, AlreadyPresent, EntryDoesNotFit.
    """
    require_at_desk(work.actor)
    require_desk(command.desk)
    assembly, person, at = _begin(work, command)
    reason = "" if person.is_on_roll else checked_reason(command.reason)
    attending, acting_name = _attending(person, command)
    new = AttendanceEntry(
        number=next_number(work, AttendanceRecord, assembly.id),
        party_id=person.party_id,
        move=Move.ARRIVED,
        attending=attending,
        at=at,
        recorded_at=work.now,
        by_name=work.actor.name,
        desk=command.desk,
        acting_name=acting_name,
        is_keyed_later=command.at is not None,
        reason=reason,
    )
    require_fits(list_attendance(work.session, assembly.id, person.party_id), new, person.name)
    return _write(work, assembly, new, person.number, AssemblyTag.ATTENDANCE_ARRIVED)


def check_out(work: Work, command: CheckOut) -> AttendanceEntry:
    """Write down that somebody left, and return the row.

    Raises NotAtTheDesk, DeskNotThere, AssemblyNotFound, NoMeetingYet, NotTheDay, HourDoesNotFit, MeetingIsClosed,
    PersonNotFound, NotPresent, EntryDoesNotFit.
    """
    require_at_desk(work.actor)
    require_desk(command.desk)
    assembly, person, at = _begin(work, command)
    entries = list_attendance(work.session, assembly.id, person.party_id)
    new = AttendanceEntry(
        number=next_number(work, AttendanceRecord, assembly.id),
        party_id=person.party_id,
        move=Move.LEFT,
        attending=entries[-1].attending if entries else Attending.IN_PERSON,
        at=at,
        recorded_at=work.now,
        by_name=work.actor.name,
        desk=command.desk,
        is_keyed_later=command.at is not None,
    )
    require_fits(entries, new, person.name)
    return _write(work, assembly, new, person.number, AssemblyTag.ATTENDANCE_LEFT)


def correct_entry(work: Work, command: CorrectAttendance) -> AttendanceEntry:
    """Write a row that stands in the place of a wrong one, or strikes it; the wrong one stays to be read.

    Raises NotAtTheDesk, AssemblyNotFound, NoMeetingYet, NotTheDay, HourDoesNotFit, MeetingIsClosed,
    AttendanceEntryNotFound, EntryCorrected, AttendanceReasonNeeded, EntryDoesNotFit.
    """
    require_at_desk(work.actor)
    assembly = locked_meeting(work, command.assembly_id)
    wrong = get_attendance_entry(work.session, assembly.id, command.number)
    entries = list_attendance(work.session, assembly.id, wrong.party_id)
    require_uncorrected(entries, wrong.number)
    reason = checked_reason(command.reason)
    if command.at is not None:
        require_moment(work, assembly, command.at)
        require_not_closed(work, assembly, command.at)
    new = replace(
        wrong,
        number=next_number(work, AttendanceRecord, assembly.id),
        move=Move.STRUCK if command.at is None else wrong.move,
        at=wrong.at if command.at is None else command.at,
        recorded_at=work.now,
        by_name=work.actor.name,
        desk=0,
        is_keyed_later=True,
        corrects=wrong.number,
        reason=reason,
    )
    person = get_person(work.session, command.roll_id, wrong.party_id, work.now)
    require_fits(entries, new, person.name)
    return _write(work, assembly, new, person.number, AssemblyTag.ATTENDANCE_CORRECTED)


def _begin(work: Work, command: CheckIn | CheckOut) -> tuple[Assembly, Attendant, datetime]:
    assembly = locked_meeting(work, command.assembly_id)
    at = work.now if command.at is None else command.at
    require_moment(work, assembly, at)
    require_not_closed(work, assembly, at)
    return assembly, get_person(work.session, command.roll_id, command.party_id, work.now), at


def _attending(person: Attendant, command: CheckIn) -> tuple[Attending, str]:
    """Return how somebody attends, and who came for an organisation: it never comes itself."""
    if person.kind is PartyKind.NATURAL:
        return (Attending.REMOTE if command.is_remote else Attending.IN_PERSON), ""
    acting_name = one_line(command.acting_name)[:200]
    if len(acting_name) < MIN_NAME_CHARACTERS:
        raise ActingNameNeeded
    return (Attending.REMOTE if command.is_remote else Attending.REPRESENTATIVE), acting_name


def _write(work: Work, assembly: Assembly, new: AttendanceEntry, holder: int, tag: AssemblyTag) -> AttendanceEntry:
    work.session.add(
        AttendanceRecord(
            assembly_id=assembly.id,
            number=new.number,
            party_id=new.party_id,
            move=new.move.value,
            attending=new.attending.value,
            acting_name=new.acting_name,
            at=new.at,
            desk=new.desk,
            is_keyed_later=new.is_keyed_later,
            corrects=new.corrects,
            reason=new.reason,
            recorded_at=work.now,
            recorded_by=work.actor.reference,
            recorded_by_name=work.actor.name,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {
        "entry": new.number,
        "holder": holder,
        "move": new.move.value,
        "attending": new.attending.value,
        "hour": utc_text(new.at),
    }
    if new.desk:
        facts["desk"] = new.desk
    if new.corrects is not None:
        facts["corrects"] = new.corrects
    if new.is_keyed_later:
        facts["keyed_later"] = True
    journal.record(work, tag, reference(assembly.id), facts=facts, reason=new.reason)
    return new
