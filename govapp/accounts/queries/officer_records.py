"""Comparing what stands of an officer with the journal: whose phone it is, and whether somebody is suspended."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True)
class OldPhone:
    """An officer whose phone nothing vouches for until it is connected again."""

    officer_id: int
    name: str


class PhoneStanding(StrEnum):
    """What the journal tells of the phone beside an officer.

    `own`: this officer connected it. `old`: it was connected before the journal kept digests, and is nobody
    else's. `foreign`: this officer did not connect it.
    """

    OWN = "own"
    OLD = "old"
    FOREIGN = "foreign"


def get_phone_standings(session: Session) -> dict[int, PhoneStanding]:
    """Return for each officer with a phone whether it is the one that the journal tells of, by officer.

    Whoever owns the database could copy the secret of a phone to another officer and sign in as that one. Of two
    officers with one secret nobody can tell who connected it: where the journal does not either, it is foreign to both.
    """
    told, ever = _read_phones(session)
    secrets = session.execute(select(Officer.id, Officer.phone_secret).where(Officer.phone_secret.is_not(None)))
    kept = {officer: phone_digest(secret or "") for officer, secret in secrets}
    count = Counter(kept.values())
    found: dict[int, PhoneStanding] = {}
    for officer, digest in kept.items():
        own = told.get(str(SubjectRef.to("officer", officer)))
        if own:
            found[officer] = PhoneStanding.OWN if digest == own else PhoneStanding.FOREIGN
        else:
            is_somebody_elses = digest in ever or count[digest] > 1
            found[officer] = PhoneStanding.FOREIGN if is_somebody_elses else PhoneStanding.OLD
    return found


def _read_phones(session: Session) -> tuple[dict[str, str | None], set[str]]:
    """Return the digest of the last phone that each subject connected, and every digest that was ever told."""
    line = JournalEntryRecord
    statement = select(line.subject, line.facts).where(line.tag.in_(_PHONES)).order_by(line.sequence)
    last: dict[str, str | None] = {}
    ever: set[str] = set()
    for subject, facts in session.execute(statement):
        last[subject] = facts.get("phone")
        ever.add(facts.get("phone", ""))
    return last, ever


def has_own_phone(session: Session, officer: Officer) -> bool:
    """Tell whether an officer comes in with the phone that stands beside the name; an old one is taken as it is."""
    return get_phone_standings(session).get(officer.id) in {PhoneStanding.OWN, PhoneStanding.OLD}


def list_officer_faults(session: Session) -> Iterator[str]:
    """Yield each officer of whom phone or suspension are not what the journal tells, a sentence each."""
    line, standings = JournalEntryRecord, get_phone_standings(session)
    for officer in session.scalars(select(Officer).order_by(Officer.id)):
        if standings.get(officer.id) is PhoneStanding.FOREIGN:
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


def list_old_phones(session: Session) -> tuple[OldPhone, ...]:
    """Return the officers whose phone was connected before the journal kept digests, by name: it may be exchanged."""
    old = [each for each, standing in get_phone_standings(session).items() if standing is PhoneStanding.OLD]
    rows = session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(old)).order_by(Officer.name))
    return tuple(OldPhone(row.id, row.name) for row in rows)
