"""Who holds which role now, since when, and who gave it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.accounts.models import Officer, OfficerRole
from govapp.accounts.rules import RoleGrant, may_all_meet, officer_ref
from govapp.accounts.tags import AccountsTag
from govapp.audit.models import JournalEntryRecord
from govapp.kernel.actors import Role
from govapp.kernel.subjects import SubjectRef


@dataclass(frozen=True)
class RoleHolder:
    """One role that somebody holds; `given_by` is the name in the journal, empty where the journal tells of nobody."""

    officer_id: int
    name: str
    grant: RoleGrant
    given_by: str
    reason: str
    is_suspended: bool
    is_enrolled: bool


def list_role_holders(session: Session, now: datetime) -> tuple[RoleHolder, ...]:
    """Return the roles that are held now, by role as the tabs of the office have them, then by name."""
    given = _givers(session)
    statement = select(Officer, OfficerRole).join(OfficerRole, OfficerRole.officer_id == Officer.id)
    held = [
        (officer, row.to_value())
        for officer, row in session.execute(statement.order_by(Officer.name, OfficerRole.id))
        if row.to_value().holds_at(now)
    ]
    order = list(Role)
    return tuple(
        RoleHolder(
            officer_id=officer.id,
            name=officer.name,
            grant=grant,
            given_by=given.get((officer.id, grant.role, grant.from_at), ("", ""))[0],
            reason=given.get((officer.id, grant.role, grant.from_at), ("", ""))[1],
            is_suspended=officer.suspended_at is not None,
            is_enrolled=officer.phone_secret is not None,
        )
        for officer, grant in sorted(held, key=lambda pair: order.index(pair[1].role))
    )


def list_roles_that_may_not_meet(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the names of those who hold roles now that no one person may hold together, by name.

    Roles are not given like that any more; an older version did, and so can whoever writes in the database.
    """
    roles: dict[int, set[Role]] = {}
    names: dict[int, str] = {}
    for holder in list_role_holders(session, now):
        if not holder.is_suspended:
            names[holder.officer_id] = holder.name
            roles.setdefault(holder.officer_id, set()).add(holder.grant.role)
    return tuple(sorted(names[each] for each in roles if not may_all_meet(roles[each])))


def _givers(session: Session) -> dict[tuple[int, Role, datetime], tuple[str, str]]:
    line = JournalEntryRecord
    told = session.scalars(select(line).where(line.tag == AccountsTag.ROLE_GRANTED).order_by(line.sequence))
    numbers = {officer_ref(each): each for each in session.scalars(select(Officer.id))}
    return {
        (numbers[SubjectRef(each.subject)], Role(each.facts["role"]), datetime.fromisoformat(each.facts["from"])): (
            each.actor_name,
            each.reason,
        )
        for each in told
        if SubjectRef(each.subject) in numbers
    }
