"""Taking things back, each with its reason: a vote and its agenda before the first ballot, an assembly, a draft.

What is sealed stays sealed: a ballot paper that is taken back is cancelled for good, and locking prepares a new one.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select

from govapp.assembly.agenda.models import AgendaItem, AttachedDocument, ItemChoice
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.refusals import AssemblyCalledOff, AssemblyWasPublished, CallingOffReasonNeeded
from govapp.assembly.meeting.service import editable, locked, reference, touch
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import Vote, VoteItem
from govapp.assembly.votes.queries.votes import VoteRow, list_votes, to_row, vote_reference
from govapp.assembly.votes.rules.drafts import VoteDraft
from govapp.assembly.votes.rules.states import TooLateToCancel, VoteState, check_cancelling
from govapp.assembly.votes.service.mailings import call_off_letters_to_vote
from govapp.assembly.votes.service.planning import add_vote
from govapp.assembly.votes.service.rows import locked_vote
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots import service as ballots
from govapp.db.uow import Work
from govapp.kernel.texts import kept_lines


@dataclass(frozen=True)
class CancelVote:
    """Take a locked vote back before the first ballot, for a `reason` that everybody may read."""

    assembly_id: int
    reason: str
    ordinal: int = 1


@dataclass(frozen=True)
class CallOffAssembly:
    """Say that a published assembly will not be held, for a `reason` that everybody may read."""

    assembly_id: int
    reason: str


@dataclass(frozen=True)
class DeleteAssembly:
    """Delete a draft that nobody but officers could read, for a `reason` that stands in the journal."""

    assembly_id: int
    reason: str


def cancel_vote(work: Work, command: CancelVote) -> None:
    """Take a vote back before the first ballot; its reason stands on the page of the assembly.

    When no other vote of the assembly goes on, its agenda can change again, and a new draft vote holds it. Raises
    VoteCancelled, NotYetPossible, TooLateToCancel, CancelReasonNeeded, BallotsInTheBox.
    """
    assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = _cancel(work, assembly, vote, command.reason)
    if all(each.state is VoteState.CANCELLED for each in list_votes(work.session, assembly.id)):
        _unlock(work, assembly, row, command.reason)


def call_off_assembly(work: Work, command: CallOffAssembly) -> None:
    """Say that an assembly will not be held; votes that nobody has voted in yet are cancelled with it.

    Raises AssemblyNotFound (also for a draft that nobody saw: that is deleted), AssemblyCalledOff, TooLateToCancel,
    CallingOffReasonNeeded, BallotsInTheBox.
    """
    assembly, reason = locked(work, command.assembly_id), kept_lines(command.reason)
    if assembly.called_off_at is not None:
        raise AssemblyCalledOff
    if not reason or assembly.published_at is None:
        raise CallingOffReasonNeeded
    votes = list_votes(work.session, assembly.id)
    if any(each.state in {VoteState.CLOSED, VoteState.COUNTED, VoteState.ANNOUNCED} for each in votes):
        raise TooLateToCancel
    for each in votes:
        if each.state in {VoteState.LOCKED, VoteState.OPEN}:
            _cancel(work, *locked_vote(work, assembly.id, each.ordinal), reason)
    assembly.locked_at = None
    # In a statement of its own: the database lets nobody call off an assembly whose agenda is still locked.
    work.session.flush()
    assembly.called_off_at, assembly.call_off_reason = work.now, reason
    touch(work, assembly)
    journal.record(work, AssemblyTag.ASSEMBLY_CALLED_OFF, reference(assembly.id), reason=reason)


def delete_assembly(work: Work, command: DeleteAssembly) -> None:
    """Delete a draft with its agenda; its number is never given to another assembly, and its files stay.

    Raises AssemblyNotFound, AgendaLocked, AssemblyCalledOff, AssemblyWasPublished, CallingOffReasonNeeded.
    """
    reason = kept_lines(command.reason)
    assembly = editable(work, command.assembly_id)
    if assembly.published_at is not None:
        raise AssemblyWasPublished
    if not reason:
        raise CallingOffReasonNeeded
    session = work.session
    items = select(AgendaItem.id).where(AgendaItem.assembly_id == assembly.id)
    session.execute(delete(VoteItem).where(VoteItem.item_id.in_(items)))
    session.execute(delete(Vote).where(Vote.assembly_id == assembly.id))
    session.execute(delete(AttachedDocument).where(AttachedDocument.assembly_id == assembly.id))
    session.execute(delete(ItemChoice).where(ItemChoice.item_id.in_(items)))
    gone = len(session.scalars(items).all())
    session.execute(delete(AgendaItem).where(AgendaItem.assembly_id == assembly.id))
    assembly.deleted_at = work.now
    touch(work, assembly)
    facts: dict[str, FactValue] = {"held_on": assembly.held_on.isoformat(), "items": gone}
    journal.record(work, AssemblyTag.ASSEMBLY_DELETED, reference(assembly.id), facts=facts, reason=reason)


def _cancel(work: Work, assembly: Assembly, vote: Vote, said: str) -> VoteRow:
    """Cancel one vote with its ballot paper, and return it as it stood before."""
    row, reason = to_row(work.session, vote), kept_lines(said)
    check_cancelling(row.state, reason, vote.changed_by, vote.changed_at)
    # First of all: it waits for a batch that is being written, and both need the journal afterwards.
    call_off_letters_to_vote(work, row)
    ballots.cancel_paper(work, row.prepared_paper_uuid, reason)
    vote.cancelled_at, vote.cancel_reason = work.now, reason
    touch(work, assembly, vote)
    work.session.flush()
    journal.record(work, AssemblyTag.VOTE_CANCELLED, vote_reference(vote), reason=reason)
    return row


def _unlock(work: Work, assembly: Assembly, last: VoteRow, reason: str) -> None:
    """Let the agenda change again: nothing of it is sealed into a ballot paper that still counts."""
    assembly.locked_at = None
    # What stood on the ballot paper is kept with it; the agenda may go on without those items.
    work.session.execute(
        delete(VoteItem).where(VoteItem.vote_id.in_(select(Vote.id).where(Vote.assembly_id == assembly.id)))
    )
    add_vote(work, assembly.id, VoteDraft((), last.opens_at, last.closes_at))
    facts: dict[str, FactValue] = {"paper": last.prepared_paper_uuid}
    journal.record(work, AssemblyTag.ASSEMBLY_UNLOCKED, reference(assembly.id), facts=facts, reason=kept_lines(reason))
