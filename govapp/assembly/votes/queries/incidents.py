"""Reads of incidents, as frozen rows ready for a page."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.votes.models import (
    IncidentMailAnswer,
    IncidentMailRequest,
    IncidentMessage,
    IncidentNote,
    VoteIncident,
)
from govapp.assembly.votes.rules.incidents import IncidentKind, IncidentNotFound
from govapp.kernel.texts import Texts, Words, list_texts, read_words


@dataclass(frozen=True)
class NoteRow:
    """What was added to an incident, by whom (`officer:3`), in which role; `ended_at` (UTC) where it says so."""

    text: Words
    ended_at: datetime | None
    at: datetime
    by: str
    by_name: str
    role: str


@dataclass(frozen=True)
class MessageRow:
    """What everybody who may vote was told of an incident, in the mailing of that number.

    `by` confirmed it; `request` is the place of what waited, and `written_by_name` who wrote that. Both are missing
    in messages of version 0.1, which nobody confirmed.
    """

    mailing_id: int
    subject: Texts
    body: Texts
    at: datetime
    by: str
    by_name: str
    request: int | None = None
    written_by_name: str = ""


@dataclass(frozen=True)
class RequestRow:
    """A mail about an incident that somebody wrote; `answer` is None while it waits for a second person."""

    id: int
    place: int
    subject: Texts
    body: Texts
    at: datetime
    by: str
    by_name: str
    answer: "AnswerRow | None"


@dataclass(frozen=True)
class AnswerRow:
    """What became of a mail that waited, and by whose hand; `message_id` is None where it was withdrawn or refused."""

    at: datetime
    by: str
    by_name: str
    message_id: int | None


@dataclass(frozen=True)
class IncidentRow:
    """An incident of a vote with all that was added since, the oldest first; `number` counts from 1. Times are UTC."""

    id: int
    vote_id: int
    number: int
    kind: IncidentKind
    happened: Words
    affected: Words
    since: datetime
    at: datetime
    by: str
    by_name: str
    role: str
    notes: tuple[NoteRow, ...]
    messages: tuple[MessageRow, ...]
    requests: tuple[RequestRow, ...]

    @property
    def waiting(self) -> RequestRow | None:
        """Return the mail that waits for a second person, if one does."""
        return next((each for each in reversed(self.requests) if each.answer is None), None)

    @property
    def ended_at(self) -> datetime | None:
        """Return when it ended, as the last note about that says; None while it lasts."""
        return next((each.ended_at for each in reversed(self.notes) if each.ended_at is not None), None)


def list_incidents(session: Session, *vote_ids: int) -> tuple[IncidentRow, ...]:
    """Return the incidents of these votes, in the order in which they were written down."""
    rows = session.scalars(
        select(VoteIncident).where(VoteIncident.vote_id.in_(vote_ids)).order_by(VoteIncident.id)
    ).all()
    ids = [row.id for row in rows]
    notes, messages, requests = _notes(session, ids), _messages(session, ids), _requests(session, ids)
    return tuple(_incident(row, tuple(notes[row.id]), tuple(messages[row.id]), tuple(requests[row.id])) for row in rows)


def get_incident(session: Session, vote_id: int, number: int) -> IncidentRow:
    """Return one incident of a vote; raises IncidentNotFound."""
    for each in list_incidents(session, vote_id):
        if each.number == number:
            return each
    raise IncidentNotFound


def find_message_of_mailing(session: Session, mailing_id: int) -> tuple[int, int, MessageRow] | None:
    """Return of which vote and of which incident a mailing tells, and what; None for a mailing of another kind."""
    statement = (
        select(VoteIncident.vote_id, VoteIncident.number, IncidentMessage)
        .join(IncidentMessage, IncidentMessage.incident_id == VoteIncident.id)
        .where(IncidentMessage.mailing_id == mailing_id)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else (row[0], row[1], _message(row[2]))


def _notes(session: Session, ids: Collection[int]) -> Mapping[int, list[NoteRow]]:
    found: dict[int, list[NoteRow]] = defaultdict(list)
    statement = select(IncidentNote).where(IncidentNote.incident_id.in_(ids)).order_by(IncidentNote.place)
    for row in session.scalars(statement):
        by = row.noted_by, row.noted_by_name, row.role
        found[row.incident_id].append(NoteRow(_words(row.v, row.text), row.ended_at, row.noted_at, *by))
    return found


def _messages(session: Session, ids: Collection[int]) -> Mapping[int, list[MessageRow]]:
    found: dict[int, list[MessageRow]] = defaultdict(list)
    statement = select(IncidentMessage).where(IncidentMessage.incident_id.in_(ids)).order_by(IncidentMessage.place)
    rows = session.scalars(statement).all()
    asked = select(IncidentMailAnswer.message_id, IncidentMailRequest.place, IncidentMailRequest.asked_by_name).join(
        IncidentMailRequest, IncidentMailRequest.id == IncidentMailAnswer.request_id
    )
    told = asked.where(IncidentMailAnswer.message_id.in_([row.id for row in rows]))
    of = {row.message_id: (row.place, row.asked_by_name) for row in session.execute(told)}
    for row in rows:
        found[row.incident_id].append(_message(row, *of.get(row.id, (None, ""))))
    return found


def _requests(session: Session, ids: Collection[int]) -> Mapping[int, list[RequestRow]]:
    found: dict[int, list[RequestRow]] = defaultdict(list)
    statement = (
        select(IncidentMailRequest, IncidentMailAnswer)
        .outerjoin(IncidentMailAnswer, IncidentMailAnswer.request_id == IncidentMailRequest.id)
        .where(IncidentMailRequest.incident_id.in_(ids))
        .order_by(IncidentMailRequest.place)
    )
    for row, answer in session.execute(statement):
        found[row.incident_id].append(_request(row, answer))
    return found


def _words(version: int, text: str) -> Words:
    """Return the words of a column; what somebody wrote there behind the program stays a text, to be compared."""
    try:
        words = read_words(version, text)
        list_texts(words)
    except (ValueError, TypeError, AttributeError):
        return text
    return words


def _texts(values: object) -> Texts:
    """Return the texts of a column, none where somebody wrote something else there behind the program."""
    try:
        texts = Texts.from_dict(cast(Mapping[str, str], values))
        texts.as_dict()
    except (ValueError, TypeError, AttributeError):
        return Texts()
    return texts


def _request(row: IncidentMailRequest, answer: IncidentMailAnswer | None) -> RequestRow:
    what = row.id, row.place, _texts(row.subject), _texts(row.body)
    answered = None
    if answer is not None:
        answered = AnswerRow(answer.answered_at, answer.answered_by, answer.answered_by_name, answer.message_id)
    return RequestRow(*what, row.asked_at, row.asked_by, row.asked_by_name, answered)


def _message(row: IncidentMessage, request: int | None = None, written_by_name: str = "") -> MessageRow:
    subject, body = _texts(row.subject), _texts(row.body)
    by = row.asked_by, row.asked_by_name
    return MessageRow(row.mailing_id, subject, body, row.asked_at, *by, request, written_by_name)


def _incident(
    row: VoteIncident,
    notes: tuple[NoteRow, ...],
    messages: tuple[MessageRow, ...],
    requests: tuple[RequestRow, ...],
) -> IncidentRow:
    return IncidentRow(
        id=row.id,
        vote_id=row.vote_id,
        number=row.number,
        kind=IncidentKind(row.kind),
        happened=_words(row.v, row.happened),
        affected=_words(row.v, row.affected),
        since=row.since,
        at=row.reported_at,
        by=row.reported_by,
        by_name=row.reported_by_name,
        role=row.role,
        notes=notes,
        messages=messages,
        requests=requests,
    )
