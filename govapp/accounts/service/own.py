"""What officers change about themselves: name, e-mail address, password, phone, recovery codes."""

from govapp.accounts import phone, queries
from govapp.accounts.letters import AccountsLetter
from govapp.accounts.models import Officer
from govapp.accounts.refusals import LinkClosed, LinkUnknown, OfficerExists, OfficerUnknown
from govapp.accounts.rules import ADDRESS_LIFETIME, OPENS, LinkPurpose, officer_ref
from govapp.accounts.service.links import IssueLink, issue_link, revoke_links
from govapp.accounts.service.officers import clean_email, fresh_recovery_codes
from govapp.accounts.service.roles import get_locked_officer
from govapp.accounts.service.sessions import end_other_sessions
from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.texts import Language
from govapp.outbox.service import Message, enqueue

OWN_PAGE = "/office/me"


def rename_self(work: Work, name: str) -> None:
    """Change the name that others see; what stands in the journal keeps the old one. Raises OfficerUnknown."""
    officer = _self(work)
    if officer.name != name:
        officer.name = name
        journal.record(work, AccountsTag.OFFICER_RENAMED, officer_ref(officer.id), facts={"name": name})


def ask_new_address(work: Work, email: str) -> None:
    """Mail a link to a new address, which counts once the link is opened; an earlier link stops working.

    Raises AddressUnreadable, or OfficerExists when an officer has that address.
    """
    officer, address = _self(work), clean_email(email)
    if queries.find_officer_by_email(work.session, address) is not None:
        raise OfficerExists
    subject, language = officer_ref(officer.id), Language(officer.language)
    revoke_links(work, subject, purpose=LinkPurpose.ADDRESS)
    expires_at = work.now + ADDRESS_LIFETIME
    link = IssueLink(LinkPurpose.ADDRESS, subject, officer.name, language, address, OWN_PAGE, expires_at)
    number = issue_link(work, link)
    journal.record(work, AccountsTag.ADDRESS_ASKED, subject)
    facts = {"expires_at": expires_at}
    enqueue(work, Message(AccountsLetter.OFFICER_ADDRESS, address, officer.name, language, subject, facts, number))


def confirm_new_address(work: Work, token: str) -> None:
    """Take a new address into use, by the link that was mailed there; the old address is told.

    Invitations that went to the old address stop working. Raises LinkUnknown, LinkClosed, or OfficerExists when
    somebody else has the address since.
    """
    lock(work, "sign-in")
    link = queries.find_link_by_token(work.session, token, None, work.now)
    if link is None or link.purpose is not LinkPurpose.ADDRESS:
        raise LinkUnknown
    officer = get_locked_officer(work, link.subject_ref.number)
    if link.state not in OPENS or officer.suspended_at is not None:
        raise LinkClosed
    if queries.find_officer_by_email(work.session, link.email) is not None:
        raise OfficerExists
    _tell(work, officer, "address")
    officer.email = link.email
    for purpose in (LinkPurpose.ADDRESS, LinkPurpose.ENROL):
        revoke_links(work, officer_ref(officer.id), purpose=purpose)
    facts: dict[str, FactValue] = {"address": queries.address_digest(officer.id, officer.email)}
    journal.record(work, AccountsTag.ADDRESS_CHANGED, officer_ref(officer.id), facts=facts)


def change_password(work: Work, password_hash: str, *, session_key: str | None) -> None:
    """Take a new password into use; every other session ends."""
    officer = _self(work)
    officer.password_hash = password_hash
    end_other_sessions(work, session_key, reason="password changed")
    journal.record(work, AccountsTag.PASSWORD_CHANGED, officer_ref(officer.id))
    _tell(work, officer, "password")


def connect_phone(work: Work, secret: str, code: str, *, session_key: str | None) -> tuple[str, ...] | None:
    """Take another phone into use and return new recovery codes, or None when its code is wrong.

    `secret` is in base 32. The old phone, the old codes and every other session end.
    """
    officer = _self(work)
    step = phone.matching_step(secret, code, work.now, last_step=None)
    if step is None:
        return None
    officer.phone_secret, officer.last_step = phone.sealed(work.keys, secret), step
    end_other_sessions(work, session_key, reason="phone changed")
    facts: dict[str, FactValue] = {"phone": queries.phone_digest(officer.phone_secret)}
    journal.record(work, AccountsTag.PHONE_CHANGED, officer_ref(officer.id), facts=facts)
    _tell(work, officer, "phone")
    return fresh_recovery_codes(work, officer.id)


def renew_recovery_codes(work: Work) -> tuple[str, ...]:
    """Return new recovery codes; the old ones no longer work."""
    officer = _self(work)
    journal.record(work, AccountsTag.RECOVERY_CODES_RENEWED, officer_ref(officer.id))
    _tell(work, officer, "recovery_codes")
    return fresh_recovery_codes(work, officer.id)


def _self(work: Work) -> Officer:
    if work.actor.id is None:
        raise OfficerUnknown
    return get_locked_officer(work, work.actor.id)


def _tell(work: Work, officer: Officer, what: str) -> None:
    language, subject = Language(officer.language), officer_ref(officer.id)
    letter = AccountsLetter.OFFICER_CHANGED
    enqueue(work, Message(letter, officer.email, officer.name, language, subject, {"what": what}))
