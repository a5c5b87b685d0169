"""Comparing what stands of an officer with the journal: name, address, whose phone it is, whether suspended."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.accounts.models import Officer
from govapp.accounts.tags import AccountsTag
from govapp.audit.models import JournalEntryRecord
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.subjects import SubjectRef

_PHONES = (AccountsTag.OFFICER_ENROLLED.value, AccountsTag.PHONE_CHANGED.value)
_NAMES = (
    AccountsTag.OFFICER_INVITED.value,
    AccountsTag.OFFICER_ENROLLED.value,
    AccountsTag.OFFICER_RENAMED.value,
)
_ADDRESSES = (
    AccountsTag.OFFICER_INVITED.value,
    AccountsTag.OFFICER_ENROLLED.value,
    AccountsTag.ADDRESS_CHANGED.value,
    AccountsTag.SIGN_IN_DONE.value,
)
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


def address_digest(officer_id: int, email: str) -> str:
    """Return the digest by which the journal, which holds no address, knows that of an officer; 64 hexadecimal digits.

    It is another one for each officer, and does not depend on the secret key, which may change.
    """
    return sha256_hex(canonical_json({"officer": officer_id, "email": email}))


def is_address_told(session: Session, officer_id: int) -> bool:
    """Tell whether the journal knows which address an officer has; lines of older versions do not say it."""
    return _last_told(session, officer_id, _ADDRESSES, "address") is not None


def has_own_address(session: Session, officer: Officer) -> bool:
    """Tell whether an officer has the e-mail address that the journal tells of, if it tells of one.

    Whoever owns the database could have a new invitation sent to a mailbox of his own, and enrol as somebody else.
    """
    told = _last_told(session, officer.id, _ADDRESSES, "address")
    return told is None or told == address_digest(officer.id, officer.email)


def has_own_name(session: Session, officer: Officer) -> bool:
    """Tell whether an officer has the name that the journal tells of: others see it beside what the officer does."""
    told = _last_told(session, officer.id, _NAMES, "name")
    return told is None or told == officer.name


def _last_told(session: Session, officer_id: int, tags: Sequence[str], fact: str) -> object:
    line = JournalEntryRecord
    statement = (
        select(line.facts)
        .where(line.tag.in_(tags), line.subject == str(SubjectRef.to("officer", officer_id)), line.result == "done")
        .order_by(line.sequence.desc())
    )
    lines = session.scalars(statement.execution_options(yield_per=20))
    return next((facts[fact] for facts in lines if fact in facts), None)


def list_officer_faults(session: Session) -> Iterator[str]:
    """Yield each officer of whom name, address, phone or suspension are not what the journal tells, a sentence each."""
    line, standings = JournalEntryRecord, get_phone_standings(session)
    for officer in session.scalars(select(Officer).order_by(Officer.id)):
        if not has_own_name(session, officer):
            yield f"officer {officer.id} has a name that the journal does not tell of"
        if not has_own_address(session, officer):
            yield f"officer {officer.id} has an e-mail address that the journal does not tell of"
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
