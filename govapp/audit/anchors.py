"""Anchors that are kept: signed in the transaction of what they go with, read for pages, compared with the chains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from govapp.audit import journal
from govapp.audit.chains import AnchoredChain, ChainFinding, ChainStanding, compare_with_anchor
from govapp.audit.models import AnchorRecord, JournalEntryRecord
from govapp.audit.rules.anchor import Anchor, SignedAnchor, Signer, read_anchor, sign_anchor
from govapp.audit.tags import AuditTag
from govapp.db.uow import Work
from govapp.kernel.canonical import canonical_json
from govapp.kernel.errors import Refusal
from govapp.kernel.subjects import SubjectRef


class AnchorOccasion(StrEnum):
    """Why an anchor was taken and kept."""

    VOTE_OPENED = "vote_opened"
    VOTE_CLOSED = "vote_closed"
    RESULT = "result"
    DAY = "day"


@dataclass(frozen=True)
class AnchorRow:
    """A kept anchor as pages show it: why it was taken, about what, and the record as it was signed."""

    id: int
    occasion: AnchorOccasion
    subject: SubjectRef
    record: dict[str, Any]

    @property
    def signed(self) -> SignedAnchor:
        """The anchor itself; raises AnchorUnreadable, AnchorForged or UnknownRecordVersion when it was changed."""
        return read_anchor(canonical_json(self.record).decode())


@dataclass(frozen=True)
class BrokenAnchor:
    """A kept anchor that cannot be believed: its number and why."""

    anchor_id: int
    why: Refusal

    def __str__(self) -> str:
        return f"Signed state {self.anchor_id} in the database: {self.why}"


@dataclass(frozen=True)
class MissingAnchor:
    """An anchor that was signed, as the journal tells, and is no longer kept: for which occasion, about what."""

    occasion: str
    subject: str

    def __str__(self) -> str:
        return f"Signed state in the database: the one of {self.subject} ({self.occasion}) is gone"


def current_anchor(session: Session, at: datetime, signer: Signer, chains: Sequence[AnchoredChain]) -> SignedAnchor:
    """Return where the chains stand in this transaction, signed; nothing is kept."""
    heads = tuple(head for chain in chains for head in chain.list_heads(session, None))
    return sign_anchor(Anchor(at, heads), signer)


def anchor_of(session: Session, at: datetime, signer: Signer, chains: Sequence[AnchoredChain]) -> SignedAnchor:
    """Return where the chains stood at an earlier moment, signed: whoever asks again gets the same bytes."""
    heads = tuple(head for chain in chains for head in chain.list_heads(session, at))
    return sign_anchor(Anchor(at, heads), signer)


def keep_anchor(
    work: Work, signer: Signer, chains: Sequence[AnchoredChain], *, occasion: AnchorOccasion, subject: SubjectRef
) -> SignedAnchor:
    """Sign where the chains stand and keep it for ever, once for an occasion and a subject; the anchor covers its line.

    Take the domain's locks first: it waits for the journal.
    """
    journal.record(work, AuditTag.ANCHOR_SIGNED, subject, facts={"for": occasion.value})
    signed = current_anchor(work.session, work.now, signer, chains)
    values = {"occasion": occasion.value, "subject": subject, "taken_at": work.now, "record": signed.as_dict()}
    work.session.execute(insert(AnchorRecord).values(**values))
    return signed


def find_anchor(session: Session, occasion: AnchorOccasion, subject: SubjectRef) -> AnchorRow | None:
    """Return the anchor that was kept for an occasion and a subject, or None."""
    row = session.scalar(
        select(AnchorRecord).where(AnchorRecord.occasion == occasion.value, AnchorRecord.subject == subject)
    )
    return None if row is None else _row(row)


def list_anchors(session: Session, subject: SubjectRef) -> tuple[AnchorRow, ...]:
    """Return the anchors that were kept about one thing, the oldest first."""
    rows = session.scalars(select(AnchorRecord).where(AnchorRecord.subject == subject).order_by(AnchorRecord.id))
    return tuple(_row(row) for row in rows)


def _missing(session: Session) -> Iterator[MissingAnchor]:
    line = JournalEntryRecord
    statement = select(line.subject, line.facts).where(line.tag == AuditTag.ANCHOR_SIGNED.value)
    kept = {(str(row.subject), row.occasion) for row in session.scalars(select(AnchorRecord))}
    for subject, facts in session.execute(statement.order_by(line.sequence)):
        if (str(subject), facts.get("for")) not in kept:
            yield MissingAnchor(str(facts.get("for")), str(subject))


def find_faults(
    session: Session, chains: Sequence[AnchoredChain]
) -> Iterator[ChainFinding | BrokenAnchor | MissingAnchor]:
    """Yield what the kept anchors find wrong with the chains, and anchors that were changed or taken away themselves.

    Whoever cuts a chain in the database can take these anchors away too: the ones that people keep are compared with
    `compare_with_anchor`.
    """
    yield from _missing(session)
    for record in session.scalars(select(AnchorRecord).order_by(AnchorRecord.id)):
        try:
            anchor = _row(record).signed.anchor
        except Refusal as refusal:
            yield BrokenAnchor(record.id, refusal)
            continue
        found = compare_with_anchor(session, anchor, chains)
        yield from (each for each in found if each.standing is not ChainStanding.HOLDS)


def _row(row: AnchorRecord) -> AnchorRow:
    return AnchorRow(row.id, AnchorOccasion(row.occasion), SubjectRef(row.subject), row.record)
