"""Letting somebody in: at once, or, while a vote is under way, when a second administrator confirms it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from govapp.accounts.models import AccessChange
from govapp.accounts.queries.officers import list_officers
from govapp.accounts.refusals import ChangeReasonNeeded, ChangeUnknown, ChangeWaits
from govapp.accounts.rules import (
    CHANGE_WAITS_FOR,
    AccessChangeKind,
    ChangeMoments,
    officer_ref,
    require_second_person,
    require_waiting,
)
from govapp.accounts.service.officers import (
    InviteOfficer,
    invite_again,
    invite_officer,
    reinstate,
    require_invitable,
    require_suspended,
)
from govapp.accounts.service.roles import GrantRole, get_locked_officer, grant_role, require_grantable
from govapp.accounts.service.second_person import Waiting, WaitingKind, ask_second_person
from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.queries import require_asker
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.declarations import Declarations
from govapp.kernel.actors import Role
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language


@dataclass(frozen=True)
class InviteAgain:
    """Send an officer a new invitation, by which password and phone are chosen anew."""

    officer_id: int


@dataclass(frozen=True)
class Reinstate:
    """Let a suspended officer in again."""

    officer_id: int


# Whom a change is about that would make a new officer.
OFFICERS = SubjectRef("officers")
ACCESS_PATH: Final = "/office/officers"
"""The page on which all changes that wait are confirmed or refused."""
ChangeCommand = InviteOfficer | GrantRole | InviteAgain | Reinstate


def change_access(work: Work, command: ChangeCommand, *, reason: str, declarations: Declarations) -> int | None:
    """Let somebody in, or ask a second administrator to confirm it while a vote is under way.

    Returns the number of the change that waits, None when it is done. Raises what the change itself raises, and while
    a vote is under way ChangeReasonNeeded or ChangeWaits.
    """
    lock(work, "roles")
    if not declarations.vote_runs(work.session):
        _do(work, command, reason, declarations)
        return None
    if not reason.strip():
        raise ChangeReasonNeeded
    _require_possible(work, command, declarations)
    change = _asked(work, command, reason.strip())
    work.session.add(change)
    work.session.flush()
    details = change.details
    facts: dict[str, FactValue] = {
        "change": change.kind,
        "number": change.id,
        "name": details.get("name"),
        "role": details.get("role"),
        "roles": ", ".join(details.get("roles", ())) or None,
        "from": details.get("from"),
        "until": details.get("until"),
    }
    journal.record(work, AccountsTag.CHANGE_ASKED, _subject(change), facts=facts, reason=change.reason)
    administrators = (each for each in list_officers(work.session, work.now) if Role.ADMINISTRATOR in each.roles)
    ask_second_person(work, Waiting(WaitingKind.ACCESS, change.reason, ACCESS_PATH), administrators)
    return change.id


def confirm_change(work: Work, change_id: int, *, declarations: Declarations) -> None:
    """Do what another administrator asked for.

    Raises ChangeUnknown, ChangeOver, SecondAdministratorNeeded for whoever asked, RequestChanged, and what the change
    itself raises.
    """
    lock(work, "roles")
    change = _change(work, change_id)
    require_second_person(_moments(change), work.actor, work.now)
    asked_by = SubjectRef.to("officer", change.asked_by)
    require_asker(work.session, AccountsTag.CHANGE_ASKED, _subject(change), str(asked_by), number=change.id)
    _settle(work, change, "confirmed")
    facts: dict[str, FactValue] = {"change": change.kind, "number": change.id}
    journal.record(work, AccountsTag.CHANGE_CONFIRMED, _subject(change), facts=facts, reason=change.reason)
    _do(work, _command(change), change.reason, declarations)


def withdraw_change(work: Work, change_id: int) -> None:
    """Take back what waits, or refuse it: any administrator may. Raises ChangeUnknown or ChangeOver."""
    change = _change(work, change_id)
    require_waiting(_moments(change), work.now)
    _settle(work, change, "withdrawn")
    facts: dict[str, FactValue] = {"change": change.kind, "number": change.id}
    journal.record(work, AccountsTag.CHANGE_WITHDRAWN, _subject(change), facts=facts)


def _do(work: Work, command: ChangeCommand, reason: str, declarations: Declarations) -> None:
    match command:
        case InviteOfficer():
            invite_officer(work, command)
        case GrantRole():
            grant_role(work, replace(command, reason=reason), holds_key=declarations.holds_key)
        case InviteAgain():
            invite_again(work, command.officer_id, reason=reason)
        case Reinstate():
            reinstate(work, command.officer_id, reason=reason)


def _require_possible(work: Work, command: ChangeCommand, declarations: Declarations) -> None:
    match command:
        case InviteOfficer():
            require_invitable(work, command)
        case GrantRole():
            require_grantable(work, command, holds_key=declarations.holds_key)
        case InviteAgain():
            get_locked_officer(work, command.officer_id)
        case Reinstate():
            require_suspended(work, command.officer_id)


def _asked(work: Work, command: ChangeCommand, reason: str) -> AccessChange:
    kind, officer_id, details = _encoded(command)
    same = select(AccessChange).where(
        AccessChange.kind == kind.value, AccessChange.settled_at.is_(None), AccessChange.expires_at > work.now
    )
    waiting = work.session.scalars(same)
    if any(each.officer_id == officer_id and _is_same(each.details, details) for each in waiting):
        raise ChangeWaits
    return AccessChange(
        kind=kind.value,
        officer_id=officer_id,
        details=details,
        reason=reason,
        asked_at=work.now,
        asked_by=work.actor.id,
        expires_at=work.now + CHANGE_WAITS_FOR,
    )


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    # A role that begins at once has another beginning each time it is asked for.
    return {**one, "from": None} == {**other, "from": None}


def _encoded(command: ChangeCommand) -> tuple[AccessChangeKind, int | None, dict[str, Any]]:
    match command:
        case InviteOfficer():
            details = {
                "email": command.email.strip().lower(),
                "name": command.name,
                "language": command.language.value,
                "roles": sorted(role.value for role in command.roles),
                "until": _text(command.until_at),
            }
            return AccessChangeKind.INVITE, None, details
        case GrantRole():
            details = {
                "role": command.role.value,
                "from": command.from_at.isoformat(),
                "until": _text(command.until_at),
            }
            return AccessChangeKind.GRANT, command.officer_id, details
        case InviteAgain():
            return AccessChangeKind.INVITE_AGAIN, command.officer_id, {}
        case Reinstate():
            return AccessChangeKind.REINSTATE, command.officer_id, {}


def _command(change: AccessChange) -> ChangeCommand:
    details, officer_id = change.details, change.officer_id or 0
    match AccessChangeKind(change.kind):
        case AccessChangeKind.INVITE:
            roles = frozenset(Role(role) for role in details["roles"])
            until_at = _moment(details["until"])
            return InviteOfficer(details["email"], details["name"], Language(details["language"]), roles, until_at)
        case AccessChangeKind.GRANT:
            from_at = datetime.fromisoformat(details["from"])
            return GrantRole(officer_id, Role(details["role"]), from_at, _moment(details["until"]))
        case AccessChangeKind.INVITE_AGAIN:
            return InviteAgain(officer_id)
        case AccessChangeKind.REINSTATE:
            return Reinstate(officer_id)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _change(work: Work, change_id: int) -> AccessChange:
    change = work.session.get(AccessChange, change_id, with_for_update=True)
    if change is None:
        raise ChangeUnknown
    return change


def _moments(change: AccessChange) -> ChangeMoments:
    return ChangeMoments(change.asked_by, change.expires_at, change.settled_at)


def _settle(work: Work, change: AccessChange, outcome: str) -> None:
    change.settled_at, change.settled_by, change.outcome = work.now, work.actor.id, outcome


def _subject(change: AccessChange) -> SubjectRef:
    return OFFICERS if change.officer_id is None else officer_ref(change.officer_id)
