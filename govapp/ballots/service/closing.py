"""Closing the ballot box, with the sum of what nobody can read."""

from contextlib import suppress
from datetime import timedelta

from sqlalchemy.orm import Session

from govapp.accounts.signing import installation_signer
from govapp.audit.anchors import AnchorOccasion, keep_anchor
from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.ballots.queries import PaperRow, get_paper, list_papers, list_trustees, require_row_as_sealed
from govapp.ballots.queries.anchoring import ALL_CHAINS
from govapp.ballots.rules import PaperState, Step, require_step
from govapp.ballots.rules.early_closing import EarlyClosing, EarlyClosingUnconfirmed
from govapp.ballots.rules.hours import role_that_closes
from govapp.ballots.rules.refusals import BallotBoxChanged, PaperNotAsSealed
from govapp.ballots.service.asking import ask_to_count
from govapp.ballots.service.decrypting import decrypt_as_server
from govapp.ballots.service.early_closing import settle_confirmed
from govapp.ballots.service.events import Chain, append
from govapp.ballots.service.hours import note_closing
from govapp.ballots.service.tallying import compute_tally, precompute_tally
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work
from govapp.kernel.errors import Refusal
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Words, labelled
from pybelenios.archive.chain import EventType, Head, append_tally, end_ballots
from pybelenios.tally import write_tally

CLOSING_GRACE = timedelta(seconds=10)
"""How long whoever closes by the clock waits after the hour, so that ballots received in time are written down."""


def precompute_due_tallies(work: Work) -> None:
    """Add up ahead each open box whose announced hour has come, for whoever closes it next in this process."""
    for found in list_papers(work.session, states=(PaperState.OPEN,)):
        if found.closes_at <= work.now - CLOSING_GRACE:
            # Whoever closes it is told; the other boxes do not wait for this one.
            with suppress(BallotBoxChanged):
                precompute_tally(work.session, found.uuid)


def find_closing_fault(session: Session, uuid: str) -> Refusal | None:
    """Return why an open box cannot be closed because of what its rows say, or None; writes nothing.

    It is a PaperNotAsSealed or a BallotBoxChanged.
    """
    found = get_paper(session, uuid)
    try:
        require_row_as_sealed(session, found)
        compute_tally(session, found)
    except (PaperNotAsSealed, BallotBoxChanged) as fault:
        return fault
    return None


def close_paper(work: Work, uuid: str) -> None:
    """Close the ballot box, whose hour has come, for good and add the encrypted total to its chain.

    With thousands of ballots, `precompute_tally` beforehand in the same process keeps this transaction short.
    Where only the server holds a key, the result is there at once; fewer ballots than the paper's minimum are never
    opened.

    Raises NotOpenYet, AlreadyClosed, PaperNotAsSealed, BallotBoxChanged or EarlyClosingUnconfirmed.
    """
    found = get_paper(work.session, uuid, locked=True)
    require_step(found.state, Step.CLOSE)
    if work.now < found.closes_at:
        raise EarlyClosingUnconfirmed(closes_at=found.closes_at)
    _close(work, found, role_that_closes(work.actor))


def close_paper_early(work: Work, uuid: str) -> EarlyClosing:
    """Close the ballot box before its hour, as somebody asked whom the person who acts now confirms; return what.

    Raises what `close_paper` raises, and NoEarlyClosingWaits or ClosingNeedsAnother.
    """
    found = get_paper(work.session, uuid, locked=True)
    require_step(found.state, Step.CLOSE)
    asked = settle_confirmed(work, found)
    _close(work, found, asked.role, asked)
    return asked


def _close(work: Work, found: PaperRow, by: str, asked: EarlyClosing | None = None) -> None:
    require_row_as_sealed(work.session, found)
    reason: Words = "" if asked is None else asked.reason
    window = note_closing(work, found, by, reason)
    ended = append(
        work,
        Chain(found.id, Head(found.head, found.height)),
        EventType.END_BALLOTS,
        end_ballots(Head(found.head, found.height)),
        closed_at=min(work.now, found.closes_at),
    )
    total = compute_tally(work.session, found)
    raw, count, weight = write_tally(total.tally()), total.ballots, total.weight
    added = append_tally(ended.last, raw, ballots=count, weight=weight, window=window)
    append(work, ended, EventType.ENCRYPTED_TALLY, added, counted=total.ballots)
    facts: dict[str, FactValue] = {
        "ballots": found.ballots,
        "counted": total.ballots,
        "head": added.head.event,
        "asked_by": None if asked is None else asked.asked_by_name,
    }
    signer, subject = installation_signer(work.keys), SubjectRef.to("paper", found.uuid)
    record(work, BallotsTag.PAPER_CLOSED, subject, facts=facts, reason=labelled(reason))
    keep_anchor(work, signer, ALL_CHAINS, occasion=AnchorOccasion.VOTE_CLOSED, subject=subject)
    if total.ballots >= found.minimum_ballots:
        # Fewer ballots are never opened: then nothing is asked of anybody.
        ask_to_count(work, found)
        if any(trustee.is_server for trustee in list_trustees(work.session, found.id)):
            decrypt_as_server(work, found.uuid)
