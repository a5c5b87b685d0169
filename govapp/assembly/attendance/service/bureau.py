"""Recording who is in the bureau, and when the chair opens and closes the meeting."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from govapp.assembly.attendance.models import BureauAppointment, BureauEnd, MeetingHourRecord
from govapp.assembly.attendance.queries.rows import get_hours, list_bureau
from govapp.assembly.attendance.rules.bureau import BureauOffice, checked_name, checked_place, relieved
from govapp.assembly.attendance.rules.meeting_day import MeetingHour, checked_reason, require_secretary
from govapp.assembly.attendance.rules.refusals import (
    BureauMemberLeft,
    BureauMemberNotFound,
    HourAlreadyRecorded,
    HourDoesNotFit,
    MeetingNotOpen,
    PersonNotFound,
)
from govapp.assembly.attendance.service.rows import locked_meeting, next_number, require_moment
from govapp.assembly.meeting.service.rows import reference
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots.rules.hours import utc_text
from govapp.db.uow import Work
from govapp.shares.ledger.models import Holding
from govapp.shares.people.models import Party
from govapp.shares.people.rules.names import full_name


@dataclass(frozen=True)
class AppointToBureau:
    """Put somebody into the bureau from `since` (UTC): a shareholder by number, or anybody by name."""

    assembly_id: int
    office: BureauOffice
    name: str
    place: str
    since: datetime
    shareholder: int | None = None


@dataclass(frozen=True)
class LeaveBureau:
    """Record that the member of that number left the bureau at `at` (UTC)."""

    assembly_id: int
    number: int
    at: datetime
    reason: str


@dataclass(frozen=True)
class RecordHour:
    """Record that the chair opened or closed the meeting at `at` (UTC)."""

    assembly_id: int
    hour: MeetingHour
    at: datetime


def appoint_to_bureau(work: Work, command: AppointToBureau) -> int:
    """Record a member of the bureau and return the number; another chair or secretary is relieved.

    Raises NotSecretaryOfMeeting, AssemblyNotFound, NoMeetingYet, NotTheDay, HourDoesNotFit, BureauNameNeeded,
    BureauPlaceNeeded, PersonNotFound, AlreadyInBureau.
    """
    require_secretary(work.actor)
    assembly = locked_meeting(work, command.assembly_id)
    require_moment(work, assembly, command.since)
    party_id, name = _person(work, command)
    place = checked_place(command.place)
    members = list_bureau(work.session, assembly.id)
    leaving = relieved(members, command.office, name, command.since)
    number = next_number(work, BureauAppointment, assembly.id)
    for each in leaving:
        _end(work, assembly.id, each.number, command.since, "")
    work.session.add(
        BureauAppointment(
            assembly_id=assembly.id,
            number=number,
            office=command.office.value,
            party_id=party_id,
            name=name,
            place=place,
            since=command.since,
            recorded_at=work.now,
            recorded_by=work.actor.reference,
            recorded_by_name=work.actor.name,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {
        "bureau_office": command.office.value,
        "name": name,
        "bureau_place": place,
        "since": utc_text(command.since),
    }
    if leaving:
        facts["relieves"] = ", ".join(each.name for each in leaving)
    journal.record(work, AssemblyTag.BUREAU_APPOINTED, reference(assembly.id), facts=facts)
    return number


def leave_bureau(work: Work, command: LeaveBureau) -> None:
    """Record that a member left the bureau.

    Raises NotSecretaryOfMeeting, AssemblyNotFound, NoMeetingYet, NotTheDay, HourDoesNotFit, AttendanceReasonNeeded,
    BureauMemberNotFound, BureauMemberLeft.
    """
    require_secretary(work.actor)
    assembly = locked_meeting(work, command.assembly_id)
    require_moment(work, assembly, command.at)
    reason = checked_reason(command.reason)
    member = next((each for each in list_bureau(work.session, assembly.id) if each.number == command.number), None)
    if member is None:
        raise BureauMemberNotFound
    if member.ended_at is not None:
        raise BureauMemberLeft(at=member.ended_at)
    if command.at < member.since:
        raise HourDoesNotFit
    _end(work, assembly.id, member.number, command.at, reason)
    facts: dict[str, FactValue] = {
        "bureau_office": member.office.value,
        "name": member.name,
        "until": utc_text(command.at),
    }
    journal.record(work, AssemblyTag.BUREAU_LEFT, reference(assembly.id), facts=facts, reason=reason)


def record_hour(work: Work, command: RecordHour) -> None:
    """Record when the chair opened or closed the meeting; each hour once, because it fixes who voted beforehand.

    Raises NotSecretaryOfMeeting, AssemblyNotFound, NoMeetingYet, NotTheDay, HourDoesNotFit, HourAlreadyRecorded,
    MeetingNotOpen.
    """
    require_secretary(work.actor)
    assembly = locked_meeting(work, command.assembly_id)
    require_moment(work, assembly, command.at)
    hours = get_hours(work.session, assembly.id)
    if command.hour in hours:
        raise HourAlreadyRecorded(at=hours[command.hour])
    if command.hour is MeetingHour.CLOSED:
        if MeetingHour.OPENED not in hours:
            raise MeetingNotOpen
        if command.at < hours[MeetingHour.OPENED]:
            raise HourDoesNotFit
    work.session.add(
        MeetingHourRecord(
            assembly_id=assembly.id,
            hour=command.hour.value,
            at=command.at,
            recorded_at=work.now,
            recorded_by=work.actor.reference,
            recorded_by_name=work.actor.name,
        )
    )
    work.session.flush()
    tag = AssemblyTag.MEETING_OPENED if command.hour is MeetingHour.OPENED else AssemblyTag.MEETING_CLOSED
    journal.record(work, tag, reference(assembly.id), facts={"hour": utc_text(command.at)})


def _person(work: Work, command: AppointToBureau) -> tuple[int | None, str]:
    if command.shareholder is None:
        return None, checked_name(command.name)
    statement = (
        select(Party.id, Holding.name, Holding.given_name)
        .join(Holding, Holding.party_id == Party.id)
        .where(Party.number == command.shareholder)
    )
    row = work.session.execute(statement).one_or_none()
    if row is None:
        raise PersonNotFound
    return row.id, full_name(row.name, row.given_name)


def _end(work: Work, assembly_id: int, number: int, at: datetime, reason: str) -> None:
    appointment_id = work.session.execute(
        select(BureauAppointment.id).where(
            BureauAppointment.assembly_id == assembly_id, BureauAppointment.number == number
        )
    ).scalar_one()
    work.session.add(
        BureauEnd(
            appointment_id=appointment_id,
            ended_at=at,
            reason=reason,
            recorded_at=work.now,
            recorded_by=work.actor.reference,
            recorded_by_name=work.actor.name,
        )
    )
    work.session.flush()
