"""Reads of votes, as frozen rows ready for a page."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.meeting.queries import AssemblyRow, list_assemblies, name_assemblies
from govapp.assembly.votes.models import Announcement, Vote, VoteItem
from govapp.assembly.votes.rules.drafts import VotedItem
from govapp.assembly.votes.rules.record import with_sealed_rules
from govapp.assembly.votes.rules.states import Channel, VoteMoments, VoteNotFound, VoteState, is_recent
from govapp.ballots import queries as ballots
from govapp.ballots.queries import PaperRow
from govapp.ballots.rules import PaperMoments
from govapp.declarations import SubjectName
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language


@dataclass(frozen=True)
class VoteRow:
    """One vote. Once there is a ballot paper, the voting period is the one that stands on it."""

    id: int
    assembly_id: int
    ordinal: int
    channel: Channel
    opens_at: datetime
    closes_at: datetime
    roll_id: int | None
    paper: PaperRow | None
    rules: dict[str, Any] | None
    locked_at: datetime | None
    announced_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    last_reminded_at: datetime | None
    opens_itself: bool
    version: int
    changed_at: datetime
    changed_by: str

    @property
    def state(self) -> VoteState:
        """Return where the vote stands."""
        return VoteMoments(self.locked_at, self.announced_at, self.cancelled_at, self._of_paper()).state

    def _of_paper(self) -> PaperMoments:
        found = self.paper
        if found is None:
            return PaperMoments()
        return PaperMoments(
            found.sealed_at,
            found.opened_at,
            found.closed_at,
            found.counted_at,
            cancelled_at=found.cancelled_at,
            ended_at=found.ended_at,
        )

    @property
    def is_public(self) -> bool:
        """Return whether everybody may know of it: from the moment it is locked."""
        return self.locked_at is not None

    @property
    def paper_uuid(self) -> str | None:
        """Return the uuid of its ballot paper; None for a draft."""
        return None if self.paper is None else self.paper.uuid

    @property
    def opened_at(self) -> datetime | None:
        """Return when voting was opened, or None."""
        return None if self.paper is None else self.paper.opened_at

    @property
    def closed_at(self) -> datetime | None:
        """Return when voting was closed, or None."""
        return None if self.paper is None else self.paper.closed_at

    @property
    def ended_at(self) -> datetime | None:
        """Return when people last heard of it: when it was announced, else closed; None before, or when cancelled."""
        return None if self.cancelled_at is not None else self.announced_at or self.closed_at

    @property
    def frozen_roll_id(self) -> int:
        """Return the number of its frozen roll; raises ValueError for a draft, which has none."""
        if self.roll_id is None:
            raise ValueError("a vote past draft has its roll")
        return self.roll_id

    @property
    def prepared_paper_uuid(self) -> str:
        """Return the uuid of its ballot paper; raises ValueError for a draft, which has none."""
        if self.paper is None:
            raise ValueError("a vote past draft has its ballot paper")
        return self.paper.uuid

    def is_voting(self, now: datetime) -> bool:
        """Return whether a ballot is accepted at `now`: the ballot paper says so, and nothing else."""
        return self.paper is not None and self.paper.window.is_open_at(now)


def list_rolls_of_assembly(session: Session, assembly_id: int) -> tuple[int, ...]:
    """Return the frozen voting lists of an assembly, without those of votes that were taken back."""
    mine = Vote.assembly_id == assembly_id, Vote.roll_id.is_not(None), Vote.cancelled_at.is_(None)
    return tuple(session.scalars(select(Vote.roll_id).where(*mine).distinct().order_by(Vote.roll_id)))


def name_votes(session: Session, keys: Collection[str], language: Language) -> dict[str, SubjectName]:
    """Return the titles of the assemblies of the votes with these row numbers, by row number of the vote."""
    ids = [int(key) for key in keys if key.isdecimal()]
    assemblies = {
        str(row.id): str(row.assembly_id)
        for row in session.execute(select(Vote.id, Vote.assembly_id).where(Vote.id.in_(ids)))
    }
    titles = name_assemblies(session, set(assemblies.values()), language)
    return {key: titles[assembly_id] for key, assembly_id in assemblies.items()}


def vote_reference(vote: Vote | VoteRow) -> SubjectRef:
    """Return how ballot paper, journal and outbox name a vote: the first as its assembly, `assembly:3`; then `vote:7`.

    Records of the time when an assembly had one vote only name it so, and go on naming it.
    """
    return SubjectRef.to("assembly", vote.assembly_id) if vote.ordinal == 1 else SubjectRef.to("vote", vote.id)


def get_vote(session: Session, assembly_id: int, ordinal: int = 1) -> VoteRow:
    """Return one vote of an assembly; raises VoteNotFound."""
    found = session.scalar(select(Vote).where(Vote.assembly_id == assembly_id, Vote.ordinal == ordinal))
    if found is None:
        raise VoteNotFound
    return to_row(session, found)


def get_vote_of(session: Session, subject: SubjectRef) -> VoteRow:
    """Return the vote that a mailing or a ballot paper is about; raises VoteNotFound."""
    if subject.kind == "assembly":
        return get_vote(session, subject.number)
    found = session.get(Vote, subject.number) if subject.kind == "vote" else None
    if found is None:
        raise VoteNotFound
    return to_row(session, found)


def get_vote_of_paper(session: Session, uuid: str) -> VoteRow:
    """Return the vote whose ballot paper it is; raises VoteNotFound."""
    found = find_vote_of_paper(session, uuid)
    if found is None:
        raise VoteNotFound
    return found


def find_vote_of_paper(session: Session, uuid: str) -> VoteRow | None:
    """Return the vote whose ballot paper it is, or None: a paper can be prepared without an assembly."""
    found = session.scalar(select(Vote).where(Vote.paper_uuid == uuid))
    return None if found is None else to_row(session, found)


def list_votes(session: Session, assembly_id: int, *, only_public: bool = False) -> tuple[VoteRow, ...]:
    """Return the votes of an assembly in the order in which they were made."""
    statement = select(Vote).where(Vote.assembly_id == assembly_id).order_by(Vote.ordinal)
    if only_public:
        statement = statement.where(Vote.locked_at.is_not(None))
    return tuple(to_row(session, found) for found in session.scalars(statement))


def find_current(session: Session, now: datetime) -> AssemblyRow | None:
    """Return the assembly a visitor comes for: the one in which voting runs, else one whose vote ended lately.

    Else the nearest to come, else the last. None when no agenda was ever published.
    """
    rows = list_assemblies(session, only_public=True)
    votes = {row.id: list_votes(session, row.id, only_public=True) for row in rows}
    voting = [row for row in rows if any(vote.is_voting(now) for vote in votes[row.id])]
    if voting:
        return voting[-1]
    ended = [(vote.ended_at, row.id, row) for row in rows for vote in votes[row.id] if is_recent(vote.ended_at, now)]
    if ended:
        return max(ended)[2]
    coming = [
        (vote.opens_at, row.id, row)
        for row in rows
        for vote in votes[row.id]
        if vote.closes_at > now and vote.state in {VoteState.LOCKED, VoteState.OPEN}
    ]
    return min(coming)[2] if coming else next(iter(rows), None)


def list_voted_items(session: Session, vote_id: int) -> tuple[VotedItem, ...]:
    """Return what is put to a vote; nothing for a draft that holds the whole agenda."""
    rows = session.scalars(select(VoteItem).where(VoteItem.vote_id == vote_id).order_by(VoteItem.id))
    return tuple(VotedItem(row.item_id, tuple(row.choices), row.seats) for row in rows)


def get_items(session: Session, vote: VoteRow) -> tuple[Item, ...]:
    """Return the items of a vote in the order of the agenda, each as it is put to this vote.

    Once a vote is locked its rules are those of the sealed record, whatever agenda and statutes say since. Raises
    UnknownRecordVersion, MethodNotCounted.
    """
    items = get_put_items(session, vote)
    return items if vote.rules is None else with_sealed_rules(items, vote.rules)


def get_put_items(session: Session, vote: VoteRow) -> tuple[Item, ...]:
    """Return the same with the rules that the agenda has now, which count before a vote is locked only."""
    items, chosen = get_agenda(session, vote.assembly_id), list_voted_items(session, vote.id)
    if not chosen:
        return items
    by_item = {each.item_id: each for each in chosen}
    return tuple(narrowed(item, by_item[item.item_id]) for item in items if item.item_id in by_item)


def narrowed(item: Item, put: VotedItem) -> Item:
    """Return an item as a vote puts it: among those choices only, and for that many seats."""
    choices = tuple(item.choices[index] for index in put.choices) or item.choices
    return replace(item, choices=choices, seats=put.seats or item.seats)


def to_row(session: Session, found: Vote) -> VoteRow:
    """Return the frozen row of a vote."""
    paper = None if found.paper_uuid is None else ballots.get_paper(session, found.paper_uuid)
    return VoteRow(
        id=found.id,
        assembly_id=found.assembly_id,
        ordinal=found.ordinal,
        channel=Channel(found.channel),
        opens_at=found.opens_at if paper is None else paper.opens_at,
        closes_at=found.closes_at if paper is None else paper.closes_at,
        roll_id=found.roll_id,
        paper=paper,
        rules=found.rules,
        locked_at=found.locked_at,
        announced_at=session.scalar(select(Announcement.announced_at).where(Announcement.vote_id == found.id)),
        cancelled_at=found.cancelled_at,
        cancel_reason=found.cancel_reason,
        last_reminded_at=found.last_reminded_at,
        opens_itself=found.opens_itself,
        version=found.version,
        changed_at=found.changed_at,
        changed_by=found.changed_by,
    )
