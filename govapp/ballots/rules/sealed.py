"""What an archive says of a vote beside its ballots: what was fixed with the paper, and what was counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from govapp.ballots.rules.counting import QuestionCounts, counts_of
from govapp.ballots.rules.sealed_assembly import ASSEMBLY
from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import Archive
from pybelenios.counting.result import read_result
from pybelenios.election import read_election
from pybelenios.errors import Malformed
from pybelenios.jsontext import read_json


@dataclass(frozen=True, slots=True)
class SealedQuestions:
    """What the sealed record of a paper fixed beside the ballots: digests of its rules and its roll, what was asked."""

    rules_digest: str
    roll_digest: str
    questions: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CountedArchive:
    """The figures of a counted archive, with the digests that name its paper and its last event."""

    uuid: str
    fingerprint: str
    head: str
    sealed: SealedQuestions
    counts: QuestionCounts
    ballots: int


def read_sealed_questions(election: bytes) -> SealedQuestions:
    """Read the member `assembly` of an election record; raises Malformed, UnknownRecordVersion."""
    match read_json(election):
        case {"assembly": {"rules": str(rules), "roll": str(roll), "questions": [*questions], **members}}:
            ASSEMBLY.version_of({str(name): value for name, value in members.items()})
            return SealedQuestions(rules, roll, tuple(questions))
    raise Malformed("assembly")


def read_counted(archive: Archive) -> CountedArchive | None:
    """Return what an archive says was counted, or None before the count; its proofs are for govapp-verify.

    Raises Malformed, RankingNotCounted.
    """
    result, tally = archive.last(EventType.RESULT), archive.tally
    if result is None or tally is None:
        return None
    election = read_election(archive.election)
    return CountedArchive(
        uuid=election.uuid,
        fingerprint=election.fingerprint,
        head=archive.head.event,
        sealed=read_sealed_questions(archive.election),
        counts=counts_of(read_result(election, read_json(result.data[0].body))),
        ballots=tally.ballots,
    )
