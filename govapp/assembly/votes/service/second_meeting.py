"""Making the second meeting for what the first could not decide, because too few took part."""

from dataclasses import dataclass, replace

from govapp.assembly.agenda.service import RepeatItems, repeat_items
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.queries import find_second_meeting
from govapp.assembly.meeting.rules.calendar import earliest_meeting
from govapp.assembly.meeting.rules.refusals import NoticeTooLate, QuorumNotFailed, SecondMeetingExists
from govapp.assembly.meeting.service import locked, reference
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.quorum import list_items_without_quorum
from govapp.assembly.votes.rules.drafts import AssemblyDraft
from govapp.assembly.votes.service.planning import CreateAssembly, create_assembly
from govapp.audit import journal
from govapp.db.uow import Work
from govapp.shares.people.rules.days import day_of
from govapp.statutes.queries import get_profile_on


@dataclass(frozen=True)
class MakeSecondMeeting:
    """Make the second meeting of the assembly `first_id`; its quorum is that of a second meeting."""

    first_id: int
    draft: AssemblyDraft


def make_second_meeting(work: Work, command: MakeSecondMeeting) -> int:
    """Make a second meeting with the items that had no quorum, word for word, and return its number.

    Raises QuorumNotFailed, SecondMeetingExists, NoticeTooLate (unless the first notice announced that day), and what
    `create_assembly` raises.
    """
    first = locked(work, command.first_id)
    known = find_second_meeting(work.session, first.id)
    if known is not None:
        raise SecondMeetingExists(held_on=known.held_on)
    failed = list_items_without_quorum(work.session, first.id)
    if not failed:
        raise QuorumNotFailed
    held_on = command.draft.held_on
    earliest = earliest_meeting(day_of(work.now, work.zone), get_profile_on(work.session, held_on))
    if held_on < earliest and held_on != first.second_held_on:
        raise NoticeTooLate(earliest=earliest)
    draft = replace(command.draft, is_second_meeting=True, second_held_on=None)
    number = create_assembly(work, CreateAssembly(draft))
    work.session.get_one(Assembly, number).first_meeting_id = first.id
    repeat_items(work, RepeatItems(first.id, number, failed))
    facts = {"copied_from": first.id, "items": len(failed)}
    journal.record(work, AssemblyTag.SECOND_MEETING_MADE, reference(number), facts=facts)
    return number
