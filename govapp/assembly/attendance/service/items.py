"""Opening and closing an item in the room, with the figures of that moment."""

from collections.abc import Collection
from dataclasses import dataclass

from govapp.assembly.agenda.queries import get_item
from govapp.assembly.attendance.models import ItemMomentRecord
from govapp.assembly.attendance.queries.quorum import read_quorum
from govapp.assembly.attendance.queries.rows import get_hours, list_item_moments
from govapp.assembly.attendance.rules.items_in_room import ItemStep, reason_without_quorum, require_step
from govapp.assembly.attendance.rules.meeting_day import MeetingHour, require_secretary
from govapp.assembly.attendance.rules.presence import encode_v1, is_quorum_met
from govapp.assembly.attendance.rules.refusals import MeetingNotOpen
from govapp.assembly.attendance.service.rows import (
    locked_meeting,
    next_number,
    require_moment,
    require_not_closed,
)
from govapp.assembly.meeting.service.rows import reference
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work


@dataclass(frozen=True)
class StepItem:
    """Open or close an item in the room now. `roll_id` is the voting list of the meeting.

    `represented` and `beforehand` are the shareholders for whom somebody with a proxy is there, and those who voted
    before the meeting was opened. `reason` is needed without quorum only.
    """

    assembly_id: int
    roll_id: int
    item_id: int
    step: ItemStep
    represented: Collection[int] = ()
    beforehand: Collection[int] = ()
    reason: str = ""


def step_item(work: Work, command: StepItem) -> bool:
    """Write down that an item was opened or closed, and return whether the quorum was there.

    Raises NotSecretaryOfMeeting, AssemblyNotFound, NoMeetingYet, NotTheDay, HourDoesNotFit, MeetingIsClosed,
    MeetingNotOpen, ItemNotFound, ItemAlreadyOpen, ItemNotOpen, QuorumMissing, AttendanceReasonNeeded.
    """
    require_secretary(work.actor)
    assembly = locked_meeting(work, command.assembly_id)
    require_moment(work, assembly, work.now)
    require_not_closed(work, assembly, work.now)
    if MeetingHour.OPENED not in get_hours(work.session, assembly.id):
        raise MeetingNotOpen
    item = get_item(work.session, assembly.id, command.item_id).item
    require_step(list_item_moments(work.session, assembly.id), command.item_id, command.step)
    read = read_quorum(work.session, assembly.id, command.roll_id, work.now, command.represented, command.beforehand)
    tests = read.tests_of(item.rule, is_second_meeting=assembly.is_second_meeting)
    is_met = is_quorum_met(tests)
    reason = reason_without_quorum(command.reason, is_met=is_met)
    work.session.add(
        ItemMomentRecord(
            assembly_id=assembly.id,
            number=next_number(work, ItemMomentRecord, assembly.id),
            item_id=command.item_id,
            step=command.step.value,
            at=work.now,
            is_quorum_met=is_met,
            reason=reason,
            figures=encode_v1(read.presence, read.totals, tests),
            recorded_by=work.actor.reference,
            recorded_by_name=work.actor.name,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {
        "item": item.number,
        "taking_part": read.presence.whole.heads,
        "of_all": read.totals.heads,
        "quorum_there": is_met,
    }
    tag = AssemblyTag.ITEM_OPENED if command.step is ItemStep.OPENED else AssemblyTag.ITEM_CLOSED
    journal.record(work, tag, reference(assembly.id), facts=facts, reason=reason)
    return is_met
