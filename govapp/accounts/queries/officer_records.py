"""Comparing what stands of an officer with the journal: whose phone it is, and whether somebody is suspended."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.accounts.models import Officer
from govapp.accounts.tags import AccountsTag
from govapp.audit.models import JournalEntryRecord
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.subjects import SubjectRef

_PHONES = (AccountsTag.OFFICER_ENROLLED.value, AccountsTag.PHONE_CHANGED.value)
_STANDING = (AccountsTag.OFFICER_SUSPENDED.value, AccountsTag.OFFICER_REINSTATED.value)


def phone_digest(kept: str) -> str:
    """Return the digest of a phone's secret as it is kept, encrypted; 64 hexadecimal digits, which tell nothing."""
    return sha256_hex(kept.encode())


def has_own_phone(session: Session, officer: Officer) -> bool:
    """Tell whether the secret beside an officer is the one that the journal says this officer connected.

    Whoever owns the database could copy the secret of a phone to another officer and sign in as that one. A phone that
    was connected before the journal kept its digest is taken as it is, unless it is known as that of somebody else.
    """
    if officer.phone_secret is None:
        return False
    line = JournalEntryRecord
    statement = select(line.subject, line.facts).where(line.tag.in_(_PHONES)).order_by(line.sequence)
    last: dict[str, object] = {}
    seen: set[object] = set()
    for subject, facts in session.execute(statement):
        last[subject] = facts.get("phone")
        seen.add(facts.get("phone"))
    kept = phone_digest(officer.phone_secret)
    told = last.get(str(SubjectRef.to("officer", officer.id)))
    return kept == told if told else kept not in seen


def list_officer_faults(session: Session) -> Iterator[str]:
    """Yield each officer of whom phone or suspension are not what the journal tells, a sentence each."""
    line = JournalEntryRecord
    for officer in session.scalars(select(Officer).order_by(Officer.id)):
        if officer.phone_secret is not None and not has_own_phone(session, officer):
            yield f"officer {officer.id} has a phone that this officer did not connect"
        statement = (
            select(line.tag, line.at)
            .where(line.tag.in_(_STANDING), line.subject == str(SubjectRef.to("officer", officer.id)))
            .order_by(line.sequence.desc())
            .limit(1)
        )
        last = session.execute(statement).one_or_none()
        is_suspended = last is not None and last.tag == AccountsTag.OFFICER_SUSPENDED.value
        if officer.suspended_at != (last.at if last is not None and is_suspended else None):
            yield f"of officer {officer.id} the journal tells otherwise whether and since when he or she is suspended"
