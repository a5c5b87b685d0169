"""Closing the ballot box, with the sum of what nobody can read."""

from datetime import timedelta

from govapp.accounts.signing import installation_signer
from govapp.audit.anchors import AnchorOccasion, keep_anchor
from govapp.audit.journal import record
from govapp.ballots.queries import paper, papers, seats
from govapp.ballots.queries.anchoring import ALL_CHAINS
from govapp.ballots.rules import PaperState, Step, after
from govapp.ballots.rules.refusals import ReasonNeeded
from govapp.ballots.service.adding import add_up, add_up_ahead
from govapp.ballots.service.decrypting import decrypt_as_server
from govapp.ballots.service.events import Chain, append
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from pybelenios.archive.chain import EventType, Head, append_tally, end_ballots
from pybelenios.tally import write_tally

SETTLING = timedelta(seconds=10)
"""How long whoever closes by the clock waits after the hour, so that ballots received in time are written down."""


def add_up_due(work: Work) -> None:
    """Add up ahead each open box whose announced hour has come, for whoever closes it next in this process."""
    for found in papers(work.session, states=(PaperState.OPEN,)):
        if found.closes_at <= work.now - SETTLING:
            add_up_ahead(work.session, found.uuid)


def close_paper(work: Work, uuid: str, reason: str = "") -> None:
    """Close the ballot box for good and add the encrypted total to its chain.

    With thousands of ballots, `add_up_ahead` beforehand in the same process keeps this transaction short.
    Before the announced hour a reason is needed, and goes into the journal. Where only the server holds a key, the
    result is there at once; fewer ballots than the paper's minimum are never opened. Raises NotOpenYet, AlreadyClosed
    or ReasonNeeded.
    """
    found = paper(work.session, uuid, locked=True)
    state = after(found.state, Step.CLOSE)
    if work.now < found.closes_at and not reason.strip():
        raise ReasonNeeded(closes_at=found.closes_at)
    ended = append(
        work,
        Chain(found.id, Head(found.head, found.height)),
        EventType.END_BALLOTS,
        end_ballots(Head(found.head, found.height)),
        state=state.value,
        closed_at=min(work.now, found.closes_at),
    )
    total = add_up(work.session, found)
    added = append_tally(ended.last, write_tally(total.tally()), ballots=total.ballots, weight=total.weight)
    append(work, ended, EventType.ENCRYPTED_TALLY, added, counted=total.ballots)
    record(
        work,
        BallotsTag.PAPER_CLOSED,
        SubjectRef.to("paper", uuid),
        facts={"ballots": found.ballots, "counted": total.ballots, "head": added.head.event},
        reason=reason.strip(),
    )
    signer, subject = installation_signer(work.keys), SubjectRef.to("paper", uuid)
    keep_anchor(work, signer, ALL_CHAINS, occasion=AnchorOccasion.VOTE_CLOSED, subject=subject)
    if total.ballots >= found.minimum_ballots and any(seat.is_server for seat in seats(work.session, found.id)):
        decrypt_as_server(work, uuid)
