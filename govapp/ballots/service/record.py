"""The election record of a paper: what `belenios-tool` understands, and one member of ours that binds the rest."""

from govapp.ballots.queries import PaperRow
from govapp.ballots.rules import PaperQuestion
from govapp.ballots.rules.sealed_assembly import SealedAssembly, encode_sealed
from govapp.ballots.service.booth import booth_digests
from govapp.kernel.texts import Language
from govapp.shares.rolls.queries import RollRow
from pybelenios.election import Question, write_election
from pybelenios.group import Point
from pybelenios.jsontext import sha256_hex


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
        assembly=encode_sealed(
            SealedAssembly(
                subject=found.subject_ref,
                roll=frozen.digest,
                voters=voters,
                credentials=sha256_hex(credentials),
                rules=found.rules_digest,
                booth=booth_digests(),
                receipt_key=receipt_key,
                minimum_ballots=found.minimum_ballots,
                opens_at=found.opens_at,
                closes_at=found.closes_at,
                window=found.window_rule,
                name=found.name,
                questions=tuple(found.questions),
            )
        ),
    )


def _question(question: PaperQuestion, language: Language) -> Question:
    return Question(
        title=question.title.in_language(language).text,
        answers=tuple(answer.label.in_language(language).text for answer in question.answers),
        minimum=question.minimum,
        maximum=question.maximum,
        blank=question.blank,
    )
