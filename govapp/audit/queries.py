"""What the auditor's page reads from the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from govapp.audit.journal import entry_of
from govapp.audit.models import JournalEntryRecord
from govapp.audit.rules.entry import FactValue, JournalEntry
from govapp.audit.rules.requests import RequestChanged
from govapp.declarations import JournalTag
from govapp.kernel.subjects import SubjectRef


@dataclass(frozen=True)
class Filter:
    """Which lines to show; empty members filter nothing. `until_at` is excluded."""

    tag: str = ""
    subject: str = ""
    person: str = ""
    result: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.tag:
        conditions.append(JournalEntryRecord.tag == wanted.tag)
    if wanted.subject:
        conditions.append(JournalEntryRecord.subject.startswith(wanted.subject, autoescape=True))
    if wanted.person:
        by_name = func.lower(JournalEntryRecord.actor_name).contains(wanted.person.lower(), autoescape=True)
        conditions.append(by_name | (JournalEntryRecord.actor == wanted.person))
    if wanted.result == "done":
        conditions.append(JournalEntryRecord.result == "done")
    elif wanted.result:
        conditions.append(JournalEntryRecord.result != "done")
    if wanted.from_at is not None:
        conditions.append(JournalEntryRecord.at >= wanted.from_at)
    if wanted.until_at is not None:
        conditions.append(JournalEntryRecord.at < wanted.until_at)
    return conditions


def count_entries(session: Session, wanted: Filter) -> int:
    """Count the lines that fit."""
    return session.scalar(select(func.count()).select_from(JournalEntryRecord).where(*_conditions(wanted))) or 0


def list_entries(session: Session, wanted: Filter, *, limit: int, offset: int = 0) -> tuple[JournalEntry, ...]:
    """Return the lines that fit, the newest first."""
    rows = session.scalars(
        select(JournalEntryRecord)
        .where(*_conditions(wanted))
        .order_by(JournalEntryRecord.sequence.desc())
        .limit(limit)
        .offset(offset),
    )
    return tuple(entry_of(row) for row in rows)


def list_facts(session: Session, tag: JournalTag) -> tuple[tuple[str, Mapping[str, FactValue]], ...]:
    """Return subject and facts of each line with that tag, the oldest first."""
    row = JournalEntryRecord
    statement = select(row.subject, row.facts).where(row.tag == tag.value).order_by(row.sequence)
    return tuple((subject, facts) for subject, facts in session.execute(statement))


def find_last_facts(session: Session, tag: JournalTag) -> Mapping[str, FactValue] | None:
    """Return the facts of the last line with that tag, or None without any."""
    row = JournalEntryRecord
    statement = select(row.facts).where(row.tag == tag.value).order_by(row.sequence.desc()).limit(1)
    found: Mapping[str, FactValue] | None = session.scalar(statement)
    return found


def require_asker(
    session: Session, tag: JournalTag, subject: SubjectRef | str, asked_by: str, **about: FactValue
) -> None:
    """Raise RequestChanged unless the journal says that `asked_by` (`officer:3`) asked for what waits.

    The line is the last one with `tag` on `subject` whose facts have what stands in `about`. Who confirms something
    is compared with its asker, and a row can be changed by whoever owns the database; the journal is a chain.
    """
    row = JournalEntryRecord
    statement = (
        select(row.actor, row.facts)
        .where(row.tag == tag.value, row.subject == str(subject), row.result == "done")
        .order_by(row.sequence.desc())
    )
    lines = (actor for actor, facts in session.execute(statement) if about.items() <= facts.items())
    if next(lines, None) != asked_by:
        raise RequestChanged
