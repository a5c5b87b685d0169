"""Reading who is signed in, and where."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.accounts.models import Officer, SignInSession
from govapp.accounts.queries.officers import list_grants
from govapp.accounts.rules import (
    OFFICER_SESSION,
    SHAREHOLDER_ROW,
    SessionLimits,
    SessionTimes,
    is_session_alive,
    roles_at,
)
from govapp.db.uow import keys_of
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.keys import KeyRing
from govapp.kernel.texts import Language


@dataclass(frozen=True)
class SessionRow:
    """One signed-in device."""

    id: int
    device_label: str
    created_at: datetime
    seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True)
class SignedInRow:
    """Who a session belongs to, and whether its sign of life should be written down again."""

    session_id: int
    actor: Actor
    seen_at: datetime


def find_signed_in(session: Session, key: str, now: datetime) -> SignedInRow | None:
    """Return who is signed in by the session key of a cookie, or None when that session no longer counts."""
    row = session.scalar(
        select(SignInSession).where(SignInSession.key_digest == get_session_digest(keys_of(session), key))
    )
    if row is None or not is_alive(row, now):
        return None
    if row.kind == ActorKind.SHAREHOLDER.value:
        actor = Actor(ActorKind.SHAREHOLDER, row.person_id, row.name, language=Language(row.language))
        return SignedInRow(row.id, actor, row.seen_at)
    officer = session.get(Officer, row.person_id)
    if officer is None or officer.suspended_at is not None:
        return None
    roles = roles_at(list_grants(session, officer.id), now)
    actor = Actor(ActorKind.OFFICER, officer.id, officer.name, roles, Language(officer.language))
    return SignedInRow(row.id, actor, row.seen_at)


def get_session_digest(keys: KeyRing, key: str) -> str:
    """Return the digest under which a session key is kept."""
    return keys.keyed_digest("session", key)


def get_session_limits(kind: str) -> SessionLimits:
    """Return how long stored sessions of that kind live."""
    return OFFICER_SESSION if kind == ActorKind.OFFICER.value else SHAREHOLDER_ROW


def is_alive(row: SignInSession, now: datetime) -> bool:
    """Tell whether a stored session still counts."""
    return is_session_alive(SessionTimes(row.created_at, row.seen_at, row.ended_at), get_session_limits(row.kind), now)


def list_sessions(session: Session, actor: Actor, now: datetime, key: str | None) -> tuple[SessionRow, ...]:
    """Return the devices on which `actor` is signed in now, the latest seen first."""
    rows = session.scalars(
        select(SignInSession)
        .where(
            SignInSession.kind == actor.kind.value,
            SignInSession.person_id == actor.id,
            SignInSession.ended_at.is_(None),
        )
        .order_by(SignInSession.seen_at.desc()),
    )
    here = None if key is None else get_session_digest(keys_of(session), key)
    return tuple(
        SessionRow(row.id, row.device_label, row.created_at, row.seen_at, row.key_digest == here)
        for row in rows
        if is_alive(row, now)
    )
