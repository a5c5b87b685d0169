"""Officers: invite, enrol, suspend, let in again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, insert

from govapp.accounts import phone, queries
from govapp.accounts.letters import AccountsLetter
from govapp.accounts.models import Officer, RecoveryCode
from govapp.accounts.refusals import (
    AddressUnreadable,
    EnrolmentOver,
    LastAdministrator,
    OfficerChanged,
    OfficerExists,
    OfficerNotSuspended,
    RolesMayNotMeet,
)
from govapp.accounts.rules import ENROLMENT_LIFETIME, LinkPurpose, may_all_meet, officer_ref, roles_at
from govapp.accounts.service.links import IssueLink, LinkId, issue_link, list_role_names, revoke_links
from govapp.accounts.service.roles import GrantRole, get_locked_officer, give_role, is_last_administrator
from govapp.accounts.service.sessions import end_all_sessions
from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work, register_constraint
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

    Raises OfficerExists when the address is known already, AddressUnreadable when no mail can be sent there,
    RolesMayNotMeet.
    """
    email = require_invitable(work, command)
    officer = Officer(email=email, name=command.name, language=command.language.value, created_at=work.now)
    work.session.add(officer)
    work.session.flush()
    facts: dict[str, FactValue] = {"name": command.name, "address": queries.address_digest(officer.id, officer.email)}
    journal.record(work, AccountsTag.OFFICER_INVITED, officer_ref(officer.id), facts=facts)
    for role in sorted(command.roles):
        give_role(work, GrantRole(officer.id, role, work.now, command.until_at))
    return officer.id, _send_invitation(work, officer)


def require_invitable(work: Work, command: InviteOfficer) -> str:
    """Return the address under which somebody could be invited now; else raise what `invite_officer` raises."""
    email = clean_email(command.email)
    if queries.find_officer_by_email(work.session, email) is not None:
        raise OfficerExists
    if not may_all_meet(command.roles):
        raise RolesMayNotMeet
    return email


def clean_email(text: str) -> str:
    """Return an address as it is kept, in small letters; raises AddressUnreadable."""
    address = text.strip().lower()
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise AddressUnreadable from error
    return address


def invite_again(work: Work, officer_id: int, *, reason: str = "") -> LinkId:
    """Send a new invitation, for somebody who lost phone or password; the old ones stop working.

    Raises OfficerUnknown, OfficerChanged.
    """
    officer = get_locked_officer(work, officer_id)
    require_unchanged(work, officer)
    revoke_links(work, officer_ref(officer_id), purpose=LinkPurpose.ENROL)
    journal.record(work, AccountsTag.OFFICER_INVITED, officer_ref(officer_id), facts={"again": True}, reason=reason)
    return _send_invitation(work, officer)


def require_unchanged(work: Work, officer: Officer) -> None:
    """Return when an officer has the name and the address that the journal tells of; raises OfficerChanged."""
    if not queries.has_own_name(work.session, officer) or not queries.has_own_address(work.session, officer):
        raise OfficerChanged


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


def enrol(work: Work, command: Enrol) -> tuple[str, ...] | None:
    """Take a password and a phone into use; returns fresh recovery codes, or None when the code is wrong.

    Until then the old ones count. With them go all recovery codes, sessions and invitations of before. Raises
    EnrolmentOver when the invitation was used to the end or withdrawn in the meantime, and OfficerChanged.
    """
    officer = get_locked_officer(work, command.officer_id)
    require_unchanged(work, officer)
    if officer.suspended_at is not None or not queries.is_open_invitation(work.session, command.link_id, work.now):
        raise EnrolmentOver
    step = phone.matching_step(command.phone_secret, command.code, work.now, last_step=None)
    if step is None:
        return None
    officer.password_hash = command.password_hash
    officer.phone_secret, officer.last_step = phone.sealed(work.keys, command.phone_secret), step
    end_all_sessions(work, Actor(ActorKind.OFFICER, officer.id), reason="enrolled again")
    revoke_links(work, officer_ref(officer.id), purpose=LinkPurpose.ENROL)
    facts: dict[str, FactValue] = {
        "phone": queries.phone_digest(officer.phone_secret),
        "address": queries.address_digest(officer.id, officer.email),
    }
    journal.record(work, AccountsTag.OFFICER_ENROLLED, officer_ref(officer.id), facts=facts)
    return fresh_recovery_codes(work, officer.id)


def fresh_recovery_codes(work: Work, officer_id: int) -> tuple[str, ...]:
    """Replace the recovery codes of an officer, and return the new ones, which are kept as digests only."""
    codes = phone.new_recovery_codes()
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))
    digests = [
        {"officer_id": officer_id, "digest": phone.recovery_digest(work.keys, officer_id, code)} for code in codes
    ]
    work.session.execute(insert(RecoveryCode), digests)
    return codes


def choose_language(work: Work, officer_id: int, language: Language) -> None:
    """Keep the language that an officer chose on a page: for pages on every device, and for mails."""
    officer = get_locked_officer(work, officer_id)
    if officer.language != language.value:
        officer.language = language.value
        journal.record(work, AccountsTag.LANGUAGE_CHOSEN, officer_ref(officer_id), facts={"language": language.value})


def suspend(work: Work, officer_id: int, *, reason: str = "") -> None:
    """Keep an officer out from now on and end all sessions; roles stay as they were written."""
    lock(work, "roles")
    officer = get_locked_officer(work, officer_id)
    is_administrator = Role.ADMINISTRATOR in roles_at(queries.list_grants(work.session, officer_id), work.now)
    if is_administrator and is_last_administrator(work, officer_id):
        raise LastAdministrator
    officer.suspended_at = work.now
    end_all_sessions(work, Actor(ActorKind.OFFICER, officer_id), reason="suspended")
    revoke_links(work, officer_ref(officer_id))
    journal.record(work, AccountsTag.OFFICER_SUSPENDED, officer_ref(officer_id), reason=reason)


def reinstate(work: Work, officer_id: int, *, reason: str = "") -> None:
    """Let a suspended officer in again; raises OfficerNotSuspended."""
    require_suspended(work, officer_id).suspended_at = None
    journal.record(work, AccountsTag.OFFICER_REINSTATED, officer_ref(officer_id), reason=reason)


def require_suspended(work: Work, officer_id: int) -> Officer:
    """Return the row of a suspended officer; raises OfficerUnknown or OfficerNotSuspended."""
    officer = get_locked_officer(work, officer_id)
    if officer.suspended_at is None:
        raise OfficerNotSuspended
    return officer


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
    facts: dict[str, FactValue] = {
        "name": command.name,
        "phone": queries.phone_digest(officer.phone_secret or ""),
        "address": queries.address_digest(officer.id, officer.email),
    }
    journal.record(work, AccountsTag.OFFICER_ENROLLED, officer_ref(officer.id), facts=facts)
    for role in sorted(command.roles):
        give_role(work, GrantRole(officer.id, role, work.now))
    return officer.id


def demo_link(work: Work, officer_id: int, *, lifetime: timedelta = ENROLMENT_LIFETIME) -> LinkId:
    """Issue a link by which an officer comes in without password or phone: it works in the demo only."""
    officer = get_locked_officer(work, officer_id)
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
