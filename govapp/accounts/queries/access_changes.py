"""Reading what waits for a second administrator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from govapp.accounts.models import AccessChange, Officer
from govapp.accounts.rules import AccessChangeKind, ChangeMoments
from govapp.kernel.actors import Role


@dataclass(frozen=True)
class AccessChangeRow:
    """A change that waits: what, for whom, why, who asked. `roles` are those it would give, `until_at` their end."""

    id: int
    kind: AccessChangeKind
    officer_id: int | None
    name: str
    email: str
    roles: tuple[Role, ...]
    from_at: datetime | None
    until_at: datetime | None
    reason: str
    asked_at: datetime
    asked_by_name: str
    moments: ChangeMoments


def list_waiting_changes(session: Session, now: datetime) -> tuple[AccessChangeRow, ...]:
    """Return the changes that wait for a second administrator, the oldest first."""
    asker, subject = aliased(Officer), aliased(Officer)
    statement = (
        select(AccessChange, asker.name, subject)
        .join(asker, asker.id == AccessChange.asked_by)
        .outerjoin(subject, subject.id == AccessChange.officer_id)
        .where(AccessChange.settled_at.is_(None), AccessChange.expires_at > now)
        .order_by(AccessChange.id)
    )
    return tuple(_row(change, name, officer) for change, name, officer in session.execute(statement))


def _row(change: AccessChange, asked_by_name: str, officer: Officer | None) -> AccessChangeRow:
    details = change.details
    roles = details.get("roles", [details["role"]] if "role" in details else [])
    return AccessChangeRow(
        id=change.id,
        kind=AccessChangeKind(change.kind),
        officer_id=change.officer_id,
        name=details["name"] if officer is None else officer.name,
        email=details["email"] if officer is None else officer.email,
        roles=tuple(Role(role) for role in roles),
        from_at=_moment(details.get("from")),
        until_at=_moment(details.get("until")),
        reason=change.reason,
        asked_at=change.asked_at,
        asked_by_name=asked_by_name,
        moments=ChangeMoments(change.asked_by, change.expires_at, change.settled_at),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
