"""Personal links: issue, revoke, and the address a mail carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from govapp.accounts.models import Link
from govapp.accounts.rules import LinkPurpose, is_local_path
from govapp.accounts.tokens import digest_of, new_reference, token_of
from govapp.audit import journal
from govapp.audit.tags import Tag
from govapp.db.uow import Work
from govapp.kernel.texts import Language

LinkId = NewType("LinkId", int)


@dataclass(frozen=True)
class IssueLink:
    """Give one person a personal link.

    `subject_ref` is who comes in by it (`holder:12`, `officer:3`); `next_path` is the local path shown afterwards;
    at `expires_at` (UTC) it stops working. `email` is where a renewed link will be sent.
    """

    purpose: LinkPurpose
    subject_ref: str
    name: str
    language: Language
    email: str
    next_path: str
    expires_at: datetime


def issue_link(work: Work, command: IssueLink) -> LinkId:
    """Issue one link and return its number; its address is made by `link_url` when a mail is written."""
    return issue_links(work, [command])[0]


def issue_links(work: Work, commands: Sequence[IssueLink]) -> list[LinkId]:
    """Issue links in bulk and return their numbers in the order of `commands`; the journal gets one line."""
    if not commands:
        return []
    for command in commands:
        if not is_local_path(command.next_path):
            raise ValueError(f"not a path of this site: {command.next_path!r}")
    rows = [_row(command, work.now) for command in commands]
    statement = insert(Link).returning(Link.id, sort_by_parameter_order=True)
    numbers = [LinkId(number) for number in work.session.scalars(statement, rows)]
    subject = commands[0].subject_ref if len(commands) == 1 else "links"
    purposes = ",".join(sorted({command.purpose.value for command in commands}))
    facts: dict[str, journal.FactValue] = {"purpose": purposes, "count": len(commands), "first": numbers[0]}
    journal.record(work, Tag.LINK_ISSUED, subject, facts=facts)
    return numbers


def _row(command: IssueLink, now: datetime) -> dict[str, Any]:
    reference = new_reference()
    purpose = LinkPurpose(command.purpose)
    return {
        "reference": reference,
        "token_digest": digest_of(token_of(reference, purpose)),
        "purpose": purpose.value,
        "subject_ref": command.subject_ref,
        "name": command.name,
        "language": command.language.value,
        "email": command.email.strip().lower(),
        "next_path": command.next_path,
        "issued_at": now,
        "expires_at": command.expires_at,
    }


def revoke_links(work: Work, subject_ref: str, *, purpose: LinkPurpose | None = None, reason: str = "") -> int:
    """Revoke the links of one person that still work (of one purpose, or all) and return how many there were."""
    conditions = [Link.subject_ref == subject_ref, Link.revoked_at.is_(None), Link.expires_at > work.now]
    if purpose is not None:
        conditions.append(Link.purpose == purpose.value)
    count = work.session.scalar(select(func.count()).select_from(Link).where(*conditions)) or 0
    if count:
        work.session.execute(update(Link).where(*conditions).values(revoked_at=work.now))
        journal.record(work, Tag.LINK_REVOKED, subject_ref, facts={"count": count}, reason=reason)
    return count


def link_url(session: Session, link_id: LinkId | int, base_url: str) -> str:
    """Return the address of a link, `https://.../in/<token>`; raises NoResultFound for a number never issued."""
    link = session.execute(select(Link.reference, Link.purpose).where(Link.id == link_id)).one()
    return f"{base_url}/in/{token_of(link.reference, LinkPurpose(link.purpose))}"
