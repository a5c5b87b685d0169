"""Personal links: issue, send, revoke, come in by one, ask for a new one; and the address a mail carries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NewType

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from govapp.accounts import queries
from govapp.accounts.letters import AccountsLetter
from govapp.accounts.models import Link, LinkUse
from govapp.accounts.queries import LinkRow
from govapp.accounts.refusals import LinkChanged, LinkClosed, LinkUnknown
from govapp.accounts.rules import (
    LINKS_PER_DAY,
    OPENS,
    RENEWAL_PAUSE,
    TO_VOTE,
    LinkPurpose,
    LinkState,
    day_begun,
    is_local_path,
    renewed_until,
    roles_at,
)
from govapp.accounts.service.numbers import random_id
from govapp.accounts.tags import AccountsTag
from govapp.accounts.tokens import SignedLink, digest_of, new_reference, token_of
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.locks import lock
from govapp.db.uow import Work, keys_of
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox.facts import FactValue as MailFact
from govapp.outbox.service import Message, enqueue

LinkId = NewType("LinkId", int)

# Officers come in once more by an invitation only to begin, and a link of the demonstration is everybody's.
TOLD_OF_DEVICES = {LinkPurpose.VOTE, LinkPurpose.SIGN_IN}
LETTERS = {
    LinkPurpose.VOTE: AccountsLetter.NEW_LINK,
    LinkPurpose.SIGN_IN: AccountsLetter.SIGN_IN_LINK,
    LinkPurpose.ENROL: AccountsLetter.OFFICER_INVITATION,
}


@dataclass(frozen=True)
class IssueLink:
    """Give one person a personal link.

    `subject_ref` is who comes in by it (`holder:12`, `officer:3`); `next_path` is the local path shown afterwards;
    at `expires_at` (UTC) it stops working. `email` is where a renewed link will be sent.
    """

    purpose: LinkPurpose
    subject_ref: SubjectRef
    name: str
    language: Language
    email: str
    next_path: str
    expires_at: datetime


@dataclass(frozen=True)
class EnterByLink:
    """Come in by a link on the device with that digest; `in_demo` opens the links that only a demo has.

    The owner of a link is told by mail of each device but the first, under its `device_label`; at `devices_path` people
    see where they are signed in.
    """

    token: str
    device: str
    in_demo: bool = False
    device_label: str = ""
    devices_path: str = ""


def issue_link(work: Work, command: IssueLink) -> LinkId:
    """Issue one link and return its number; its address is made by `link_url` when a mail is written."""
    return issue_links(work, [command])[0]


def issue_links(work: Work, commands: Sequence[IssueLink], *, subject: SubjectRef | None = None) -> list[LinkId]:
    """Issue links in bulk and return their numbers in the order of `commands`; the journal gets one line.

    `subject` is what that line is about; without it a single link is about its person.
    """
    if not commands:
        return []
    for command in commands:
        if not is_local_path(command.next_path):
            raise ValueError(f"not a path of this site: {command.next_path!r}")
    rows = [_row(work.keys, command, work.now) for command in commands]
    statement = insert(Link).returning(Link.id, sort_by_parameter_order=True)
    numbers = [LinkId(number) for number in work.session.scalars(statement, rows)]
    about = subject or SubjectRef(commands[0].subject_ref if len(commands) == 1 else "links")
    purposes = ",".join(sorted({command.purpose.value for command in commands}))
    facts: dict[str, FactValue] = {"purpose": purposes, "count": len(commands), "first": numbers[0]}
    journal.record(work, AccountsTag.LINK_ISSUED, about, facts=facts)
    return numbers


def prolong_links(work: Work, next_path: str, until: datetime) -> int:
    """Let the links that lead to `next_path` and still open it do so until `until`; returns how many there are.

    For whoever moves the hour up to which the page behind them is of use. It never shortens a link.
    """
    statement = update(Link).where(
        Link.next_path == next_path,
        Link.purpose.in_(each.value for each in TO_VOTE),
        Link.revoked_at.is_(None),
        Link.expires_at >= work.now,
        Link.expires_at < until,
    )
    return len(work.session.scalars(statement.values(expires_at=until).returning(Link.id)).all())


def _row(keys: KeyRing, command: IssueLink, now: datetime) -> dict[str, Any]:
    email = command.email.strip().lower()
    purpose = LinkPurpose(command.purpose)
    link = SignedLink(new_reference(), purpose, command.subject_ref, command.name, email, command.next_path)
    return {
        "reference": link.reference,
        "token_digest": digest_of(token_of(keys, link)),
        "purpose": purpose.value,
        "subject_ref": command.subject_ref,
        "name": command.name,
        "language": command.language.value,
        "email": email,
        "next_path": command.next_path,
        "issued_at": now,
        "expires_at": command.expires_at,
    }


def send_link(work: Work, command: IssueLink) -> bool:
    """Mail a person a fresh link and revoke the earlier ones for that purpose; tells whether one was sent.

    Nothing is sent when the last one is younger than `RENEWAL_PAUSE`, or after `LINKS_PER_DAY`: nobody can flood
    somebody else's mailbox. Say the same to the person who asks in all cases.
    """
    subject, purpose = command.subject_ref, command.purpose
    lock(work, f"link:{subject}")
    newest = queries.find_newest_link(work.session, subject, purpose)
    if newest is not None and work.now < newest.issued_at + RENEWAL_PAUSE:
        return False
    if queries.count_links_issued_since(work.session, subject, purpose, work.now - timedelta(days=1)) >= LINKS_PER_DAY:
        return False
    _revoke(work, subject, purpose)
    number = issue_link(work, command)
    facts: dict[str, MailFact] = {"expires_at": command.expires_at}
    if purpose is LinkPurpose.ENROL:
        facts["roles"] = list_role_names(work, subject.number)
    enqueue(work, Message(LETTERS[purpose], command.email, command.name, command.language, subject, facts, number))
    return True


def renew_link(work: Work, link_id: int) -> bool:
    """Send a new link to the address that an old one went to, if that one may still ask; tells whether one was sent.

    Raises LinkUnknown, or LinkChanged where the row is not what was issued.
    """
    link = queries.find_link(work.session, link_id, work.now)
    if link is None:
        raise LinkUnknown
    if not link.can_be_renewed:
        return False
    latest = queries.get_latest_expiry(work.session, link.subject_ref, link.purpose, link.next_path)
    expires_at = renewed_until(link.purpose, latest, work.now)
    is_sent = send_link(
        work,
        IssueLink(
            purpose=link.purpose,
            subject_ref=link.subject_ref,
            name=link.name,
            language=link.language,
            email=link.email,
            next_path=link.next_path,
            expires_at=expires_at,
        ),
    )
    if is_sent:
        journal.record(work, AccountsTag.LINK_RENEWED, link.subject_ref, facts={"purpose": link.purpose.value})
    return is_sent


def enter_by_link(work: Work, command: EnterByLink) -> LinkRow:
    """Use a link on a device and return it; raises LinkUnknown, or LinkClosed when it opens nothing any more.

    A device that used it before comes in again, as often as it likes: it is the owner's own. Two taps at the same
    moment are one use: the second finds the first.
    """
    link = queries.find_link_by_token(work.session, command.token, command.device, work.now)
    if link is None or link.purpose in _not_for_coming_in(in_demo=command.in_demo):
        raise LinkUnknown
    lock(work, f"link:{link.subject_ref}")
    link = queries.find_link_by_token(work.session, command.token, command.device, work.now)
    if link is None or link.state not in OPENS:
        raise LinkClosed
    if link.state is LinkState.USED_HERE:
        return link
    if link.purpose is not LinkPurpose.DEMO:
        # Neither its number nor its hour may stand beside the ballots that came in meanwhile.
        use = LinkUse(id=random_id(), link_id=link.id, device=command.device, used_at=day_begun(work.now))
        work.session.add(use)
        work.session.flush()
        if link.devices and link.purpose in TOLD_OF_DEVICES:
            _tell_owner(work, link, command)
    journal.record(work, AccountsTag.LINK_USED, link.subject_ref, facts={"purpose": link.purpose.value})
    return replace(link, state=LinkState.USED_HERE)


def reissue_link(work: Work, link_id: int, email: str) -> LinkId | None:
    """Issue a link like another one for a letter that goes to `email` now; None when it would open nothing any more.

    For a letter that did not arrive: the old link ends when the address in the register changes. Raises LinkChanged.
    """
    old = work.session.get_one(Link, link_id)
    signed = queries.signed_link(old)
    if old.expires_at <= work.now:
        return None
    if old.revoked_at is None and old.email == email.strip().lower():
        return LinkId(old.id)
    command = IssueLink(
        purpose=signed.purpose,
        subject_ref=signed.subject,
        name=old.name,
        language=Language(old.language),
        email=email,
        next_path=old.next_path,
        expires_at=old.expires_at,
    )
    return issue_link(work, command)


def _not_for_coming_in(*, in_demo: bool) -> frozenset[LinkPurpose]:
    """Return the purposes whose links let nobody in: a new address is confirmed on a page of its own."""
    return frozenset({LinkPurpose.ADDRESS}) if in_demo else frozenset({LinkPurpose.ADDRESS, LinkPurpose.DEMO})


def _tell_owner(work: Work, link: LinkRow, command: EnterByLink) -> None:
    facts: dict[str, MailFact] = {"device": command.device_label, "path": command.devices_path}
    enqueue(work, Message(AccountsLetter.NEW_DEVICE, link.email, link.name, link.language, link.subject_ref, facts))


def revoke_links(work: Work, subject_ref: SubjectRef, *, purpose: LinkPurpose | None = None, reason: str = "") -> int:
    """Revoke the links of one person (of one purpose, or all) and return how many there were."""
    count = _revoke(work, subject_ref, purpose)
    if count:
        journal.record(work, AccountsTag.LINK_REVOKED, subject_ref, facts={"count": count}, reason=reason)
    return count


def list_role_names(work: Work, officer_id: int) -> tuple[str, ...]:
    """Return the roles that an officer holds now, as an invitation names them."""
    return tuple(sorted(role.value for role in roles_at(queries.list_grants(work.session, officer_id), work.now)))


def _revoke(work: Work, subject_ref: str, purpose: LinkPurpose | None) -> int:
    # Expired ones too: an expired link may still ask for a new one.
    conditions = [Link.subject_ref == subject_ref, Link.revoked_at.is_(None)]
    if purpose is not None:
        conditions.append(Link.purpose == purpose.value)
    count = work.session.scalar(select(func.count()).select_from(Link).where(*conditions)) or 0
    if count:
        work.session.execute(update(Link).where(*conditions).values(revoked_at=work.now))
    return count


def link_url(
    session: Session, link_id: LinkId | int, base_url: str, office_url: str = "", *, reader: str | None = None
) -> str:
    """Return the address of a link, `https://.../in/<token>`; raises NoResultFound for a number never issued.

    An officer's link begins with `office_url` where the office has an address of its own. `reader` is the mailbox that
    the letter with this address goes to. Raises LinkChanged where the row is not what was issued, or the letter goes to
    another mailbox than the link: somebody changed one of them.
    """
    row = session.scalars(select(Link).where(Link.id == link_id)).one()
    link = queries.signed_link(row)
    token = token_of(keys_of(session), link)
    if digest_of(token) != row.token_digest or (reader is not None and reader.strip().lower() != link.email):
        raise LinkChanged
    site = office_url if office_url and link.purpose.is_for_officers else base_url
    return f"{site}/in/{token}"
