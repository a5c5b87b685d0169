"""Asking to close a vote before its hour, and taking that back. Confirming it closes the vote: see `closing`."""

from sqlalchemy import update

from govapp.audit.journal import record
from govapp.audit.queries import require_asker
from govapp.ballots.models import EarlyClosingRecord
from govapp.ballots.queries import PaperRow, find_early_closing, get_paper, list_key_holder_ids
from govapp.ballots.rules import Step, require_step
from govapp.ballots.rules.early_closing import (
    ClosingNeedsAnother,
    EarlyClosing,
    EarlyClosingWaits,
    NoEarlyClosingWaits,
    may_confirm,
    may_withdraw,
    require_early_closing,
)
from govapp.ballots.rules.refusals import AlreadyClosed
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Words, kept_words, labelled


def ask_early_closing(work: Work, uuid: str, reason: Words) -> EarlyClosing:
    """Ask to close a vote before its hour; it goes on until a second person confirms.

    Raises NotOpenYet, AlreadyClosed, ReasonNeeded, EarlyClosingNotAllowed or EarlyClosingWaits.
    """
    found = get_paper(work.session, uuid, locked=True)
    require_step(found.state, Step.CLOSE)
    if work.now >= found.closes_at:
        raise AlreadyClosed
    asked = require_early_closing(work.actor, found.window_rule, found.closes_at, reason, work.now)
    if find_early_closing(work.session, found) is not None:
        raise EarlyClosingWaits
    version, words = kept_words(asked.reason)
    work.session.add(
        EarlyClosingRecord(
            paper_id=found.id,
            v=version,
            reason=words,
            role=asked.role,
            asked_at=asked.asked_at,
            asked_by=asked.asked_by,
            asked_by_name=asked.asked_by_name,
        )
    )
    work.session.flush()
    record(work, BallotsTag.EARLY_CLOSING_ASKED, SubjectRef.to("paper", uuid), reason=labelled(asked.reason))
    return asked


def withdraw_early_closing(work: Work, uuid: str) -> None:
    """Take back what was asked, or refuse it; raises NoEarlyClosingWaits or ClosingNeedsAnother."""
    found = get_paper(work.session, uuid, locked=True)
    asked = _waiting(work, found)
    if not may_withdraw(asked, work.actor, list_key_holder_ids(work.session, found.id)):
        raise ClosingNeedsAnother
    _settle(work, found, "withdrawn")
    facts = {"asked_by": asked.asked_by_name}
    record(work, BallotsTag.EARLY_CLOSING_WITHDRAWN, SubjectRef.to("paper", uuid), facts=facts)


def settle_confirmed(work: Work, found: PaperRow) -> EarlyClosing:
    """Return what somebody else asked, which whoever acts now confirms; for whoever closes the vote in the same work.

    Raises NoEarlyClosingWaits, ClosingNeedsAnother or RequestChanged.
    """
    asked = _waiting(work, found)
    if not may_confirm(asked, work.actor, list_key_holder_ids(work.session, found.id)):
        raise ClosingNeedsAnother
    about = SubjectRef.to("paper", found.uuid)
    require_asker(work.session, BallotsTag.EARLY_CLOSING_ASKED, about, asked.asked_by)
    _settle(work, found, "confirmed")
    return asked


def _waiting(work: Work, found: PaperRow) -> EarlyClosing:
    asked = find_early_closing(work.session, found)
    # From its hour on a vote closes by itself, and nobody needs to confirm it.
    if asked is None or work.now >= found.closes_at:
        raise NoEarlyClosingWaits
    return asked


def _settle(work: Work, found: PaperRow, outcome: str) -> None:
    waits = EarlyClosingRecord.paper_id == found.id, EarlyClosingRecord.settled_at.is_(None)
    settled = {"settled_at": work.now, "settled_by": work.actor.reference, "outcome": outcome}
    work.session.execute(update(EarlyClosingRecord).where(*waits).values(**settled))
