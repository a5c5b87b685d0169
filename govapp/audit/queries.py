"""What the auditor's page reads from the journal."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from govapp.audit.journal import Line, line_of
from govapp.audit.models import JournalEvent


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
        conditions.append(JournalEvent.tag == wanted.tag)
    if wanted.subject:
        conditions.append(JournalEvent.subject.startswith(wanted.subject, autoescape=True))
    if wanted.person:
        by_name = func.lower(JournalEvent.actor_name).contains(wanted.person.lower(), autoescape=True)
        conditions.append(by_name | (JournalEvent.actor == wanted.person))
    if wanted.result == "done":
        conditions.append(JournalEvent.result == "done")
    elif wanted.result:
        conditions.append(JournalEvent.result != "done")
    if wanted.from_at is not None:
        conditions.append(JournalEvent.at >= wanted.from_at)
    if wanted.until_at is not None:
        conditions.append(JournalEvent.at < wanted.until_at)
    return conditions


def count(session: Session, wanted: Filter) -> int:
    """Count the lines that fit."""
    return session.scalar(select(func.count()).select_from(JournalEvent).where(*_conditions(wanted))) or 0


def lines(session: Session, wanted: Filter, *, limit: int, offset: int = 0) -> tuple[Line, ...]:
    """Return the lines that fit, the newest first."""
    rows = session.scalars(
        select(JournalEvent)
        .where(*_conditions(wanted))
        .order_by(JournalEvent.sequence.desc())
        .limit(limit)
        .offset(offset),
    )
    return tuple(line_of(row) for row in rows)
