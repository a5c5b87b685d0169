"""Reading what was done with the hours of a ballot paper."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.ballots.models import WindowEventRecord
from govapp.ballots.queries.papers import PaperRow
from govapp.ballots.rules.hours import moment_of, reason_of
from govapp.kernel.texts import Words
from pybelenios.jsontext import read_json
from pybelenios.window import EventKind, WindowEvent, read_event


@dataclass(frozen=True, slots=True)
class HoursChange:
    """More time (`until` is the new hour), or an early closing (`until` is the hour that it came before); UTC."""

    is_early_closing: bool
    at: datetime
    until: datetime
    reason: Words


@dataclass(frozen=True, slots=True)
class PaperHours:
    """The hours of a vote as they were sealed, and everything that changed them since; UTC.

    `latest` is the last hour to which voting may be extended, None where nobody may do so.
    """

    opens_at: datetime
    announced: datetime
    latest: datetime | None
    changes: tuple[HoursChange, ...]

    @property
    def extended_until(self) -> datetime | None:
        """The hour of the last extension, None without one."""
        return next((each.until for each in reversed(self.changes) if not each.is_early_closing), None)

    @property
    def early_closing(self) -> HoursChange | None:
        """The closing before the hour that counted, None without one."""
        return next((each for each in self.changes if each.is_early_closing), None)


def list_window_events(session: Session, paper_id: int) -> tuple[WindowEvent, ...]:
    """Return the window events of a paper, the oldest first, their signatures unchecked."""
    statement = (
        select(WindowEventRecord.body).where(WindowEventRecord.paper_id == paper_id).order_by(WindowEventRecord.number)
    )
    return tuple(read_event(read_json(body)) for body in session.scalars(statement))


def get_hours(session: Session, found: PaperRow) -> PaperHours:
    """Return the hours of a paper and what changed them."""
    extension = found.window_rule.extension if found.window_rule else None
    return PaperHours(
        opens_at=found.opens_at,
        announced=found.announced_closes_at,
        latest=moment_of(extension.until_at_most) if extension else None,
        changes=tuple(_changes(found, list_window_events(session, found.id))),
    )


def _changes(found: PaperRow, events: tuple[WindowEvent, ...]) -> list[HoursChange]:
    changes = [
        HoursChange(each.is_early, moment_of(each.at), moment_of(each.closes_at), reason_of(each))
        for each in events
        if each.is_early or each.kind is EventKind.EXTENSION
    ]
    # A paper of the first stage has no such records: only the journal knows why it was closed early.
    if not events and found.closed_at is not None and found.closed_at < found.closes_at:
        changes.append(HoursChange(is_early_closing=True, at=found.closed_at, until=found.closes_at, reason=""))
    return changes
