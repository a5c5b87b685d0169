"""The attendance of a meeting at a moment with everything that votes know of it, as one value for pages and files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from govapp.assembly.attendance.queries.people import Attendant, get_people
from govapp.assembly.attendance.queries.quorum import QuorumRead, read_quorum
from govapp.assembly.attendance.queries.rows import get_hours, list_attendance, list_bureau
from govapp.assembly.attendance.rules.attendance_list import AttendanceLists, ListedPerson, attendance_lists
from govapp.assembly.attendance.rules.bureau import BureauMember, bureau_at
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.rules.moves import present_at, stays
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.votes.queries.taking_part import read_handed_in, represented_at


@dataclass(frozen=True)
class AttendanceRead:
    """The attendance list of an assembly at a moment (UTC), its figures, and the bureau of that moment."""

    assembly: AssemblyRow
    moment: datetime
    lists: AttendanceLists
    read: QuorumRead
    bureau: tuple[BureauMember, ...]
    opened_at: datetime | None
    closed_at: datetime | None


def read_attendance(session: Session, assembly_id: int, moment: datetime, now: datetime) -> AttendanceRead:
    """Return the attendance list of a meeting at a moment (UTC) as it is known now; raises NoMeetingYet."""
    assembly = get_assembly(session, assembly_id)
    handed = read_handed_in(session, assembly_id)
    entries = list_attendance(session, assembly_id)
    proxies = represented_at(session, assembly_id, present_at(entries, moment).keys(), moment)
    read = read_quorum(session, assembly_id, handed.roll_id, moment, proxies.keys(), handed.beforehand)
    there = stays(entries)
    concerned = {each.arrived.party_id for each in there} | proxies.keys() | handed.beforehand
    people = {party_id: _listed(each) for party_id, each in get_people(session, handed.roll_id, concerned, now).items()}
    hours = get_hours(session, assembly_id)
    return AttendanceRead(
        assembly=assembly,
        moment=moment,
        lists=attendance_lists(there, people, read.taking_part, moment, proxies),
        read=read,
        bureau=bureau_at(list_bureau(session, assembly_id), moment),
        opened_at=hours.get(MeetingHour.OPENED),
        closed_at=hours.get(MeetingHour.CLOSED),
    )


def _listed(each: Attendant) -> ListedPerson:
    category = "" if each.category is None else each.category.value
    return ListedPerson(each.party_id, each.number, each.name, category, each.shares, each.is_on_roll)
