"""What is read about people who come in, as frozen rows for pages and rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from govapp.accounts.models import Link, LinkUse, Officer, OfficerRole, SignInAttempts, SignInSession
from govapp.accounts.rules import (
    OFFICER_SESSION,
    SHAREHOLDER_ROW,
    Attempts,
    LinkFacts,
    LinkPurpose,
    LinkState,
    RoleGrant,
    RoleLine,
    SessionLimits,
    SessionTimes,
    grants_told,
    is_session_alive,
    link_state,
    may_hold_key,
    network_of,
    officer_ref,
    roles_at,
)
from govapp.accounts.tags import AccountsTag
from govapp.accounts.tokens import digest_of, reference_of
from govapp.audit.models import JournalEntryRecord
from govapp.db.uow import keys_of
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language


@dataclass(frozen=True)
class LinkRow:
    """A personal link and where it stands for one device; `can_be_renewed` says that a new one may be sent."""

    id: int
    purpose: LinkPurpose
    subject_ref: SubjectRef
    name: str
    language: Language
    email: str
    next_path: str
    expires_at: datetime
    state: LinkState
    can_be_renewed: bool


@dataclass(frozen=True)
class SessionRow:
    """One signed-in device."""

    id: int
    device_label: str
    created_at: datetime
    seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True)
class OfficerRow:
    """An officer as the administrator sees one; `roles` are those held at the moment asked for."""

    id: int
    email: str
    name: str
    language: Language
    roles: frozenset[Role]
    grants: tuple[RoleGrant, ...]
    is_enrolled: bool
    suspended_at: datetime | None
    locked_until: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True)
class SignedInRow:
    """Who a session belongs to, and whether its sign of life should be written down again."""

    session_id: int
    actor: Actor
    seen_at: datetime


def find_link_by_token(session: Session, token: str, device: str | None, now: datetime) -> LinkRow | None:
    """Return the link that `token` opens, seen from the device with that digest, or None when we did not sign it."""
    named = reference_of(keys_of(session), token)
    if named is None:
        return None
    reference, purpose = named
    row = session.scalar(
        select(Link).where(
            Link.reference == reference,
            Link.purpose == purpose.value,
            Link.token_digest == digest_of(token),
        ),
    )
    return None if row is None else _link_row(session, row, device, now)


def _link_row(session: Session, row: Link, device: str | None, now: datetime) -> LinkRow:
    devices = list(session.scalars(select(LinkUse.device).where(LinkUse.link_id == row.id)))
    facts = LinkFacts(row.expires_at, row.revoked_at, len(devices), device is not None and device in devices)
    state = link_state(facts, now)
    is_renewable = state is not LinkState.OPEN
    if state is LinkState.REVOKED:
        # A newer one went to the same mailbox. If it went elsewhere, the address was changed, and for a reason.
        newest = find_newest_link(session, row.subject_ref, LinkPurpose(row.purpose))
        is_renewable = newest is not None and newest.email == row.email
    return LinkRow(
        id=row.id,
        purpose=LinkPurpose(row.purpose),
        subject_ref=SubjectRef(row.subject_ref),
        name=row.name,
        language=Language(row.language),
        email=row.email,
        next_path=row.next_path,
        expires_at=row.expires_at,
        state=state,
        can_be_renewed=is_renewable and row.purpose != LinkPurpose.DEMO.value,
    )


def find_newest_link(session: Session, subject_ref: str, purpose: LinkPurpose) -> Link | None:
    """Return the newest link of a person for a purpose that was not revoked, or None."""
    return session.scalar(
        select(Link)
        .where(Link.subject_ref == subject_ref, Link.purpose == purpose.value, Link.revoked_at.is_(None))
        .order_by(Link.id.desc())
        .limit(1),
    )


def count_links_issued_since(session: Session, subject_ref: str, purpose: LinkPurpose, since: datetime) -> int:
    """Return how many links a person was given for a purpose since then, revoked ones too."""
    statement = select(func.count()).where(
        Link.subject_ref == subject_ref, Link.purpose == purpose.value, Link.issued_at > since
    )
    return session.scalar(statement) or 0


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


def list_grants(session: Session, officer_id: int) -> tuple[RoleGrant, ...]:
    """Return all roles an officer ever had, in the order in which they were given."""
    rows = session.scalars(select(OfficerRole).where(OfficerRole.officer_id == officer_id).order_by(OfficerRole.id))
    return tuple(row.to_value() for row in rows)


def list_role_faults(session: Session) -> Iterator[str]:
    """Yield which officers have other roles than the journal tells, a sentence each: somebody changed the database."""
    line, tags = JournalEntryRecord, (AccountsTag.ROLE_GRANTED, AccountsTag.ROLE_REVOKED)
    told: dict[SubjectRef, list[RoleLine]] = {}
    for entry in session.scalars(select(line).where(line.tag.in_(tags)).order_by(line.sequence)):
        told.setdefault(SubjectRef(entry.subject), []).append(_role_line(entry))
    holders = {officer_ref(each): each for each in session.scalars(select(OfficerRole.officer_id).distinct())}
    for subject in sorted(told.keys() | holders.keys()):
        held = list_grants(session, holders[subject]) if subject in holders else ()
        if Counter(held) != Counter(grants_told(told.get(subject, []))):
            yield f"{subject} has other roles than the journal tells"


def _role_line(entry: JournalEntryRecord) -> RoleLine:
    role = Role(entry.facts["role"])
    if entry.tag == AccountsTag.ROLE_REVOKED:
        return RoleLine(entry.at, role)
    begin, end = entry.facts["from"], entry.facts["until"]
    until_at = None if end is None else datetime.fromisoformat(end)
    return RoleLine(entry.at, role, RoleGrant(role, datetime.fromisoformat(begin), until_at))


def find_officer_by_email(session: Session, email: str) -> Officer | None:
    """Return the officer with that address, whatever its case."""
    return session.scalar(select(Officer).where(Officer.email == email.strip().lower()))


def list_officers(session: Session, now: datetime) -> tuple[OfficerRow, ...]:
    """Return all officers by name."""
    return tuple(_officer_row(session, row, now) for row in session.scalars(select(Officer).order_by(Officer.name)))


def list_key_holders(session: Session, now: datetime) -> tuple[OfficerRow, ...]:
    """Return the officers who may hold a key: scrutineers who can sign in, and have no role now or later against it."""
    return tuple(
        officer
        for officer in list_officers(session, now)
        if Role.SCRUTINEER in officer.roles
        and may_hold_key(frozenset(grant.role for grant in list_grants(session, officer.id) if not grant.is_over(now)))
        and officer.is_enrolled
        and officer.suspended_at is None
    )


def find_officer(session: Session, officer_id: int, now: datetime) -> OfficerRow | None:
    """Return one officer, or None."""
    row = session.get(Officer, officer_id)
    return None if row is None else _officer_row(session, row, now)


def _officer_row(session: Session, row: Officer, now: datetime) -> OfficerRow:
    grants = list_grants(session, row.id)
    closed = select(func.max(SignInAttempts.locked_until)).where(get_counts_condition(keys_of(session), row.email))
    locked_until = session.scalar(closed.where(SignInAttempts.locked_until > now))
    last_seen = session.scalar(
        select(func.max(SignInSession.seen_at)).where(
            SignInSession.kind == ActorKind.OFFICER.value,
            SignInSession.person_id == row.id,
        ),
    )
    return OfficerRow(
        id=row.id,
        email=row.email,
        name=row.name,
        language=Language(row.language),
        roles=roles_at(grants, now),
        grants=grants,
        is_enrolled=row.password_hash is not None and row.phone_secret is not None,
        suspended_at=row.suspended_at,
        locked_until=locked_until,
        last_seen_at=last_seen,
    )


def get_account_scope(keys: KeyRing, email: str) -> str:
    """Return under which name the wrong attempts for an account are counted, known or not."""
    return "account:" + keys.keyed_digest("attempts", email.strip().lower())


def get_address_scope(keys: KeyRing, address: str) -> str:
    """Return under which name the wrong attempts from a network address are counted."""
    return "address:" + keys.keyed_digest("attempts", network_of(address))


def get_device_scope(keys: KeyRing, email: str, device: str) -> str:
    """Return under which name the wrong attempts on a device are counted on which the officer signed in before."""
    return _devices_of(keys, email) + keys.keyed_digest("attempts", device)[:32]


def _devices_of(keys: KeyRing, email: str) -> str:
    return f"device:{get_account_scope(keys, email).partition(':')[2][:32]}:"


def get_counts_condition(keys: KeyRing, email: str) -> ColumnElement[bool]:
    """Return what picks the wrong attempts that an administrator can forgive: those of an account and its devices."""
    on_devices = SignInAttempts.scope.startswith(_devices_of(keys, email), autoescape=True)
    return (SignInAttempts.scope == get_account_scope(keys, email)) | on_devices


def find_attempts(session: Session, scope: str) -> Attempts | None:
    """Return the wrong attempts counted under `scope`, or None."""
    row = session.get(SignInAttempts, scope)
    return None if row is None else Attempts(row.wrong, row.last_at, row.locked_until)


def is_open_invitation(session: Session, link_id: int, now: datetime) -> bool:
    """Tell whether an invitation may still be used to the end, by whoever came in by it."""
    row = session.get(Link, link_id)
    return (
        row is not None and row.purpose == LinkPurpose.ENROL.value and row.revoked_at is None and now < row.expires_at
    )
