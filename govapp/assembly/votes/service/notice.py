"""The evidence of the notice of one vote, and the check that makes it again from what the database keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from govapp.assembly.convocation.queries import list_addressee_notices, list_batches
from govapp.assembly.convocation.rules.evidence import (
    NOTICE_EVIDENCE,
    EvidenceFigures,
    NoticeEvidence,
    figures_of,
    list_contradictions,
    list_faults,
    read_evidence,
)
from govapp.assembly.convocation.service.checking import list_letter_faults
from govapp.assembly.convocation.service.evidence import evidence_of
from govapp.assembly.convocation.service.post import addressees
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.votes import VoteRow, vote_reference
from govapp.assembly.votes.service.post import notice_of
from govapp.audit.models import JournalEntryRecord
from govapp.db.uow import Work
from govapp.shares.rolls.queries import get_roll


@dataclass(frozen=True)
class NoticeTaken:
    """A line of the journal: somebody took evidence with this digest (UTC)."""

    at: datetime
    name: str


@dataclass(frozen=True)
class NoticeChecked:
    """What the check found: the figures and digest of what was checked, when it was taken as a file, and all faults."""

    figures: EvidenceFigures
    digest: str
    taken: NoticeTaken | None
    faults: tuple[str, ...]


def read_notice_evidence(work: Work, vote: VoteRow) -> NoticeEvidence:
    """Return how the notice went to everybody, as the database says now; raises VoteNotFound for a draft."""
    subject = vote_reference(vote)
    people = addressees(work, notice_of(work, vote))
    others = list_addressee_notices(work.session, subject)
    return evidence_of(subject, people, list_batches(work.session, subject), others)


def check_notice(work: Work, vote: VoteRow, kept: bytes | None = None) -> NoticeChecked:
    """Make the evidence of a vote again and look whether it holds; `kept` is a file that was taken as CSV.

    Everybody on the voting list stands there exactly once, every letter is what its digest says, and the journal tells
    of each batch. Of a kept file the journal knows the digest, and nothing in the database denies what it says. Raises
    VoteNotFound for a draft, EvidenceUnreadable for another file.
    """
    now = read_notice_evidence(work, vote)
    size = get_roll(work.session, vote.frozen_roll_id).size
    faults = [*list_faults(now.rows, size), *list_letter_faults(work, vote_reference(vote))]
    checked = now
    if kept is not None:
        checked = NoticeEvidence(now.subject, read_evidence(kept))
        faults += list_contradictions(checked.rows, now.rows)
    digest = NOTICE_EVIDENCE.digest(checked, NOTICE_EVIDENCE.newest)
    taken = next(_taken(work, vote, digest), None)
    if kept is not None and taken is None:
        faults.append("the journal tells of no file with this digest: it was changed, or never handed out")
    return NoticeChecked(figures_of(checked.rows), digest, taken, tuple(faults))


def _taken(work: Work, vote: VoteRow, digest: str) -> Iterator[NoticeTaken]:
    line = JournalEntryRecord
    statement = select(line.at, line.actor_name, line.facts).where(
        line.tag == AssemblyTag.NOTICE_EVIDENCE.value, line.subject == vote_reference(vote), line.result == "done"
    )
    for at, name, facts in work.session.execute(statement.order_by(line.sequence)):
        if facts.get("digest") == digest:
            yield NoticeTaken(at, name)
