"""Comparing the row of a sealed ballot paper, which whoever owns the database can change, with its archive.

What a page shows of a paper comes from its row. The archive has all of it once more, under hashes that people keep:
where the two differ, somebody changed the row.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.ballots.models import PaperEvent
from govapp.ballots.queries.archive import ELECTION, TRUSTEES, get_record_body, get_recorded_result, get_recorded_size
from govapp.ballots.queries.hours import list_window_events
from govapp.ballots.queries.papers import PaperRow, TrusteeRow, list_trustees
from govapp.ballots.rules.hours import utc_text
from govapp.ballots.rules.papers import SERVER_NAME
from govapp.ballots.rules.refusals import PaperNotAsSealed
from govapp.ballots.rules.sealed_assembly import questions_as_sealed, sealed_members
from govapp.shares.rolls.queries import RollRow, get_roll
from pybelenios.archive.chain import EventType
from pybelenios.election import Election, Question, read_election
from pybelenios.group import point_text
from pybelenios.trustees import Trustees, keys_of, read_trustees
from pybelenios.window import EventKind, WindowEvent, closing_hour, encode_rule_v1


def list_changed_members(session: Session, found: PaperRow) -> tuple[str, ...]:
    """Return what the row of a paper says otherwise than its archive, in English; nothing where all is as sealed.

    Raises UnknownRecordVersion for a paper that a newer program prepared.
    """
    if not found.is_sealed:
        return ()
    election = read_election(get_record_body(session, found.id, ELECTION))
    sealed, events = sealed_members(election), list_window_events(session, found.id)
    keys = read_trustees(get_record_body(session, found.id, TRUSTEES))
    same = {
        "fingerprint": found.fingerprint == election.fingerprint,
        "name": found.name.as_dict() == sealed.get("name"),
        "questions": _asks(found, election),
        "subject": found.subject_ref == sealed.get("id"),
        "voting list": _is_list(get_roll(session, found.roll_id), found, sealed.get("roll")),
        "rules": found.rules_digest == sealed.get("rules"),
        "number of voters": found.voters == sealed.get("voters"),
        "least number of ballots": found.minimum_ballots == sealed.get("minimum_ballots"),
        "key holders": _has_keys(list_trustees(session, found.id), keys),
        "hours": _has_hours(found, sealed, events),
        "closing": _closed_at(found) == [min(event.at, event.closes_at) for event in events if _closes(event)],
        "figures": _has_figures(session, found),
    }
    return tuple(name for name, is_same in same.items() if not is_same)


def require_row_as_sealed(session: Session, found: PaperRow) -> None:
    """Raise PaperNotAsSealed when the row of a sealed paper says anything else than its archive."""
    changed = list_changed_members(session, found)
    if changed:
        raise PaperNotAsSealed(members=", ".join(changed))


def _is_list(roll: RollRow, found: PaperRow, sealed: object) -> bool:
    # A paper that was cancelled may be of a version of the list to which somebody was added since.
    return sealed in roll.digests if found.cancelled_at else sealed == roll.digest


def _asks(found: PaperRow, election: Election) -> bool:
    members = sealed_members(election)
    texts = json.loads(json.dumps(questions_as_sealed(found.questions, members)))
    limits = [(question.minimum, question.maximum, question.blank) for question in found.questions]
    counted = [
        (question.minimum, question.maximum, question.blank)
        for question in election.questions
        if isinstance(question, Question)
    ]
    return texts == members.get("questions") and limits == counted


def _has_keys(rows: Sequence[TrusteeRow], keys: Trustees) -> bool:
    sealed = [(point_text(key.public_key), key.name) for item in keys for key in keys_of(item)]
    if all(name is None for _, name in sealed):
        # Papers sealed before names were written with the keys.
        return [row.public_key for row in rows] == [public for public, _ in sealed]
    return [(row.public_key, SERVER_NAME if row.is_server else row.name) for row in rows] == sealed


def _has_hours(found: PaperRow, sealed: Mapping[str, Any], events: Sequence[WindowEvent]) -> bool:
    shown, rule = (utc_text(found.opens_at), utc_text(found.closes_at)), found.window_rule
    if rule is None or "window" not in sealed:
        return rule is None and shown == (sealed.get("opens_at"), sealed.get("closes_at"))
    return encode_rule_v1(rule) == sealed["window"] and shown == (rule.not_before, closing_hour(rule, events))


def _closes(event: WindowEvent) -> bool:
    return event.kind is EventKind.CLOSING


def _closed_at(found: PaperRow) -> list[str]:
    # Papers of the first stage have no record of how they were closed.
    return [utc_text(found.closed_at)] if found.closed_at and found.window_rule else []


def _has_figures(session: Session, found: PaperRow) -> bool:
    ended = {EventType.END_BALLOTS, EventType.ENCRYPTED_TALLY, EventType.RESULT}
    statement = select(PaperEvent.type).where(PaperEvent.paper_id == found.id, PaperEvent.type.in_(ended))
    kinds = set(session.scalars(statement))
    counted = get_recorded_size(session, found.id) if EventType.ENCRYPTED_TALLY in kinds else None
    result = get_recorded_result(session, found.id)[0] if EventType.RESULT in kinds else None
    moments = (found.closed_at is not None, found.counted_at is not None)
    # Ballots are the events 1, 2, ... without a gap, so the height of the last one is their number.
    last = select(func.max(PaperEvent.height)).where(
        PaperEvent.paper_id == found.id, PaperEvent.type == EventType.BALLOT
    )
    return (found.ballots, found.counted, found.result, *moments) == (
        session.scalar(last) or 0,
        counted,
        result,
        EventType.END_BALLOTS in kinds,
        EventType.RESULT in kinds,
    )
