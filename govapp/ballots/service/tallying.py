"""Adding up the ballot box: the long part of closing it, which can be done ahead and then holds nobody up.

A sum is kept under the event of the chain up to which it goes. The hash of that event stands for every ballot before
it, so a sum is used again exactly where the chain still has this event, and later ballots are added to it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from threading import Lock
from typing import Final

from cachetools import LRUCache
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from govapp.ballots.models import BallotRecord, CredentialRecord, PaperEvent
from govapp.ballots.queries import PaperRow, get_paper, get_record_body
from govapp.ballots.queries.archive import ELECTION
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.refusals import BallotBoxChanged
from pybelenios.archive.chain import Head
from pybelenios.ballot import accepted_choices, signer_of
from pybelenios.election import read_election
from pybelenios.jsontext import sha256_hex
from pybelenios.tally import TallyAccumulator

_BATCH: Final = 500


@dataclass(frozen=True)
class _Sum:
    """The encrypted sum of the ballots that count, of those up to `head`; `signers` are the codes that signed them."""

    head: Head
    total: TallyAccumulator
    signers: tuple[str, ...]


_sums: LRUCache[str, _Sum] = LRUCache(8)  # by paper
_lock = Lock()


def precompute_tally(session: Session, uuid: str) -> None:
    """Add up the box of an open paper, so that `compute_tally` in this process has only later ballots to add.

    Reads only, and takes some seconds per ten thousand ballots. Raises PaperNotFound, BallotBoxChanged.
    """
    found = get_paper(session, uuid)
    if found.state is PaperState.OPEN:
        added_up = _add_up(session, found)
        with _lock:
            _sums[uuid] = added_up


def compute_tally(session: Session, found: PaperRow) -> TallyAccumulator:
    """Return the encrypted sum of the last ballot of each voting code, of those up to where `found` stands.

    Whose a ballot is says its signature alone; rows that say otherwise, or of which one is missing or another than the
    chain names, raise BallotBoxChanged.
    """
    return _add_up(session, found).total


def _add_up(session: Session, found: PaperRow) -> _Sum:
    election = read_election(get_record_body(session, found.id, ELECTION))
    total = TallyAccumulator(election)
    known: tuple[str, ...] = ()
    with _lock:
        ahead = _sums.get(found.uuid)
    if ahead is not None and _has(session, found, ahead.head):
        total.merge(ahead.total)
        known = ahead.signers
    signers = (*known, *_signers_after(session, found, len(known)))
    _require_noted(session, found, signers)
    counted_before, counted_now = set(_last_of_each(known)), set(_last_of_each(signers))
    for height, body in _bodies(session, found, after=0, until=len(known)) if counted_before - counted_now else ():
        if height in counted_before - counted_now:
            total.take_out(accepted_choices(election, body))
    for height, body in _bodies(session, found, after=len(known), until=found.height):
        if height in counted_now:
            total.add(accepted_choices(election, body))
    return _Sum(Head(found.head, found.height), total, signers)


def _has(session: Session, found: PaperRow, head: Head) -> bool:
    """Tell whether the chain of a paper still has this event; a database put back from a backup may not."""
    statement = select(PaperEvent.hash).where(PaperEvent.paper_id == found.id, PaperEvent.height == head.height)
    return session.scalar(statement) == head.event


def _signers_after(session: Session, found: PaperRow, since: int) -> Iterator[str]:
    """Yield the voting codes that signed the ballots after event `since`, each as the chain announces it."""
    announced = select(PaperEvent.payload).where(PaperEvent.paper_id == found.id, PaperEvent.height > since)
    payloads = session.scalars(announced.where(PaperEvent.height <= found.height).order_by(PaperEvent.height)).all()
    bodies = _bodies(session, found, after=since, until=found.height)
    for expected, payload in enumerate(payloads, start=since + 1):
        height, body = next(bodies, (0, b""))
        if height != expected or sha256_hex(body) != payload:
            raise BallotBoxChanged(height=expected)
        yield signer_of(body)


def _require_noted(session: Session, found: PaperRow, signers: Sequence[str]) -> None:
    """Raise BallotBoxChanged unless each ballot is noted under the voting code that signed it."""
    statement = (
        select(CredentialRecord.public_key)
        .join(BallotRecord, BallotRecord.credential_id == CredentialRecord.id)
        .where(BallotRecord.paper_id == found.id, BallotRecord.height <= found.height)
        .order_by(BallotRecord.height)
    )
    for height, (noted, signed) in enumerate(zip_longest(session.scalars(statement), signers), start=1):
        if noted != signed:
            raise BallotBoxChanged(height=height)


def _last_of_each(signers: Sequence[str]) -> Iterable[int]:
    """Return the heights of the ballots that no later one of the same voting code replaces."""
    return {signer: height for height, signer in enumerate(signers, start=1)}.values()


def _bodies(session: Session, found: PaperRow, *, after: int, until: int) -> Iterator[Row[int, bytes]]:
    statement = (
        select(BallotRecord.height, BallotRecord.body)
        .where(BallotRecord.paper_id == found.id, BallotRecord.height > after, BallotRecord.height <= until)
        .order_by(BallotRecord.height)
    )
    yield from session.execute(statement.execution_options(yield_per=_BATCH))
