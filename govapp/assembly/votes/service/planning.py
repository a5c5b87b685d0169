"""Making an assembly with its first vote, changing both while they are drafts, and planning further votes."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.changes import check_count, check_version
from govapp.assembly.meeting.rules.refusals import AgendaLocked, AssemblyExists
from govapp.assembly.meeting.service import editable, locked, reference, touch
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import Vote, VoteItem
from govapp.assembly.votes.queries.votes import get_items, list_votes, to_row, vote_reference
from govapp.assembly.votes.rules.again import check_again
from govapp.assembly.votes.rules.drafts import AssemblyDraft, VotedItem, VoteDraft, check_assembly, check_period
from govapp.assembly.votes.rules.states import Channel, VoteNotFound, VoteState, check_channel
from govapp.assembly.votes.service.rows import locked_vote
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work


@dataclass(frozen=True)
class CreateAssembly:
    """Make a new assembly in draft, with one vote that holds its whole agenda."""

    draft: AssemblyDraft


@dataclass(frozen=True)
class EditAssembly:
    """Change the head of a draft that was read at `version`, and the voting period of its vote."""

    assembly_id: int
    version: int
    draft: AssemblyDraft


@dataclass(frozen=True)
class PlanVote:
    """Plan another vote of an assembly; `ordinal` is the one it was meant to be, so that two presses plan one."""

    assembly_id: int
    ordinal: int
    draft: VoteDraft


@dataclass(frozen=True)
class DiscardVote:
    """Give up a planned vote that nobody knows of yet."""

    assembly_id: int
    ordinal: int


def create_assembly(work: Work, command: CreateAssembly) -> int:
    """Make an assembly and return its number; raises TitleMissing, SecondDayNotLater, DatesDoNotFit, AssemblyExists."""
    draft = command.draft
    check_assembly(draft, work.zone)
    lock(work, "assembly")
    is_held = Assembly.deleted_at.is_(None) & Assembly.called_off_at.is_(None)
    same_day = work.session.scalars(select(Assembly.title).where(Assembly.held_on == draft.held_on, is_held))
    if draft.title.as_dict() in list(same_day):
        raise AssemblyExists(held_on=draft.held_on)
    edited = {"version": 1, "changed_at": work.now, "changed_by": work.actor.name}
    row = Assembly(created_at=work.now, **edited, **_head(draft))
    work.session.add(row)
    work.session.flush()
    add_vote(work, row.id, VoteDraft((), draft.opens_at, draft.closes_at))
    journal.record(work, AssemblyTag.ASSEMBLY_CREATED, reference(row.id), facts={"held_on": draft.held_on.isoformat()})
    return row.id


def edit_assembly(work: Work, command: EditAssembly) -> None:
    """Change the head of a draft; raises AgendaLocked, ChangedMeanwhile, TitleMissing, DatesDoNotFit."""
    draft = command.draft
    check_assembly(draft, work.zone)
    row = editable(work, command.assembly_id)
    check_version(command.version, row.version, row.changed_by, row.changed_at)
    for name, value in _head(draft).items():
        setattr(row, name, value)
    vote = work.session.scalars(
        select(Vote).where(Vote.assembly_id == row.id, Vote.locked_at.is_(None)).order_by(Vote.ordinal)
    ).first()
    if vote is None:
        raise AgendaLocked
    vote.opens_at, vote.closes_at = draft.opens_at, draft.closes_at
    touch(work, row, vote)
    journal.record(work, AssemblyTag.ASSEMBLY_EDITED, reference(row.id))


def plan_vote(work: Work, command: PlanVote) -> int:
    """Plan another vote and return its ordinal.

    Raises AlreadyThere (somebody planned it), AgendaStillOpen, NothingPutAgain, ItemStillOnVote, ItemNotVoted,
    ChoicesDoNotFit, DatesDoNotFit, ChannelNotReady.
    """
    draft = command.draft
    check_channel(draft.channel)
    assembly = locked(work, command.assembly_id)
    votes = list_votes(work.session, assembly.id)
    check_count(command.ordinal, len(votes) + 1, assembly.changed_by, assembly.changed_at)
    check_period(draft.opens_at, draft.closes_at, assembly.record_date, work.zone)
    running = {
        item.item_id
        for vote in votes
        if vote.state not in {VoteState.ANNOUNCED, VoteState.ENDED, VoteState.CANCELLED}
        for item in get_items(work.session, vote)
    }
    agenda = get_agenda(work.session, assembly.id)
    check_again(agenda, draft.items, frozenset(running), is_locked=assembly.locked_at is not None)
    vote = add_vote(work, assembly.id, draft)
    touch(work, assembly)
    facts: dict[str, FactValue] = {"items": len(draft.items)}
    journal.record(work, AssemblyTag.VOTE_PLANNED, vote_reference(vote), facts=facts)
    return vote.ordinal


def discard_vote(work: Work, command: DiscardVote) -> None:
    """Give up the last planned vote, of which nobody was told; raises VoteNotFound when it is no such draft."""
    assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    last = work.session.scalar(select(func.max(Vote.ordinal)).where(Vote.assembly_id == assembly.id))
    is_chosen = work.session.scalar(select(func.count()).where(VoteItem.vote_id == vote.id))
    if to_row(work.session, vote).state is not VoteState.DRAFT or vote.ordinal != last or not is_chosen:
        raise VoteNotFound
    work.session.execute(delete(VoteItem).where(VoteItem.vote_id == vote.id))
    work.session.delete(vote)
    touch(work, assembly)
    journal.record(work, AssemblyTag.VOTE_DISCARDED, vote_reference(vote))


def add_vote(work: Work, assembly_id: int, draft: VoteDraft) -> Vote:
    """Add a vote in draft to an assembly that is locked by us; without items it holds the whole agenda."""
    last = work.session.scalar(select(func.max(Vote.ordinal)).where(Vote.assembly_id == assembly_id))
    row = Vote(
        assembly_id=assembly_id,
        ordinal=(last or 0) + 1,
        channel=Channel(draft.channel).value,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        cancel_reason="",
        version=1,
        changed_at=work.now,
        changed_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    put_items(work, row.id, draft.items)
    return row


def put_items(work: Work, vote_id: int, items: tuple[VotedItem, ...]) -> None:
    """Write down what is put to a vote."""
    for item in items:
        row = VoteItem(vote_id=vote_id, item_id=item.item_id, choices=list(item.choices), seats=item.seats)
        work.session.add(row)
    work.session.flush()


def _head(draft: AssemblyDraft) -> dict[str, object]:
    return {
        "title": draft.title.as_dict(),
        "held_on": draft.held_on,
        "is_second_meeting": draft.is_second_meeting,
        "place": draft.place.as_dict(),
        "record_date": draft.record_date,
        "second_held_on": draft.second_held_on,
    }
