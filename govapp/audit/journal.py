"""The journal itself: append a line, recompute the chain, write it out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, insert, select, true
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.audit.rules.entry import GENESIS, JOURNAL_ENTRY, FactValue, JournalEntry
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.declarations import JournalTag
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.canonical import canonical_json
from govapp.kernel.records import UnknownRecordVersion
from govapp.kernel.subjects import SubjectRef

_BATCH = 1000
MAX_SEQUENCE: Final = 2**63 - 1


PERSON: Final = "holder"
# Who acts under a name: officers answer for what they do, and the system is nobody.
_NAMED: Final = frozenset({ActorKind.OFFICER, ActorKind.SYSTEM})


@dataclass(frozen=True)
class Break:
    """The first line at which the chain does not hold, and why in plain words."""

    sequence: int
    why: str


@dataclass(frozen=True)
class ChainReport:
    """The state of the whole journal: how many lines, the digest of the last one, the first break if any."""

    lines: int
    head: str
    broken: Break | None

    @property
    def is_whole(self) -> bool:
        """Tell whether every line is the one that was written."""
        return self.broken is None


def record(
    work: Work,
    tag: JournalTag,
    subject: SubjectRef,
    *,
    facts: Mapping[str, FactValue] | None = None,
    reason: str = "",
    result: str = "done",
    alias: str = "",
) -> None:
    """Append one line to the journal, in the transaction of `work`.

    `subject` is what it is about; `result` is `done` or the code of a refusal. Facts hold no secret and
    no e-mail address. Writers wait for each other here, so that numbers have no gap: take the domain's locks first.
    What a shareholder or a visitor does is written without the person: beside the line of a ballot, a name in the line
    before it would tell whose ballot that is. Where the lines of one person must be counted, `alias` stands for the
    person: nobody without the secret key can tell for whom.
    """
    lock(work, "journal")
    sequence, previous = get_head(work.session)
    entry = JournalEntry(
        sequence=sequence + 1,
        previous=previous,
        at=work.now,
        actor=written_actor(work.actor, alias),
        actor_name=_name_kept(work.actor),
        roles=",".join(sorted(work.actor.roles)),
        tag=tag.value,
        subject=subject if work.actor.kind in _NAMED else _without_person(subject),
        reason=reason,
        result=result,
        facts=dict(facts or {}),
        v=JOURNAL_ENTRY.newest,
    )
    columns = {field.name: getattr(entry, field.name) for field in fields(JournalEntry)}
    work.session.execute(insert(JournalEntryRecord).values(**columns, digest=entry.digest()))


def written_actor(actor: Actor, alias: str = "") -> str:
    """Return how a line names who acts: an officer by number, a shareholder or visitor by an alias or not at all."""
    if actor.kind in _NAMED:
        return actor.reference
    return f"{actor.kind.value}:{alias}" if alias else actor.kind.value


def _name_kept(actor: Actor) -> str:
    return actor.name if actor.kind in _NAMED else ""


def _without_person(subject: SubjectRef) -> SubjectRef:
    return SubjectRef(PERSON) if subject.kind == PERSON else subject


def get_head(session: Session, before: datetime | None = None) -> tuple[int, str]:
    """Return the number of the last line and its digest; 0 and `GENESIS` without any.

    With a moment (UTC), that of the line before the first one of that moment or later: also a line that was written
    after it with an earlier moment, because its transaction took long, changes nothing in the answer.
    """
    in_time: ColumnElement[bool] = true()
    if before is not None:
        first = select(func.min(JournalEntryRecord.sequence)).where(JournalEntryRecord.at >= before).scalar_subquery()
        in_time = JournalEntryRecord.sequence < func.coalesce(first, MAX_SEQUENCE)
    last = session.execute(
        select(JournalEntryRecord.sequence, JournalEntryRecord.digest)
        .where(in_time)
        .order_by(JournalEntryRecord.sequence.desc())
        .limit(1),
    ).one_or_none()
    return (0, GENESIS) if last is None else (last.sequence, last.digest)


def verify(session: Session, *, known_head: str | None = None, after: int = 0) -> ChainReport:
    """Recompute the chain and name the first line that does not hold.

    `known_head` is a digest written down earlier: a journal that was cut short or rewritten no longer contains it.
    With `after`, only the lines behind that one are recomputed; the digest of that line is taken as it stands.
    """
    count, previous, seen = after, find_digest(session, after) or GENESIS, known_head in {None, GENESIS}
    for row in _rows(session, after):
        why = _fault(row, count + 1, previous)
        if why:
            return ChainReport(count, previous, Break(row.sequence, why))
        count, previous = row.sequence, row.digest
        seen = seen or row.digest == known_head
    if not seen:
        return ChainReport(count, previous, Break(count + 1, "the head that was written down earlier is not in it"))
    return ChainReport(count, previous, None)


def find_digest(session: Session, sequence: int) -> str | None:
    """Return the digest of a line, or None when there is no such line."""
    return session.scalar(select(JournalEntryRecord.digest).where(JournalEntryRecord.sequence == sequence))


def _rows(session: Session, after: int = 0) -> Iterator[JournalEntryRecord]:
    statement = (
        select(JournalEntryRecord).where(JournalEntryRecord.sequence > after).order_by(JournalEntryRecord.sequence)
    )
    statement = statement.execution_options(yield_per=_BATCH)
    for row in session.scalars(statement):
        yield row
        session.expunge(row)


def _fault(row: JournalEntryRecord, expected: int, previous: str) -> str:
    if row.sequence != expected:
        return f"line {expected} is missing"
    if row.previous != previous:
        return "it does not follow the line before"
    try:
        digest = entry_of(row).digest()
    except UnknownRecordVersion as refusal:
        return str(refusal)
    return "" if row.digest == digest else "its content is not what was written"


def entry_of(row: JournalEntryRecord) -> JournalEntry:
    """Return the value of a stored line."""
    return JournalEntry(**{field.name: getattr(row, field.name) for field in fields(JournalEntry)})


def export_lines(session: Session) -> Iterator[bytes]:
    """Yield the journal as JSON lines, oldest first: the digested members, and `digest`; each ends in a newline."""
    for row in _rows(session):
        yield canonical_json({**entry_of(row).as_dict(), "digest": row.digest}) + b"\n"
