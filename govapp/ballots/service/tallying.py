"""Adding up the ballot box: the long part of closing it, which can be done ahead and then holds nobody up.

A sum is kept under the event of the chain up to which it goes. The hash of that event stands for every ballot before
it, so a sum is used again exactly where the chain still has this event, and later ballots are added to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Final

from cachetools import LRUCache
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from govapp.ballots.models import BallotRecord, PaperEvent
from govapp.ballots.queries import PaperRow, get_paper, get_record_body
from govapp.ballots.queries.archive import ELECTION
from govapp.ballots.rules import PaperState
from pybelenios.archive.chain import Head
from pybelenios.ballot import accepted_choices
from pybelenios.election import read_election
from pybelenios.tally import TallyAccumulator

_BATCH: Final = 500


@dataclass(frozen=True)
class _Sum:
    """The encrypted sum of the ballots that count, of those up to `head`."""

    head: Head
    total: TallyAccumulator


_sums: LRUCache[str, _Sum] = LRUCache(8)  # by paper
_lock = Lock()


def precompute_tally(session: Session, uuid: str) -> None:
    """Add up the box of an open paper, so that `compute_tally` in this process has only later ballots to add.

    Reads only, and takes some seconds per ten thousand ballots. Raises PaperNotFound.
    """
    found = get_paper(session, uuid)
    if found.state is PaperState.OPEN:
        total = compute_tally(session, found)
        with _lock:
            _sums[uuid] = _Sum(Head(found.head, found.height), total)


def compute_tally(session: Session, found: PaperRow) -> TallyAccumulator:
    """Return the encrypted sum of the last ballot of each voting code, of those up to where `found` stands."""
    election = read_election(get_record_body(session, found.id, ELECTION))
    total, since = TallyAccumulator(election), 0
    with _lock:
        ahead = _sums.get(found.uuid)
    if ahead is not None and _has(session, found, ahead.head):
        total.merge(ahead.total)
        since = ahead.head.height
        for body in _bodies(session, found, _replaced_after(since, found)):
            total.take_out(accepted_choices(election, body))
    for body in _bodies(session, found, _counting_after(since, found)):
        total.add(accepted_choices(election, body))
    return total


def _has(session: Session, found: PaperRow, head: Head) -> bool:
    """Tell whether the chain of a paper still has this event; a database put back from a backup may not."""
    statement = select(PaperEvent.hash).where(PaperEvent.paper_id == found.id, PaperEvent.height == head.height)
    return session.scalar(statement) == head.event


def _counting_after(since: int, found: PaperRow) -> Select[int]:
    """Return the heights of those ballots after event `since` that no later one replaced."""
    last = func.max(BallotRecord.height)
    return select(last).where(_in(found, 0, found.height)).group_by(BallotRecord.credential_id).having(last > since)


def _replaced_after(since: int, found: PaperRow) -> Select[int]:
    """Return the heights of those ballots that counted at event `since` and that a later one replaced."""
    later = select(BallotRecord.credential_id).where(_in(found, since, found.height))
    before = _in(found, 0, since) & BallotRecord.credential_id.in_(later)
    return select(func.max(BallotRecord.height)).where(before).group_by(BallotRecord.credential_id)


def _in(found: PaperRow, after: int, until: int) -> ColumnElement[bool]:
    return (BallotRecord.paper_id == found.id) & (BallotRecord.height > after) & (BallotRecord.height <= until)


def _bodies(session: Session, found: PaperRow, heights: Select[int]) -> Iterator[bytes]:
    statement = (
        select(BallotRecord.body)
        .where(BallotRecord.paper_id == found.id, BallotRecord.height.in_(heights))
        .order_by(BallotRecord.height)
    )
    yield from session.scalars(statement.execution_options(yield_per=_BATCH))
