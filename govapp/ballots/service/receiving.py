"""Receiving a ballot: all that happens to it between the slot of the ballot box and its receipt."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from govapp.ballots.rules.mark_refusals import RightMarked
from govapp.ballots.rules.refusals import BallotRefused, CredentialMismatch, TooManyVotes, VotingClosed
from govapp.ballots.rules.rights import PaperRight, require_exercise
from govapp.ballots.service.casting import CastReceipt, cast, check, find_receipt, get_ballot_box, note_refusal
from govapp.ballots.service.refusal_limiter import RefusalLimiter
from govapp.ballots.service.rights import require_confirmed
from govapp.db.engine import Database
from govapp.kernel.actors import Actor
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.shares.people.rules.days import as_of
from govapp.shares.people.rules.refusals import FactsNotAsRecorded

NOTED: Final = (BallotRefused, CredentialMismatch, TooManyVotes, VotingClosed, RightMarked)

_limiter: Final = RefusalLimiter()


@contextmanager
def telling_of_facts(database: Database, actor: Actor, moment: datetime, uuid: str) -> Iterator[None]:
    """Note in the journal, for the run sheet of the paper, that somebody was refused whose facts nobody recorded."""
    try:
        yield
    except FactsNotAsRecorded as refusal:
        with database.unit_of_work(actor, moment) as work:
            note_refusal(work, uuid, refusal.code)
        raise


def receive_ballot(
    database: Database, actor: Actor, moment: datetime, right: PaperRight, body: bytes, *, sign_in: str = ""
) -> CastReceipt:
    """Take a ballot for a voting right that the acting person exercises, and return its receipt.

    `body` is the exact text of the ballot; `moment` (UTC), at which it came in, decides whether it is in time;
    `sign_in` tells the devices of one person apart: refusals of one hold up no other. A ballot that is in the box for
    this right already gives its old receipt again. Every proof is checked before the one short transaction that writes;
    a refusal is noted in the journal by its code, in a transaction of its own. Raises NotYourRight, FactsNotAsRecorded,
    AddressNotConfirmed, VotingNotOpen, SecretKeyChanged, TooManyRefused, any BallotRefused, CredentialMismatch,
    VotingClosed, PaperCancelled, RightMarked, TooManyVotes.
    """
    # The box first: a refusal is noted under the name of its paper, and nobody fills the journal with names of his own.
    with telling_of_facts(database, actor, moment, right.uuid), database.read_only(actor, moment) as work:
        require_exercise(right, actor, as_of(moment, work.zone))
        require_confirmed(work.session, right, actor)
        box = get_ballot_box(work.session, right.uuid)
        again = find_receipt(work.session, right, body)
    if again is not None:
        return again
    person = f"{right.uuid}:{actor.reference}"
    _limiter.require_patience(person, sign_in, moment)
    try:
        command = check(box, body)
        # Again when the database broke a deadlock, and still with the moment at which the request came in.
        return database.transact(actor, FixedClock(moment), lambda work: cast(work, right, command))
    except Refusal as refusal:
        _limiter.note(person, sign_in, moment)
        if isinstance(refusal, NOTED):
            reason = refusal.reason if isinstance(refusal, BallotRefused) else ""
            with database.unit_of_work(actor, moment) as work:
                note_refusal(work, right.uuid, refusal.code, reason)
        raise
