"""Comparing the moments of a ballot paper, and what was asked about closing it early, with the journal.

An archive holds no moment but those of its hours: when a paper was fixed, opened or ended stands in its row alone.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.ballots.models import EarlyClosingRecord
from govapp.ballots.queries.papers import PaperRow
from govapp.ballots.tags import BallotsTag
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import labelled, read_words

_TAGS = (
    BallotsTag.PAPER_PREPARED.value,
    BallotsTag.PAPER_SEALED.value,
    BallotsTag.PAPER_OPENED.value,
    BallotsTag.PAPER_CLOSED.value,
    BallotsTag.PAPER_COUNTED.value,
    BallotsTag.PAPER_CANCELLED.value,
    BallotsTag.PAPER_ENDED.value,
    BallotsTag.EARLY_CLOSING_ASKED.value,
    BallotsTag.EARLY_CLOSING_WITHDRAWN.value,
)
Lines = Mapping[str, list[JournalEntryRecord]]


def list_paper_faults(session: Session, found: PaperRow) -> Iterator[str]:
    """Yield what the row of a paper, and the early closings that were asked for, say otherwise than the journal."""
    row = JournalEntryRecord
    # A paper has as many lines as ballots: by their tags the few others are found without reading those.
    mine = row.tag.in_(_TAGS), (row.subject + "") == SubjectRef.to("paper", found.uuid), row.result == "done"
    lines: dict[str, list[JournalEntryRecord]] = {}
    for line in session.scalars(select(row).where(*mine).order_by(row.sequence)):
        lines.setdefault(line.tag, []).append(line)
    yield from _faults_of_moments(found, lines)
    yield from _faults_of_early_closings(session, found, lines)


def _faults_of_moments(found: PaperRow, lines: Lines) -> Iterator[str]:
    moments = {
        BallotsTag.PAPER_PREPARED: found.prepared_at,
        BallotsTag.PAPER_SEALED: found.sealed_at,
        BallotsTag.PAPER_OPENED: found.opened_at,
        BallotsTag.PAPER_COUNTED: found.counted_at,
        BallotsTag.PAPER_CANCELLED: found.cancelled_at,
        BallotsTag.PAPER_ENDED: found.ended_at,
    }
    for tag, kept in moments.items():
        told = _last(lines, tag)
        if kept != (told.at if told else None):
            yield f"{tag.value}: {_shown(kept)} here, {_shown(told.at if told else None)} in the journal"
    closed, ended = _last(lines, BallotsTag.PAPER_CLOSED), _last(lines, BallotsTag.PAPER_ENDED)
    # It closes at its hour, and is closed by whoever comes then.
    if (found.closed_at is None) != (closed is None) or (closed and found.closed_at and found.closed_at > closed.at):
        yield f"{BallotsTag.PAPER_CLOSED.value}: {_shown(found.closed_at)} here, the journal tells otherwise"
    if found.end_reason != (ended.reason if ended else ""):
        yield "the reason why it ended without a result is not the one that the journal tells"


def _faults_of_early_closings(session: Session, found: PaperRow, lines: Lines) -> Iterator[str]:
    rows = session.scalars(
        select(EarlyClosingRecord).where(EarlyClosingRecord.paper_id == found.id).order_by(EarlyClosingRecord.id)
    ).all()
    asked = [(each.asked_at, each.asked_by, each.asked_by_name, _said(each)) for each in rows]
    told = lines.get(BallotsTag.EARLY_CLOSING_ASKED, [])
    if asked != [(line.at, line.actor, line.actor_name, line.reason) for line in told]:
        yield "what was asked about closing early is not what the journal tells"
    withdrawn = {(line.at, line.actor) for line in lines.get(BallotsTag.EARLY_CLOSING_WITHDRAWN, [])}
    confirmed = {(line.at, line.actor) for line in lines.get(BallotsTag.PAPER_CLOSED, []) if line.facts.get("asked_by")}
    for outcome, of_journal in (("withdrawn", withdrawn), ("confirmed", confirmed)):
        if {(each.settled_at, each.settled_by) for each in rows if each.outcome == outcome} != of_journal:
            yield f"which early closing was {outcome}, by whom and when, is not what the journal tells"


def _said(row: EarlyClosingRecord) -> str:
    """Return a reason as the journal keeps it; what cannot be read is what somebody else wrote there."""
    try:
        return labelled(read_words(row.v, row.reason))
    except (ValueError, TypeError, AttributeError):
        return row.reason


def _last(lines: Lines, tag: BallotsTag) -> JournalEntryRecord | None:
    return lines[tag][-1] if tag in lines else None


def _shown(moment: datetime | None) -> str:
    return "nothing" if moment is None else moment.isoformat()
