"""Sessions: begin one, note a sign of life, end one or all."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, inspect, update

from govapp.accounts import queries
from govapp.accounts.models import SignInSession
from govapp.accounts.refusals import SessionUnknown
from govapp.accounts.rules import SIGN_OF_LIFE_EVERY, day_begun
from govapp.accounts.service.numbers import random_id
from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.backup import after_restoring
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.texts import Language


def _end_restored(connection: Connection) -> None:
    """End every session of a database that was put back: some had ended since the copy was made."""
    if inspect(connection).has_table(SignInSession.__tablename__):
        # The moment that is kept is the last one known there, for the clock is not ours to read.
        ended = update(SignInSession).where(SignInSession.ended_at.is_(None))
        connection.execute(ended.values(ended_at=SignInSession.seen_at))


after_restoring(_end_restored)


@dataclass(frozen=True)
class BeginSession:
    """Sign a person in on a device; `replaces` is the key of the session this browser had, which ends.

    Of a shareholder only the day is written down, under a number without order: beside the ballots that come in, the
    hour would tell whose they are. How long the browser stays signed in, its signed cookie says (see `login`).
    """

    kind: ActorKind
    person_id: int
    name: str
    language: Language
    device_label: str
    replaces: str | None = None


def begin_session(work: Work, command: BeginSession) -> str:
    """Begin a session and return its key, 256 random bits for the cookie; only its digest is kept."""
    if command.replaces is not None:
        end_session(work, command.replaces)
    key = secrets.token_urlsafe(32)
    begun = work.now if command.kind is ActorKind.OFFICER else day_begun(work.now)
    work.session.add(
        SignInSession(
            id=random_id(),
            key_digest=queries.get_session_digest(work.keys, key),
            kind=command.kind.value,
            person_id=command.person_id,
            name=command.name,
            language=command.language.value,
            device_label=command.device_label,
            created_at=begun,
            seen_at=begun,
        ),
    )
    work.session.flush()
    return key


def note_sign_of_life(work: Work, session_id: int) -> None:
    """Write down that a session was seen now, of a shareholder on which day, unless that is written already."""
    row = work.session.get(SignInSession, session_id)
    if row is None:
        return
    seen, every = work.now, SIGN_OF_LIFE_EVERY
    if row.kind == ActorKind.SHAREHOLDER.value:
        seen, every = day_begun(work.now), timedelta(days=1)
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.seen_at <= seen - every)
        .values(seen_at=seen),
    )


def end_session(work: Work, key: str) -> None:
    """End the session of a cookie, if it has not ended."""
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.key_digest == queries.get_session_digest(work.keys, key), SignInSession.ended_at.is_(None))
        .values(ended_at=day_begun(work.now)),
    )


def end_own_session(work: Work, session_id: int) -> None:
    """End one session of the person who acts, on whatever device; raises SessionUnknown."""
    row = work.session.get(SignInSession, session_id)
    if row is None or (row.kind, row.person_id) != (work.actor.kind.value, work.actor.id) or row.ended_at is not None:
        raise SessionUnknown
    is_officer = work.actor.kind is ActorKind.OFFICER
    row.ended_at = work.now if is_officer else day_begun(work.now)
    facts: dict[str, FactValue] = {"session": session_id} if is_officer else {}
    journal.record(work, AccountsTag.SESSION_ENDED, work.actor.subject, facts=facts)


def end_other_sessions(work: Work, key: str | None, *, reason: str = "") -> int:
    """End every session of the person who acts but the one with this key, and return how many there were."""
    rows = [row for row in queries.list_sessions(work.session, work.actor, work.now, key) if not row.is_this_one]
    ended = update(SignInSession).where(SignInSession.id.in_([row.id for row in rows]))
    work.session.execute(ended.values(ended_at=work.now))
    if rows:
        facts: dict[str, FactValue] = {"count": len(rows)}
        journal.record(work, AccountsTag.SESSION_ENDED, work.actor.subject, facts=facts, reason=reason)
    return len(rows)


def end_all_sessions(work: Work, person: Actor, *, reason: str = "") -> int:
    """End every session of a person, on all devices, and return how many there were."""
    rows = queries.list_sessions(work.session, person, work.now, None)
    work.session.execute(
        update(SignInSession).where(SignInSession.id.in_([row.id for row in rows])).values(ended_at=work.now),
    )
    if rows:
        journal.record(work, AccountsTag.SESSION_ENDED, person.subject, facts={"count": len(rows)}, reason=reason)
    return len(rows)
