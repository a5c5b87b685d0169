"""Comparing what is stored of an announcement and of a cancelling with the lines of the journal about them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.audit.models import JournalEntryRecord
from govapp.kernel.subjects import SubjectRef


def list_journal_faults(session: Session, vote: VoteRow) -> Iterator[str]:
    """Yield what the row of a vote or of its announcement says otherwise than the journal: when, and by whom."""
    yield from _faults_of_announcement(session, vote)
    yield from _faults_of_cancelling(session, vote)


def _faults_of_announcement(session: Session, vote: VoteRow) -> Iterator[str]:
    found = find_announcement(session, vote.id)
    if found is None:
        return
    line = JournalEntryRecord
    statement = select(line.at, line.actor_name, line.facts).where(
        line.tag == AssemblyTag.ASSEMBLY_ANNOUNCED.value, line.result == "done"
    )
    # By the digest of the record: lines of 0.1 were about the assembly.
    told = [(at, name) for at, name, facts in session.execute(statement) if facts.get("digest") == found.digest]
    if not told:
        yield "the journal does not tell of this announcement"
    elif found.announced_at not in {at for at, _ in told}:
        yield "the journal says that it was announced at another moment"
    elif found.announced_by not in {name for _, name in told}:
        yield "the journal says that somebody else announced it"


def _faults_of_cancelling(session: Session, vote: VoteRow) -> Iterator[str]:
    line = JournalEntryRecord
    statement = select(line.at).where(
        line.tag == AssemblyTag.VOTE_CANCELLED.value,
        line.subject == _reference(vote),
        line.result == "done",
    )
    told = session.scalars(statement.order_by(line.sequence.desc()).limit(1)).one_or_none()
    if vote.cancelled_at == told:
        return
    if told is None:
        yield "the journal does not tell that it was cancelled"
    elif vote.cancelled_at is None:
        yield "the journal says that it was cancelled"
    else:
        yield "the journal says that it was cancelled at another moment"


def _reference(vote: VoteRow) -> SubjectRef:
    # As `service.rows.vote_reference` names it: the first vote as its assembly.
    return SubjectRef.to("assembly", vote.assembly_id) if vote.ordinal == 1 else SubjectRef.to("vote", vote.id)
