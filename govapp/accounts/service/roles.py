"""Roles of officers: given and ended. They add up and are dated."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from govapp.accounts import queries
from govapp.accounts.models import Officer, OfficerRole
from govapp.accounts.refusals import (
    KeyHolder,
    LastAdministrator,
    OfficerUnknown,
    PeriodBackwards,
    RoleHeld,
    RoleNotHeld,
    RolesMayNotMeet,
)
from govapp.accounts.rules import APART_FROM_KEYS, RoleGrant, may_meet, officer_ref
from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.declarations import HoldsKey
from govapp.kernel.actors import Role


@dataclass(frozen=True)
class GrantRole:
    """Give an officer a role from a moment on, until another (excluded) or without end.

    From now on when that moment is past: nobody had a role before it was given.
    """

    officer_id: int
    role: Role
    from_at: datetime
    until_at: datetime | None = None
    reason: str = ""


def get_locked_officer(work: Work, officer_id: int) -> Officer:
    """Return the row of an officer, which others cannot change until the transaction ends; raises OfficerUnknown."""
    officer = work.session.get(Officer, officer_id, with_for_update=True)
    if officer is None:
        raise OfficerUnknown
    return officer


def grant_role(work: Work, command: GrantRole, *, holds_key: HoldsKey) -> None:
    """Give a role; `holds_key` tells whether an officer holds a key of a vote that is not counted.

    Raises RoleHeld where it overlaps one given before, RolesMayNotMeet where it meets one that must be apart from it,
    KeyHolder where a key must be apart from it, PeriodBackwards, OfficerUnknown.
    """
    require_grantable(work, command, holds_key=holds_key)
    give_role(work, command)


def require_grantable(work: Work, command: GrantRole, *, holds_key: HoldsKey) -> None:
    """Return when a role could be given now; else raise what `grant_role` raises."""
    lock(work, "roles")
    get_locked_officer(work, command.officer_id)
    if command.role in APART_FROM_KEYS and holds_key(work.session, command.officer_id):
        raise KeyHolder
    _require_fitting(work, command)


def give_role(work: Work, command: GrantRole) -> None:
    """Write down a role; raises RoleHeld, RolesMayNotMeet or PeriodBackwards. Keys are for the caller to look at."""
    wanted = _require_fitting(work, command)
    work.session.add(
        OfficerRole(
            officer_id=command.officer_id,
            role=wanted.role.value,
            from_at=wanted.from_at,
            until_at=wanted.until_at,
        ),
    )
    work.session.flush()
    facts: dict[str, FactValue] = {
        "role": wanted.role.value,
        "from": wanted.from_at.isoformat(),
        "until": None if wanted.until_at is None else wanted.until_at.isoformat(),
    }
    journal.record(work, AccountsTag.ROLE_GRANTED, officer_ref(command.officer_id), facts=facts, reason=command.reason)


def _require_fitting(work: Work, command: GrantRole) -> RoleGrant:
    wanted = RoleGrant(command.role, max(command.from_at, work.now), command.until_at)
    if wanted.until_at is not None and wanted.until_at <= wanted.from_at:
        raise PeriodBackwards
    held = [grant for grant in queries.list_grants(work.session, command.officer_id) if _overlap(wanted, grant)]
    if any(grant.role is wanted.role for grant in held):
        raise RoleHeld
    if not all(may_meet(wanted.role, grant.role) for grant in held):
        raise RolesMayNotMeet
    return wanted


def _overlap(one: RoleGrant, other: RoleGrant) -> bool:
    begins_before_end = other.until_at is None or one.from_at < other.until_at
    return begins_before_end and (one.until_at is None or other.from_at < one.until_at)


def revoke_role(work: Work, officer_id: int, role: Role, *, reason: str = "") -> None:
    """End a role now, and one that has yet to begin; raises RoleNotHeld, or LastAdministrator."""
    lock(work, "roles")
    get_locked_officer(work, officer_id)
    rows = work.session.scalars(
        select(OfficerRole).where(OfficerRole.officer_id == officer_id, OfficerRole.role == role.value),
    ).all()
    current = [row for row in rows if row.until_at is None or row.until_at > work.now]
    if not current:
        raise RoleNotHeld
    if role is Role.ADMINISTRATOR and is_last_administrator(work, officer_id):
        raise LastAdministrator
    for row in current:
        # A role that never began ends where it would have begun.
        row.until_at = max(work.now, row.from_at)
    journal.record(work, AccountsTag.ROLE_REVOKED, officer_ref(officer_id), facts={"role": role.value}, reason=reason)


def is_last_administrator(work: Work, officer_id: int) -> bool:
    """Tell whether nobody else could let anybody in: somebody who was invited and never came cannot."""
    return set(queries.list_administrators(work.session, work.now)) <= {officer_id}
