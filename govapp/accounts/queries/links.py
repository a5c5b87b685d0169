"""Reading personal links."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.accounts.models import Link, LinkUse
from govapp.accounts.refusals import LinkChanged
from govapp.accounts.rules import (
    DEVICES_PER_CODE,
    DEVICES_PER_LINK,
    LinkFacts,
    LinkPurpose,
    LinkState,
    link_state,
    renewed_until,
)
from govapp.accounts.tags import AccountsTag
from govapp.accounts.tokens import SignedLink, digest_of, is_bound, is_token_of, reference_of, token_of
from govapp.audit.models import JournalEntryRecord
from govapp.db.uow import keys_of
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language

# A letter has no mailbox to which another link could go.
_NEVER_RENEWED = frozenset({LinkPurpose.DEMO, LinkPurpose.ADDRESS, LinkPurpose.LETTER})
# Links of shareholders are withdrawn all at once; of officers some purposes alone, which the line does not tell.
_WITHDRAWN = (
    JournalEntryRecord.tag == AccountsTag.LINK_REVOKED.value,
    JournalEntryRecord.subject.startswith("holder:"),
    JournalEntryRecord.result == "done",
)


@dataclass(frozen=True)
class LinkRow:
    """A personal link and where it stands for one device; `can_be_renewed` says that a new one may be sent.

    `devices` counts those that used it.
    """

    id: int
    purpose: LinkPurpose
    subject_ref: SubjectRef
    name: str
    language: Language
    email: str
    next_path: str
    expires_at: datetime
    state: LinkState
    can_be_renewed: bool
    devices: int


def find_link_by_token(session: Session, token: str, device: str | None, now: datetime) -> LinkRow | None:
    """Return the link that `token` opens, seen from the device with that digest, or None when there is none.

    Raises LinkChanged where the row is not what the token signs, because somebody changed whom it lets in, or its
    letter; and where the journal says that it was withdrawn and its row does not.
    """
    reference = reference_of(token)
    if reference is None:
        return None
    row = session.scalar(select(Link).where(Link.reference == reference, Link.token_digest == digest_of(token)))
    if row is None:
        return None
    if not is_token_of(keys_of(session), signed_link(row), token) or _opens_again(session, row):
        raise LinkChanged
    return _link_row(session, row, device, now)


def find_link(session: Session, link_id: int, now: datetime) -> LinkRow | None:
    """Return a link by its number as a device sees it that never used it, or None; raises LinkChanged as above."""
    row = session.get(Link, link_id)
    if row is None:
        return None
    if not _is_as_signed(keys_of(session), row) or _opens_again(session, row):
        raise LinkChanged
    return _link_row(session, row, None, now)


def signed_link(row: Link) -> SignedLink:
    """Return what the token of a stored link signs; raises LinkChanged for a purpose or language that there is not."""
    if row.purpose not in set(LinkPurpose) or row.language not in set(Language):
        raise LinkChanged
    return SignedLink(
        row.reference, LinkPurpose(row.purpose), SubjectRef(row.subject_ref), row.name, row.email, row.next_path
    )


def list_link_faults(session: Session) -> Iterator[str]:
    """Yield, in English, each personal link whose row is not what its token signs, or that was withdrawn and is not.

    That the links of a shareholder were withdrawn says the journal.
    """
    keys = keys_of(session)
    line = JournalEntryRecord
    told = select(line.subject, func.max(line.at)).where(*_WITHDRAWN).group_by(line.subject)
    withdrawn = {row[0]: row[1] for row in session.execute(told)}
    for row in session.scalars(select(Link).order_by(Link.id).execution_options(yield_per=1000)):
        if not _is_as_signed(keys, row):
            yield f"link {row.id}, now of {row.subject_ref}: it is not what was issued under its number"
        if row.revoked_at is None and row.subject_ref in withdrawn and row.issued_at < withdrawn[row.subject_ref]:
            yield f"link {row.id} of {row.subject_ref}: the journal says that it was withdrawn, and it opens again"
    lines = session.scalars(select(line.facts).where(line.tag == AccountsTag.LINK_ISSUED.value))
    issued = sum(int(facts.get("count") or 1) for facts in lines)
    kept = session.execute(select(func.count()).select_from(Link)).scalar_one()
    if kept < issued:
        yield f"{issued - kept} personal links that the journal tells of are gone"


def _is_as_signed(keys: KeyRing, row: Link) -> bool:
    try:
        return digest_of(token_of(keys, signed_link(row))) == row.token_digest
    except LinkChanged:
        return False


def _opens_again(session: Session, row: Link) -> bool:
    """Tell whether the links of this person were withdrawn since it was issued, and its row does not say so."""
    line = JournalEntryRecord
    later = line.subject == row.subject_ref, line.at > row.issued_at, *_WITHDRAWN
    return row.revoked_at is None and session.scalar(select(line.sequence).where(*later).limit(1)) is not None


def count_old_links(session: Session, now: datetime) -> int:
    """Return how many links of 0.1, whose tokens do not sign whom they let in, still open something."""
    references = session.scalars(select(Link.reference).where(Link.revoked_at.is_(None), Link.expires_at > now))
    return sum(not is_bound(reference) for reference in references)


def _link_row(session: Session, row: Link, device: str | None, now: datetime) -> LinkRow:
    devices = list(session.scalars(select(LinkUse.device).where(LinkUse.link_id == row.id)))
    purpose = LinkPurpose(row.purpose)
    most = DEVICES_PER_CODE if purpose is LinkPurpose.LETTER else DEVICES_PER_LINK
    facts = LinkFacts(row.expires_at, row.revoked_at, len(devices), device is not None and device in devices, most)
    state = link_state(facts, now)
    is_renewable = state is not LinkState.OPEN
    if state is LinkState.REVOKED:
        # A newer one went to the same mailbox. If it went elsewhere, the address was changed, and for a reason.
        newest = find_newest_link(session, row.subject_ref, purpose)
        is_renewable = newest is not None and newest.email == row.email
    latest = get_latest_expiry(session, SubjectRef(row.subject_ref), purpose, row.next_path)
    is_renewable = is_renewable and renewed_until(purpose, latest, now) > now
    return LinkRow(
        id=row.id,
        purpose=LinkPurpose(row.purpose),
        subject_ref=SubjectRef(row.subject_ref),
        name=row.name,
        language=Language(row.language),
        email=row.email,
        next_path=row.next_path,
        expires_at=row.expires_at,
        state=state,
        can_be_renewed=is_renewable and purpose not in _NEVER_RENEWED,
        devices=len(devices),
    )


def get_latest_expiry(session: Session, subject_ref: SubjectRef, purpose: LinkPurpose, next_path: str) -> datetime:
    """Return the last hour at which a link of a person to a page ends or ended, withdrawn ones too."""
    ends = select(func.max(Link.expires_at)).where(
        Link.subject_ref == subject_ref, Link.purpose == purpose.value, Link.next_path == next_path
    )
    return session.execute(ends).scalar_one()


def find_newest_link(session: Session, subject_ref: str, purpose: LinkPurpose) -> Link | None:
    """Return the newest link of a person for a purpose that was not revoked, or None."""
    return session.scalar(
        select(Link)
        .where(Link.subject_ref == subject_ref, Link.purpose == purpose.value, Link.revoked_at.is_(None))
        .order_by(Link.id.desc())
        .limit(1),
    )


def count_links_issued_since(session: Session, subject_ref: str, purpose: LinkPurpose, since: datetime) -> int:
    """Return how many links a person was given for a purpose since then, revoked ones too."""
    statement = select(func.count()).where(
        Link.subject_ref == subject_ref, Link.purpose == purpose.value, Link.issued_at > since
    )
    return session.scalar(statement) or 0


def is_open_invitation(session: Session, link_id: int, now: datetime) -> bool:
    """Tell whether an invitation may still be used to the end, by whoever came in by it."""
    row = session.get(Link, link_id)
    return (
        row is not None and row.purpose == LinkPurpose.ENROL.value and row.revoked_at is None and now < row.expires_at
    )
