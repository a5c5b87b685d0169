"""The costly part of a verification: every ballot of the box, by as many processes as there are to use."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import Archive
from pybelenios.ballot import SENTENCES, check_ballot
from pybelenios.election import Election, read_election
from pybelenios.errors import Refused
from pybelenios.group import NEUTRAL, Point
from pybelenios.tally import TallyAccumulator
from pybelenios.verifier.report import VerificationFault

CHUNK: Final = 32
_CREDENTIAL: Final = re.compile(rb'\{"election_uuid":"[^"]*","election_hash":"[^"]*","credential":"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class BoxedBallot:
    """A ballot as the archive has it."""

    event: int
    raw: bytes
    counted: bool  # the last one of its credential


@dataclass(frozen=True, slots=True)
class ChunkOutcome:
    """What was found in some ballots."""

    faults: tuple[VerificationFault, ...]
    sum: TallyAccumulator
    alphas: tuple[tuple[int, Point], ...]  # event and alpha of every ciphertext


@dataclass(slots=True)
class BallotsOutcome:
    """What was found in all ballots."""

    sum: TallyAccumulator
    cast: int = 0
    faults: list[VerificationFault] = field(default_factory=list)
    unhidden: list[int] = field(default_factory=list)  # events with a choice that everybody can read
    repeated: list[int] = field(default_factory=list)  # events that use the randomness of an earlier choice


class BallotChecker:
    """Checks ballots of one election; made once in every process."""

    def __init__(self, election: bytes, weights: Mapping[str, int]) -> None:
        self._election: Election = read_election(election)
        self._weights = weights

    def check(self, casts: Sequence[BoxedBallot]) -> ChunkOutcome:
        """Return the faults of `casts`, and the encrypted sum of those that count."""
        faults: list[VerificationFault] = []
        alphas: list[tuple[int, Point]] = []
        accumulator = TallyAccumulator(self._election)
        for cast in casts:
            try:
                ballot = check_ballot(self._election, cast.raw, credentials=self._weights, casting=False)
                if cast.counted:
                    accumulator.add(ballot.answers, self._weights[ballot.credential])
            except Refused as refusal:
                faults.append(VerificationFault(refusal.reason, refusal.sentence, cast.event))
                continue
            alphas += [(cast.event, choice.alpha) for answer in ballot.answers for choice in answer]
        return ChunkOutcome(tuple(faults), accumulator, tuple(alphas))


def check_ballots(archive: Archive, election: Election, weights: Mapping[str, int], jobs: int) -> BallotsOutcome:
    """Return what is found in the ballots of `archive`; `weights` by hexadecimal public credential.

    No more than `jobs` processes share the ballots, and no more than have a chunk of them to check.
    """
    outcome = BallotsOutcome(TallyAccumulator(election))
    jobs = min(jobs, -(-sum(1 for _ in archive.of_type(EventType.BALLOT)) // CHUNK))
    seen: set[Point] = set()
    for chunk in _outcomes(_chunks(_casts(archive, outcome)), election, weights, jobs):
        outcome.faults += chunk.faults
        outcome.sum.merge(chunk.sum)
        for event, alpha in chunk.alphas:
            if alpha == NEUTRAL:
                outcome.unhidden.append(event)
            elif alpha in seen:
                outcome.repeated.append(event)
            seen.add(alpha)
    outcome.faults.sort(key=lambda fault: fault.event or 0)
    return outcome


def _casts(archive: Archive, outcome: BallotsOutcome) -> Iterator[BoxedBallot]:
    """Yield every ballot once; a ballot that stands in the box twice becomes a fault of `outcome`."""
    last = last_of_each_credential(archive)
    seen: set[str | None] = set()
    for event in archive.of_type(EventType.BALLOT):
        outcome.cast += 1
        if event.payload in seen:
            outcome.faults.append(VerificationFault("duplicate ballot", SENTENCES["duplicate ballot"], event.height))
            continue
        seen.add(event.payload)
        view = event.data[0].view
        yield BoxedBallot(event.height, bytes(view), counted=last[_credential(view)] == event.height)


def last_of_each_credential(archive: Archive) -> dict[bytes, int]:
    """Return the event of the ballot that counts, by hexadecimal credential."""
    return {_credential(event.data[0].view): event.height for event in archive.of_type(EventType.BALLOT)}


def _credential(ballot: memoryview) -> bytes:
    """Return the credential that a ballot names; of no matter for one that is not written as it must be.

    Every ballot that passes `check_ballot` begins like this, however long the name of its election is.
    """
    match = _CREDENTIAL.match(ballot)
    return match[1] if match else b""


def _chunks(casts: Iterator[BoxedBallot]) -> Iterator[list[BoxedBallot]]:
    chunk: list[BoxedBallot] = []
    for cast in casts:
        chunk.append(cast)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _outcomes(
    chunks: Iterable[list[BoxedBallot]], election: Election, weights: Mapping[str, int], jobs: int
) -> Iterator[ChunkOutcome]:
    """Yield what is found in every chunk; no more than a few chunks per process are in memory at once."""
    if jobs <= 1:
        checker = BallotChecker(election.raw, weights)
        yield from map(checker.check, chunks)
        return
    pending: deque[Future[ChunkOutcome]] = deque()
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(election.raw, dict(weights))) as pool:
        for chunk in chunks:
            pending.append(pool.submit(_check, chunk))
            if len(pending) > 3 * jobs:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


_checkers: list[BallotChecker] = []


def _prepare(election: bytes, weights: Mapping[str, int]) -> None:
    _checkers.append(BallotChecker(election, weights))


def _check(casts: Sequence[BoxedBallot]) -> ChunkOutcome:
    return _checkers[-1].check(casts)
