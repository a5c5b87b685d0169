"""Giving more time, and writing down how a ballot box was closed: signed records that the tally takes up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from govapp.audit.journal import record
from govapp.ballots.keys import signed_window_event
from govapp.ballots.models import BallotRecord, Paper, WindowEventRecord
from govapp.ballots.queries import PaperRow, get_archive_bytes, get_paper, get_record_body, list_window_events
from govapp.ballots.queries.archive import ELECTION
from govapp.ballots.rules.hours import ExtensionGround, reason_of, require_extension, role_that_extends, utc_text
from govapp.ballots.rules.sealed_assembly import sealed_members
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work, keys_of
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Words, each_of, kept_lines, labelled
from pybelenios.archive.reader import read_archive
from pybelenios.election import read_election
from pybelenios.errors import Refused
from pybelenios.jsontext import compact
from pybelenios.receipts.receipt import Receipt
from pybelenios.verifier.hours import check_events, is_in_time
from pybelenios.window import ChainPlace, EventKind, WindowEvent, closing_hour, encode_event, encode_rule_v1


@dataclass(frozen=True)
class Extend:
    """Give more time on the paper `uuid`, until `until` (UTC); everybody can read the `reason`."""

    uuid: str
    until: datetime
    ground: ExtensionGround
    reason: Words


def extend(work: Work, command: Extend) -> WindowEvent:
    """Give more time to vote within the sealed rule, and return the signed record of it.

    Raises NotOpenYet, AlreadyClosed, ExtensionNotAllowed, ExtensionTooLong, ExtensionTooShort, ExtensionReasonNeeded.
    """
    found = get_paper(work.session, command.uuid, locked=True)
    until = command.until.replace(microsecond=0)
    allowed = require_extension(found.window_rule, found.state, found.closes_at, until, command.reason, work.now)
    event = _write(
        work,
        found,
        EventKind.EXTENSION,
        by=role_that_extends(work.actor, allowed),
        ground=command.ground.value,
        reason=each_of(command.reason, kept_lines),
        closes_at=until,
    )
    work.session.execute(update(Paper).where(Paper.id == found.id).values(closes_at=until))
    facts = {"until": event.closes_at, "ground": event.ground, "record": event.digest}
    record(
        work,
        BallotsTag.PAPER_EXTENDED,
        SubjectRef.to("paper", command.uuid),
        facts=facts,
        reason=labelled(reason_of(event)),
    )
    return event


def note_closing(work: Work, found: PaperRow, by: str, reason: Words) -> tuple[WindowEvent, ...] | None:
    """Write down that the box of `found` is closed now, and return all that was done with its hours.

    None for a paper of the first stage, which has no rule about them.
    """
    if found.window_rule is None:
        return None
    _write(work, found, EventKind.CLOSING, by=by, ground="", reason=reason, closes_at=found.closes_at)
    return list_window_events(work.session, found.id)


def list_hours_faults(session: Session, found: PaperRow) -> Iterator[str]:
    """Yield what is wrong with the hours of a sealed paper in this database, a sentence each.

    Only here does it show whether a ballot came in time: an archive keeps no times of arrival.
    """
    election = read_election(get_record_body(session, found.id, ELECTION))
    events = list_window_events(session, found.id)
    if found.window_rule is None:
        return
    if sealed_members(election).get("window") != encode_rule_v1(found.window_rule):
        yield "the rule about its hours is not the one of the sealed record"
    archive = read_archive(get_archive_bytes(session, found))
    try:
        check_events(election, archive, found.window_rule, events)
    except Refused as refusal:
        yield f"{refusal.sentence} ({refusal.reason})"
    if utc_text(found.closes_at) != closing_hour(found.window_rule, events):
        yield "it closes at another hour than the record of its hours says"
    if archive.tally is not None and archive.tally.window != events:
        yield "its records about the hours are not those that the tally took up"
    statement = select(BallotRecord.height, BallotRecord.received_at).where(BallotRecord.paper_id == found.id)
    for height, received_at in session.execute(statement.order_by(BallotRecord.height)):
        if not is_in_time(Receipt(found.uuid, "", "", height, utc_text(received_at)), found.window_rule, events):
            yield f"ballot {height} came in at {utc_text(received_at)}, out of hours"


def _write(
    work: Work, found: PaperRow, kind: EventKind, *, by: str, ground: str, reason: Words, closes_at: datetime
) -> WindowEvent:
    before = list_window_events(work.session, found.id)
    event = signed_window_event(
        keys_of(work.session),
        WindowEvent(
            uuid=found.uuid,
            number=len(before) + 1,
            kind=kind,
            at=utc_text(work.now),
            by=by,
            ground=ground,
            reason=reason if isinstance(reason, str) else "",
            reasons=() if isinstance(reason, str) else tuple(reason.as_dict().items()),
            closes_at=utc_text(closes_at),
            after=ChainPlace(found.head, found.height),
            previous=before[-1].digest if before else None,
        ),
    )
    values = {"paper_id": found.id, "number": event.number, "body": compact(encode_event(event))}
    work.session.execute(insert(WindowEventRecord).values(**values))
    return event
