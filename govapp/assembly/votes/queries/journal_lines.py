"""Comparing what is stored of an announcement and of a cancelling with the lines of the journal about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.incidents_compared import list_incident_faults
from govapp.assembly.votes.queries.tellers import list_count_faults
from govapp.assembly.votes.queries.votes import VoteRow, vote_reference
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.service import list_paper_faults
from govapp.kernel.subjects import SubjectRef


@dataclass(frozen=True)
class WaivedTextsRow:
    """Who waived texts that are missing in a language, when (UTC), and of which items in which languages."""

    at: datetime
    name: str
    gaps: str


def list_waivers(session: Session, vote: VoteRow) -> tuple[WaivedTextsRow, ...]:
    """Return who waived missing texts before the agenda was locked, as the journal tells; the newest last."""
    line = JournalEntryRecord
    statement = select(line.at, line.actor_name, line.facts).where(
        line.tag == AssemblyTag.TEXTS_WAIVED.value, line.subject == vote_reference(vote), line.result == "done"
    )
    found = session.execute(statement.order_by(line.sequence))
    return tuple(WaivedTextsRow(at, name, str(facts["gaps"])) for at, name, facts in found)


def list_journal_faults(session: Session, vote: VoteRow) -> Iterator[str]:
    """Yield what the row of a vote or of its announcement says otherwise than the journal: when, and by whom."""
    yield from _faults_of_assembly(session, vote)
    yield from _faults_of_announcement(session, vote)
    yield from _faults_of_cancelling(session, vote)
    yield from list_count_faults(session, vote)
    yield from (fault.sentence for fault in list_incident_faults(session, vote))


def is_as_told(session: Session, vote: VoteRow) -> bool:
    """Tell whether the journal knows a vote as it stands: whether and when it was locked, opened, ended, announced."""
    of_vote = (_faults_of_assembly, _faults_of_announcement, _faults_of_cancelling)
    if any(True for faults in of_vote for _fault in faults(session, vote)):
        return False
    return vote.paper is None or not any(True for _fault in list_paper_faults(session, vote.paper))


def _faults_of_assembly(session: Session, vote: VoteRow) -> Iterator[str]:
    assembly, line = get_assembly(session, vote.assembly_id), JournalEntryRecord
    tags = (AssemblyTag.ASSEMBLY_CALLED_OFF.value, AssemblyTag.ASSEMBLY_LOCKED.value)
    statement = select(line.tag, line.at, line.reason).where(
        line.tag.in_(tags), line.subject == SubjectRef.to("assembly", assembly.id), line.result == "done"
    )
    told = {row.tag: (row.at, row.reason) for row in session.execute(statement.order_by(line.sequence))}
    called_off_at, reason = told.get(AssemblyTag.ASSEMBLY_CALLED_OFF.value, (None, ""))
    if assembly.called_off_at != called_off_at:
        yield "the journal tells otherwise whether and when the assembly was called off"
    elif assembly.call_off_reason != reason:
        yield "the journal tells another reason why the assembly was called off"
    if assembly.published_at is None and AssemblyTag.ASSEMBLY_LOCKED.value in told:
        yield "the journal tells that the agenda was locked, and the assembly is hidden"


def _faults_of_announcement(session: Session, vote: VoteRow) -> Iterator[str]:
    found = find_announcement(session, vote.id)
    line = JournalEntryRecord
    if found is None:
        of_this = select(line.sequence).where(
            line.tag == AssemblyTag.ASSEMBLY_ANNOUNCED.value,
            line.subject == vote_reference(vote),
            line.result == "done",
        )
        if session.scalars(of_this.limit(1)).one_or_none() is not None:
            yield "the journal tells of an announcement, which is missing"
        return
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
    statement = select(line.at, line.reason).where(
        line.tag == AssemblyTag.VOTE_CANCELLED.value,
        line.subject == vote_reference(vote),
        line.result == "done",
    )
    told = session.execute(statement.order_by(line.sequence.desc()).limit(1)).one_or_none()
    if vote.cancelled_at == (told.at if told else None):
        if told and vote.cancel_reason != told.reason:
            yield "the journal tells another reason why it was cancelled"
        return
    if told is None:
        yield "the journal does not tell that it was cancelled"
    elif vote.cancelled_at is None:
        yield "the journal says that it was cancelled"
    else:
        yield "the journal says that it was cancelled at another moment"
