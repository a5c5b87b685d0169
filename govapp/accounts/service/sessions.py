"""Sessions: begin one, note a sign of life, end one or all."""

import secrets
from dataclasses import dataclass

from sqlalchemy import update

from govapp.accounts import queries
from govapp.accounts.models import SignInSession
from govapp.accounts.refusals import SessionUnknown
from govapp.accounts.rules import SIGN_OF_LIFE_EVERY
from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.texts import Language


@dataclass(frozen=True)
class BeginSession:
    """Sign a person in on a device; `replaces` is the key of the session this browser had, which ends."""

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
    work.session.add(
        SignInSession(
            key_digest=queries.get_session_digest(work.keys, key),
            kind=command.kind.value,
            person_id=command.person_id,
            name=command.name,
            language=command.language.value,
            device_label=command.device_label,
            created_at=work.now,
            seen_at=work.now,
        ),
    )
    work.session.flush()
    return key


def note_sign_of_life(work: Work, session_id: int) -> None:
    """Write down that a session was seen now, unless that was done a moment ago."""
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.seen_at <= work.now - SIGN_OF_LIFE_EVERY)
        .values(seen_at=work.now),
    )


def end_session(work: Work, key: str) -> None:
    """End the session of a cookie, if it has not ended."""
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.key_digest == queries.get_session_digest(work.keys, key), SignInSession.ended_at.is_(None))
        .values(ended_at=work.now),
    )


def end_own_session(work: Work, session_id: int) -> None:
    """End one session of the person who acts, on whatever device; raises SessionUnknown."""
    row = work.session.get(SignInSession, session_id)
    if row is None or (row.kind, row.person_id) != (work.actor.kind.value, work.actor.id) or row.ended_at is not None:
        raise SessionUnknown
    row.ended_at = work.now
    journal.record(work, AccountsTag.SESSION_ENDED, work.actor.subject, facts={"session": session_id})


def end_all_sessions(work: Work, person: Actor, *, reason: str = "") -> int:
    """End every session of a person, on all devices, and return how many there were."""
    rows = queries.list_sessions(work.session, person, work.now, None)
    work.session.execute(
        update(SignInSession).where(SignInSession.id.in_([row.id for row in rows])).values(ended_at=work.now),
    )
    if rows:
        journal.record(work, AccountsTag.SESSION_ENDED, person.subject, facts={"count": len(rows)}, reason=reason)
    return len(rows)
