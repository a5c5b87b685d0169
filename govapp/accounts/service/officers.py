"""Officers: invite, enrol, give and end roles, suspend. Roles add up and are dated."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, insert, select

from govapp.accounts import phone, queries
from govapp.accounts.letters import AccountsLetter
from govapp.accounts.models import Officer, OfficerRole, RecoveryCode
from govapp.accounts.refusals import (
    AddressUnreadable,
    EnrolmentOver,
    KeyHolder,
    LastAdministrator,
    OfficerExists,
    OfficerUnknown,
    PeriodBackwards,
    RoleHeld,
    RoleNotHeld,
    RolesMayNotMeet,
)
from govapp.accounts.rules import (
    APART_FROM_KEYS,
    ENROLMENT_LIFETIME,
    LinkPurpose,
    RoleGrant,
    may_meet,
    officer_ref,
    roles_at,
)
from govapp.accounts.service.links import IssueLink, LinkId, issue_link, list_role_names, revoke_links
from govapp.accounts.service.sessions import end_all_sessions
from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work, register_constraint
from govapp.declarations import HoldsKey
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.texts import Language
from govapp.outbox.facts import FactValue as MailFact
from govapp.outbox.service import Message, enqueue

register_constraint("uq_officer__email", OfficerExists, "officer.email")


@dataclass(frozen=True)
class InviteOfficer:
    """Let somebody in: the mail carries a link to choose a password and connect a phone."""

    email: str
    name: str
    language: Language
    roles: frozenset[Role] = frozenset()
    until_at: datetime | None = None


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


@dataclass(frozen=True)
class Enrol:
    """Give an officer a password and a phone; the code proves that the phone works.

    `link_id` is the invitation that is used up; `phone_secret` is in base 32.
    """

    officer_id: int
    link_id: int
    password_hash: str
    phone_secret: str
    code: str


@dataclass(frozen=True)
class SetUpOfficer:
    """Make an officer who can sign in at once: for the demo and for rehearsals, where nobody holds a phone.

    `phone_secret` is in base 32; with `phone.code_at` whoever knows it makes the codes of the second step.
    """

    email: str
    name: str
    language: Language
    roles: frozenset[Role]
    password_hash: str
    phone_secret: str


def invite_officer(work: Work, command: InviteOfficer) -> tuple[int, LinkId]:
    """Make an officer known, give roles from now on, send an invitation; returns the numbers of officer and link.

    Raises OfficerExists when the address is known already, AddressUnreadable when no mail can be sent there.
    """
    email = _clean_email(command.email)
    if queries.find_officer_by_email(work.session, email) is not None:
        raise OfficerExists
    officer = Officer(email=email, name=command.name, language=command.language.value, created_at=work.now)
    work.session.add(officer)
    work.session.flush()
    journal.record(work, AccountsTag.OFFICER_INVITED, officer_ref(officer.id), facts={"name": command.name})
    for role in sorted(command.roles):
        _grant(work, GrantRole(officer.id, role, work.now, command.until_at))
    return officer.id, _send_invitation(work, officer)


def _clean_email(text: str) -> str:
    address = text.strip().lower()
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise AddressUnreadable from error
    return address


def invite_again(work: Work, officer_id: int) -> LinkId:
    """Send a new invitation, for somebody who lost phone or password; the old ones stop working."""
    officer = _officer(work, officer_id)
    revoke_links(work, officer_ref(officer_id), purpose=LinkPurpose.ENROL)
    journal.record(work, AccountsTag.OFFICER_INVITED, officer_ref(officer_id), facts={"again": True})
    return _send_invitation(work, officer)


def _send_invitation(work: Work, officer: Officer) -> LinkId:
    language, subject = Language(officer.language), officer_ref(officer.id)
    expires_at = work.now + ENROLMENT_LIFETIME
    number = issue_link(
        work,
        IssueLink(
            purpose=LinkPurpose.ENROL,
            subject_ref=subject,
            name=officer.name,
            language=language,
            email=officer.email,
            next_path="/office/welcome",
            expires_at=expires_at,
        ),
    )
    facts: dict[str, MailFact] = {"expires_at": expires_at, "roles": list_role_names(work, officer.id)}
    enqueue(
        work, Message(AccountsLetter.OFFICER_INVITATION, officer.email, officer.name, language, subject, facts, number)
    )
    return number


def _officer(work: Work, officer_id: int) -> Officer:
    officer = work.session.get(Officer, officer_id, with_for_update=True)
    if officer is None:
        raise OfficerUnknown
    return officer


def enrol(work: Work, command: Enrol) -> tuple[str, ...] | None:
    """Take a password and a phone into use; returns fresh recovery codes, or None when the code is wrong.

    Until then the old ones count. With them go all recovery codes, sessions and invitations of before. Raises
    EnrolmentOver when the invitation was used to the end or withdrawn in the meantime.
    """
    officer = _officer(work, command.officer_id)
    if officer.suspended_at is not None or not queries.is_open_invitation(work.session, command.link_id, work.now):
        raise EnrolmentOver
    step = phone.matching_step(command.phone_secret, command.code, work.now, last_step=None)
    if step is None:
        return None
    officer.password_hash = command.password_hash
    officer.phone_secret, officer.last_step = phone.sealed(work.keys, command.phone_secret), step
    end_all_sessions(work, Actor(ActorKind.OFFICER, officer.id), reason="enrolled again")
    revoke_links(work, officer_ref(officer.id), purpose=LinkPurpose.ENROL)
    journal.record(work, AccountsTag.OFFICER_ENROLLED, officer_ref(officer.id))
    return _fresh_recovery_codes(work, officer.id)


def _fresh_recovery_codes(work: Work, officer_id: int) -> tuple[str, ...]:
    codes = phone.new_recovery_codes()
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))
    digests = [
        {"officer_id": officer_id, "digest": phone.recovery_digest(work.keys, officer_id, code)} for code in codes
    ]
    work.session.execute(insert(RecoveryCode), digests)
    return codes


def choose_language(work: Work, officer_id: int, language: Language) -> None:
    """Keep the language that an officer chose on a page: for pages on every device, and for mails."""
    officer = _officer(work, officer_id)
    if officer.language != language.value:
        officer.language = language.value
        journal.record(work, AccountsTag.LANGUAGE_CHOSEN, officer_ref(officer_id), facts={"language": language.value})


def grant_role(work: Work, command: GrantRole, *, holds_key: HoldsKey) -> None:
    """Give a role; `holds_key` tells whether an officer holds a key of a vote that is not counted.

    Raises RoleHeld where it overlaps one given before, RolesMayNotMeet where it meets one that must be apart from it,
    KeyHolder where a key must be apart from it, PeriodBackwards, OfficerUnknown.
    """
    lock(work, "roles")
    _officer(work, command.officer_id)
    if command.role in APART_FROM_KEYS and holds_key(work.session, command.officer_id):
        raise KeyHolder
    _grant(work, command)


def _grant(work: Work, command: GrantRole) -> None:
    wanted = RoleGrant(command.role, max(command.from_at, work.now), command.until_at)
    if wanted.until_at is not None and wanted.until_at <= wanted.from_at:
        raise PeriodBackwards
    held = [grant for grant in queries.list_grants(work.session, command.officer_id) if _overlap(wanted, grant)]
    if any(grant.role is wanted.role for grant in held):
        raise RoleHeld
    if not all(may_meet(wanted.role, grant.role) for grant in held):
        raise RolesMayNotMeet
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


def _overlap(one: RoleGrant, other: RoleGrant) -> bool:
    begins_before_end = other.until_at is None or one.from_at < other.until_at
    return begins_before_end and (one.until_at is None or other.from_at < one.until_at)


def revoke_role(work: Work, officer_id: int, role: Role, *, reason: str = "") -> None:
    """End a role now, and one that has yet to begin; raises RoleNotHeld, or LastAdministrator."""
    lock(work, "roles")
    _officer(work, officer_id)
    rows = work.session.scalars(
        select(OfficerRole).where(OfficerRole.officer_id == officer_id, OfficerRole.role == role.value),
    ).all()
    current = [row for row in rows if row.until_at is None or row.until_at > work.now]
    if not current:
        raise RoleNotHeld
    if role is Role.ADMINISTRATOR and _is_last_administrator(work, officer_id):
        raise LastAdministrator
    for row in current:
        # A role that never began ends where it would have begun.
        row.until_at = max(work.now, row.from_at)
    journal.record(work, AccountsTag.ROLE_REVOKED, officer_ref(officer_id), facts={"role": role.value}, reason=reason)


def _is_last_administrator(work: Work, officer_id: int) -> bool:
    # Somebody who was invited and never came cannot let anybody in.
    others = work.session.scalars(
        select(Officer).where(
            Officer.id != officer_id, Officer.suspended_at.is_(None), Officer.phone_secret.is_not(None)
        ),
    )
    return not any(
        Role.ADMINISTRATOR in roles_at(queries.list_grants(work.session, other.id), work.now) for other in others
    )


def suspend(work: Work, officer_id: int, *, reason: str = "") -> None:
    """Keep an officer out from now on and end all sessions; roles stay as they were written."""
    lock(work, "roles")
    officer = _officer(work, officer_id)
    is_administrator = Role.ADMINISTRATOR in roles_at(queries.list_grants(work.session, officer_id), work.now)
    if is_administrator and _is_last_administrator(work, officer_id):
        raise LastAdministrator
    officer.suspended_at = work.now
    end_all_sessions(work, Actor(ActorKind.OFFICER, officer_id), reason="suspended")
    revoke_links(work, officer_ref(officer_id))
    journal.record(work, AccountsTag.OFFICER_SUSPENDED, officer_ref(officer_id), reason=reason)


def reinstate(work: Work, officer_id: int, *, reason: str = "") -> None:
    """Let a suspended officer in again."""
    _officer(work, officer_id).suspended_at = None
    journal.record(work, AccountsTag.OFFICER_REINSTATED, officer_ref(officer_id), reason=reason)


def set_up_officer(work: Work, command: SetUpOfficer) -> int:
    """Make an officer with password, phone and roles, and return the number; raises OfficerExists."""
    if queries.find_officer_by_email(work.session, command.email) is not None:
        raise OfficerExists
    officer = Officer(
        email=command.email.strip().lower(),
        name=command.name,
        language=command.language.value,
        password_hash=command.password_hash,
        phone_secret=phone.sealed(work.keys, command.phone_secret),
        created_at=work.now,
    )
    work.session.add(officer)
    work.session.flush()
    journal.record(work, AccountsTag.OFFICER_ENROLLED, officer_ref(officer.id), facts={"name": command.name})
    for role in sorted(command.roles):
        _grant(work, GrantRole(officer.id, role, work.now))
    return officer.id


def demo_link(work: Work, officer_id: int, *, lifetime: timedelta = ENROLMENT_LIFETIME) -> LinkId:
    """Issue a link by which an officer comes in without password or phone: it works in the demo only."""
    officer = _officer(work, officer_id)
    return issue_link(
        work,
        IssueLink(
            purpose=LinkPurpose.DEMO,
            subject_ref=officer_ref(officer_id),
            name=officer.name,
            language=Language(officer.language),
            email=officer.email,
            next_path="/office/",
            expires_at=work.now + lifetime,
        ),
    )
