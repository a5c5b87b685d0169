"""Reading officers and their roles."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.accounts.models import Officer, OfficerRole, SignInAttempts, SignInSession
from govapp.accounts.queries.attempts import get_counts_condition
from govapp.accounts.rules import RoleGrant, RoleLine, grants_told, may_hold_key, officer_ref, roles_at
from govapp.accounts.tags import AccountsTag
from govapp.audit.models import JournalEntryRecord
from govapp.db.uow import keys_of
from govapp.declarations import SubjectName
from govapp.kernel.actors import ActorKind, Role
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language


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


def name_officers(session: Session, keys: Collection[str], _language: Language) -> dict[str, SubjectName]:
    """Return the names of the officers with these row numbers, by row number."""
    ids = [int(key) for key in keys if key.isdecimal()]
    rows = session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(ids)))
    return {str(row.id): SubjectName(row.name) for row in rows}


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


def list_commands(session: Session) -> Iterator[str]:
    """Yield what was given from the command line or set up with the installation, a sentence each, the oldest first."""
    words = {AccountsTag.OFFICER_INVITED.value: "an invitation", AccountsTag.OFFICER_REINSTATED.value: "access again"}
    line, tags = JournalEntryRecord, [AccountsTag.ROLE_GRANTED.value, *words]
    by_system = line.actor == ActorKind.SYSTEM.value
    for entry in session.scalars(select(line).where(by_system, line.tag.in_(tags)).order_by(line.sequence)):
        given = words.get(entry.tag) or f"the role {entry.facts['role']}"
        yield f"{entry.at:%Y-%m-%d %H:%M} UTC: {entry.actor_name} gave {entry.subject} {given} from the command line"


def find_officer_by_email(session: Session, email: str) -> Officer | None:
    """Return the officer with that address, whatever its case."""
    return session.scalar(select(Officer).where(Officer.email == email.strip().lower()))


def list_officers(session: Session, now: datetime) -> tuple[OfficerRow, ...]:
    """Return all officers by name."""
    return tuple(_officer_row(session, row, now) for row in session.scalars(select(Officer).order_by(Officer.name)))


def list_administrators(session: Session, now: datetime) -> tuple[int, ...]:
    """Return the numbers of the administrators who can sign in now: who was invited and never came is none."""
    able = select(Officer.id).where(Officer.suspended_at.is_(None), Officer.phone_secret.is_not(None))
    return tuple(
        each
        for each in session.scalars(able.order_by(Officer.id))
        if Role.ADMINISTRATOR in roles_at(list_grants(session, each), now)
    )


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
