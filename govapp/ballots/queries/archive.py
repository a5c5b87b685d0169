"""The archive of a paper, written again from its rows, byte for byte."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.ballots.models import ArchiveRecord, BallotRecord, PaperEvent
from govapp.ballots.queries.papers import PaperRow
from govapp.ballots.rules.counting import QuestionCounts, counts_of
from govapp.ballots.rules.sealed import SealedQuestions, read_sealed_questions
from pybelenios.archive.chain import EventType, event_body
from pybelenios.archive.tar import ArchiveRefused, Record, data_record, event_record, write_archive
from pybelenios.counting.result import read_result
from pybelenios.election import read_election
from pybelenios.errors import Malformed
from pybelenios.jsontext import read_json
from pybelenios.trustees import read_trustees
from pybelenios.verifier.cautions import Caution, find_cautions, find_exchanged_words

ELECTION, TRUSTEES, CREDENTIALS = 0, 1, 2
"""Positions of the three defining records before the event Setup."""

_BATCH = 200


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the chain."""

    height: int
    type: EventType
    hash: str
    parent: str | None
    payload: str | None


def list_chain(session: Session, paper_id: int, *, since: int = 0) -> Iterator[EventRow]:
    """Yield the events of a paper from height `since` on."""
    statement = (
        select(PaperEvent.height, PaperEvent.type, PaperEvent.hash, PaperEvent.parent, PaperEvent.payload)
        .where(PaperEvent.paper_id == paper_id, PaperEvent.height >= since)
        .order_by(PaperEvent.height)
    )
    for row in session.execute(statement.execution_options(yield_per=_BATCH)):
        yield EventRow(row.height, EventType(row.type), row.hash, row.parent, row.payload)


def get_record_body(session: Session, paper_id: int, position: int, *, height: int = 0) -> bytes:
    """Return the exact bytes of one record: of Setup, `position` is ELECTION, TRUSTEES or CREDENTIALS."""
    statement = select(ArchiveRecord.body).where(
        ArchiveRecord.paper_id == paper_id,
        ArchiveRecord.height == height,
        ArchiveRecord.position == position,
    )
    return session.execute(statement).scalar_one()


def get_recorded_result(session: Session, paper_id: int) -> tuple[QuestionCounts, int]:
    """Return the counts per question and the number of ballots counted, as the archive of a counted paper states them.

    Verdicts rest on these rows, which nobody can change, and not on the copy that the row of the paper holds. Raises
    RankingNotCounted.
    """
    election = read_election(get_record_body(session, paper_id, ELECTION))
    outcome = read_result(election, read_json(_body_at(session, paper_id, EventType.RESULT, 0)))
    return counts_of(outcome), get_recorded_size(session, paper_id)


def get_recorded_size(session: Session, paper_id: int) -> int:
    """Return how many ballots count, as the archive of a closed paper states it."""
    match read_json(_body_at(session, paper_id, EventType.ENCRYPTED_TALLY, 1)):
        case {"num_tallied": int(ballots)}:
            return ballots
    raise Malformed("tally summary")


def get_sealed_questions(session: Session, paper_id: int) -> SealedQuestions:
    """Return what the member `assembly` of the election record says of rules and questions; the paper is sealed."""
    return read_sealed_questions(get_record_body(session, paper_id, ELECTION))


def list_cautions(session: Session, paper_id: int) -> tuple[Caution, ...]:
    """Return what the verifier says last of a sealed paper, and what it would refuse: words that are exchanged."""
    election = read_election(get_record_body(session, paper_id, ELECTION))
    trustees = read_trustees(get_record_body(session, paper_id, TRUSTEES))
    return (*find_exchanged_words(election), *find_cautions(election, trustees))


def _body_at(session: Session, paper_id: int, kind: EventType, position: int) -> bytes:
    height = session.execute(
        select(PaperEvent.height).where(PaperEvent.paper_id == paper_id, PaperEvent.type == kind.value),
    ).scalar_one()
    return get_record_body(session, paper_id, position, height=height)


def read_archive_pieces(session: Session, paper: PaperRow) -> Iterator[bytes]:
    """Yield the archive `UUID.bel` piece by piece, as `belenios-tool` and `govapp-verify` read it.

    It ends at the height at which the paper stood when `get_paper` was read: what comes in meanwhile is left out.
    """
    if paper.sealed_at is None:
        return
    yield from write_archive(int(paper.sealed_at.timestamp()), _records(session, paper))


def get_archive_bytes(session: Session, paper: PaperRow) -> bytes:
    """Return the whole archive in memory."""
    return b"".join(read_archive_pieces(session, paper))


def _records(session: Session, paper: PaperRow) -> Iterator[Record]:
    ballots = _ballots(session, paper)
    for event in list_chain(session, paper.id):
        if event.height > paper.height:
            return
        if event.type is EventType.BALLOT:
            body = next(ballots, None)
            if body is None:
                raise ArchiveRefused("missing ballot", "A ballot of the chain is not in the ballot box.", event.height)
            yield data_record(body)
        else:
            yield from _data(session, paper.id, event.height)
        yield event_record(event_body(event.parent, event.height, event.type, event.payload))


def _data(session: Session, paper_id: int, height: int) -> Iterator[Record]:
    statement = (
        select(ArchiveRecord.body)
        .where(ArchiveRecord.paper_id == paper_id, ArchiveRecord.height == height)
        .order_by(ArchiveRecord.position)
    )
    for body in session.scalars(statement):
        yield data_record(body)


def _ballots(session: Session, paper: PaperRow) -> Iterator[bytes]:
    statement = (
        select(BallotRecord.body)
        .where(BallotRecord.paper_id == paper.id, BallotRecord.height <= paper.height)
        .order_by(BallotRecord.height)
    )
    yield from session.scalars(statement.execution_options(yield_per=_BATCH))
