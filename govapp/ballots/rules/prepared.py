"""A ballot paper as it was prepared, digested into the journal: until it is sealed nothing else holds it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from govapp.ballots.rules.hours import utc_text
from govapp.kernel.records import RecordType


@dataclass(frozen=True, slots=True)
class PreparedPaper:
    """What is decided when a paper is prepared; name, questions and window are as the table keeps them (UTC)."""

    uuid: str
    subject: str
    roll_id: int
    name: dict[str, str]
    questions: list[dict[str, Any]]
    language: str
    rules_digest: str
    minimum_ballots: int
    key_group_id: int | None
    opens_at: datetime
    closes_at: datetime
    window: dict[str, Any] | None


def encode_v1(paper: PreparedPaper) -> dict[str, Any]:
    """Return the record of a prepared paper."""
    return {
        "v": 1,
        "uuid": paper.uuid,
        "for": paper.subject,
        "roll": paper.roll_id,
        "name": paper.name,
        "questions": paper.questions,
        "language": paper.language,
        "rules": paper.rules_digest,
        "minimum_ballots": paper.minimum_ballots,
        "key_group": paper.key_group_id,
        "opens_at": utc_text(paper.opens_at),
        "closes_at": utc_text(paper.closes_at),
        "window": paper.window,
    }


# The line of the journal that tells of the preparing holds its digest.
PREPARED: Final = RecordType[PreparedPaper]("prepared paper", {1: encode_v1})
