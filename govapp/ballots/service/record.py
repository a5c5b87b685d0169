"""The election record of a paper: what `belenios-tool` understands, and one member of ours that binds the rest."""

from govapp.ballots.queries import PaperRow
from govapp.ballots.rules import PaperQuestion
from govapp.ballots.rules.hours import utc_text
from govapp.ballots.service.booth import booth_digests
from govapp.kernel.texts import Language
from govapp.shares.rolls.queries import RollRow
from pybelenios.election import Question, write_election
from pybelenios.group import Point
from pybelenios.jsontext import sha256_hex
from pybelenios.window import encode_rule_v1


def election_record(
    found: PaperRow, frozen: RollRow, key: Point, credentials: bytes, *, voters: int, receipt_key: str
) -> bytes:
    """Return the bytes whose SHA-256 is the fingerprint of the paper.

    The plain strings are in the cooperative's language; the member `assembly` holds all languages, the digest of the
    roll, the number of voters, the digest of the list of voting codes, of the rules, and of the files of the booth.
    """
    return write_election(
        uuid=found.uuid,
        name=found.name.in_language(found.language).text,
        public_key=key,
        questions=[_question(question, found.language) for question in found.questions],
        assembly={
            "v": 1,
            "id": found.subject_ref,
            "roll": frozen.digest,
            "voters": voters,
            "credentials": sha256_hex(credentials),
            "codes": "server",
            "rules": found.rules_digest,
            "booth": booth_digests(),
            "receipt_key": receipt_key,
            "minimum_ballots": found.minimum_ballots,
            **_hours(found),
            "name": found.name.as_dict(),
            "questions": [question.as_dict() for question in found.questions],
        },
    )


def _hours(found: PaperRow) -> dict[str, object]:
    """Return the hours: a paper that was prepared before there was a rule for them keeps the form of version 0."""
    if found.window_rule is None:
        return {"opens_at": utc_text(found.opens_at), "closes_at": utc_text(found.closes_at)}
    return {"window": encode_rule_v1(found.window_rule)}


def _question(question: PaperQuestion, language: Language) -> Question:
    return Question(
        title=question.title.in_language(language).text,
        answers=tuple(answer.label.in_language(language).text for answer in question.answers),
        minimum=question.minimum,
        maximum=question.maximum,
        blank=question.blank,
    )
