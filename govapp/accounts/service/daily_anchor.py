"""The signed state of the day, for the people who watch over the cooperative from outside the database."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from govapp.accounts import queries
from govapp.accounts.letters import AccountsLetter
from govapp.accounts.signing import installation_signer
from govapp.audit.anchors import AnchorOccasion, find_anchor, keep_anchor
from govapp.audit.chains import AnchoredChain
from govapp.audit.rules.anchor import SignedAnchor
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.facts import FactValue
from govapp.outbox.service import Message, enqueue_many

READERS: Final = frozenset({Role.AUDITOR, Role.SCRUTINEER})


def is_signed(session: Session, now: datetime, zone: str) -> bool:
    """Tell whether the state of the day was signed already; `zone` is that of the cooperative's wall clock."""
    return find_anchor(session, AnchorOccasion.DAY, _subject(_day(now, zone))) is not None


def mail_daily_anchor(work: Work, chains: Sequence[AnchoredChain], zone: str) -> int | None:
    """Sign where the chains stand and mail it to auditors and scrutineers; return how many mails that are.

    None when the day has one already: of several workers one comes first, and whoever was away for days sends one.
    """
    # Whoever has the journal is alone here until the transaction ends: two workers cannot both find nothing.
    lock(work, "journal")
    if is_signed(work.session, work.now, zone):
        return None
    day = _day(work.now, zone)
    subject, signer = _subject(day), installation_signer(work.keys)
    signed = keep_anchor(work, signer, chains, occasion=AnchorOccasion.DAY, subject=subject)
    facts: dict[str, FactValue] = {"day": day, "at": work.now, "anchor": signed.text, **_lengths(signed)}
    messages = [
        Message(AccountsLetter.ANCHOR, officer.email, officer.name, officer.language, subject, facts)
        for officer in _readers(work)
    ]
    enqueue_many(work, messages)
    return len(messages)


def _readers(work: Work) -> tuple[queries.OfficerRow, ...]:
    everybody = queries.list_officers(work.session, work.now)
    return tuple(each for each in everybody if each.is_enrolled and not each.suspended_at and each.roles & READERS)


def _lengths(signed: SignedAnchor) -> dict[str, int]:
    return {each.unit: each.length for each in signed.anchor.heads if each.unit in {"lines", "entries"}}


def _day(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _subject(day: date) -> SubjectRef:
    return SubjectRef.to("day", day.isoformat())
