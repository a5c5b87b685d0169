"""Closing the ballot box and adding up what nobody can read."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.audit.journal import record
from govapp.audit.tags import Tag
from govapp.ballots.archive.chain import EventType, Head, append_tally, end_ballots
from govapp.ballots.crypto.election import Election, read_election
from govapp.ballots.crypto.elgamal import Ciphertext, read_ciphertext
from govapp.ballots.crypto.jsontext import read_json
from govapp.ballots.crypto.tally import TallyAccumulator, write_tally
from govapp.ballots.models import BallotRecord
from govapp.ballots.queries import PaperRow, paper, record_body, seats
from govapp.ballots.queries.archive import ELECTION
from govapp.ballots.rules import Step, after
from govapp.ballots.rules.refusals import ReasonNeeded
from govapp.ballots.service.decrypting import decrypt_as_server
from govapp.ballots.service.events import Chain, append
from govapp.db.uow import Work

SETTLING = timedelta(seconds=10)
"""How long whoever closes by the clock waits after the hour, so that ballots received in time are written down."""

_BATCH = 500


def close_paper(work: Work, uuid: str, reason: str = "") -> None:
    """Close the ballot box for good and add the encrypted total to its chain.

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
    total = _add_up(work.session, found)
    added = append_tally(ended.last, write_tally(total.tally()), ballots=total.ballots, weight=total.weight)
    append(work, ended, EventType.ENCRYPTED_TALLY, added, counted=total.ballots)
    record(
        work,
        Tag.PAPER_CLOSED,
        f"paper:{uuid}",
        facts={"ballots": found.ballots, "counted": total.ballots, "head": added.head.event},
        reason=reason.strip(),
    )
    if total.ballots >= found.minimum_ballots and any(seat.is_server for seat in seats(work.session, found.id)):
        decrypt_as_server(work, uuid)


def _add_up(session: Session, found: PaperRow) -> TallyAccumulator:
    election = read_election(record_body(session, found.id, ELECTION))
    total = TallyAccumulator(election)
    for body in _counted_bodies(session, found.id):
        total.add(_ciphertexts(election, body))
    return total


def _counted_bodies(session: Session, paper_id: int) -> Iterator[bytes]:
    """Yield the last ballot of each voting code, in the order of their arrival."""
    last = (
        select(func.max(BallotRecord.height))
        .where(BallotRecord.paper_id == paper_id)
        .group_by(BallotRecord.credential_id)
    )
    statement = (
        select(BallotRecord.body)
        .where(BallotRecord.paper_id == paper_id, BallotRecord.height.in_(last))
        .order_by(BallotRecord.height)
    )
    yield from session.scalars(statement.execution_options(yield_per=_BATCH))


def _ciphertexts(election: Election, body: bytes) -> list[list[Ciphertext]]:
    """Read the ciphertexts of a ballot whose proofs were checked when it came in."""
    ballot = read_json(body)
    answers = ballot["answers"] if isinstance(ballot, dict) else []
    if len(answers) != len(election.questions):
        raise AssertionError("a ballot in the box does not fit its paper")
    return [[read_ciphertext(choice, "answer members") for choice in answer["choices"]] for answer in answers]
