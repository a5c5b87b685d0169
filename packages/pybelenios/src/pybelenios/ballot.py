"""A ballot: encrypted answers, signed with the voter's credential (specification, sections 4.16 and 4.17).

**Draw order.** `make_ballot` takes secret scalars from `draw`, each uniform in 1..q-1, in this order and no other, so
that the booth's JavaScript and this module make byte-identical ballots of one sequence (vectors/booth.json):

1. for each question, in the order of the election record:
   a. homomorphic: the randomness r of each ciphertext, in the order of the choices (blank first where it is offered);
      then the individual proof of each choice in that order; then the overall proof; then, where blank is offered,
      the blank proof;
   b. ranking: the randomness r of the one ciphertext, then the nonce w of its proof;
2. the nonce w of the signature.

A proof over several branches draws, for each branch that is NOT the true one, from first to last, the challenge and
then the response; after those the nonce w of the true branch. The true branch is, for an individual proof, the number
ticked (0 or 1); for an overall proof without blank, sum - minimum; with blank, 0 for a blank vote and 1 + sum - minimum
otherwise; for the blank proof, 0 for a vote that is not blank and 1 for a blank vote. Branches count from 0.

**Two levels.** An archive is judged by the specification: a ciphertext whose alpha is the neutral element is valid
there. At casting we are stricter (`casting=True`, the default): such a ballot shows the vote to everybody and is
refused, and so is a ballot that uses one alpha twice. Whoever keeps the ballot box also refuses an alpha that it has
already seen.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, cast

from pybelenios.credentials import Credential, derive_credential
from pybelenios.election import AnyQuestion, Election, Question
from pybelenios.elgamal import Ciphertext
from pybelenios.errors import Malformed, Refused
from pybelenios.group import NEUTRAL, Draw, Point, draw_scalar, point_text, read_point, require_member
from pybelenios.homomorphic import HomomorphicAnswer, failing_proof, make_answer, read_answer
from pybelenios.jsontext import compact, is_canonical, read_json, sha256_b64
from pybelenios.proofs import Proof, knowledge_holds, prove_knowledge, read_proof
from pybelenios.ranking import RankingAnswer, make_ranking_answer, ranking_proof_holds, read_ranking_answer

MAX_BALLOT_BYTES: Final = 1 << 20
_CIPHERTEXT: Final = re.compile(rb'"alpha":"([0-9a-f]{64})","beta":"([0-9a-f]{64})"')
_CREDENTIAL: Final = re.compile(rb'"credential":"([0-9a-f]{64})"')
_MEMBERS: Final = ["election_uuid", "election_hash", "credential", "answers", "signature"]

SENTENCES: Final = {
    "too large": "The ballot is longer than any ballot of this program.",
    "not canonical": "The ballot is not written exactly as the format demands.",
    "other election": "The ballot was made for another election.",
    "unknown credential": "The ballot's credential is not on the list of this election.",
    "duplicate ballot": "This very ballot is already in the ballot box.",
    "number of answers": "The ballot does not answer exactly the questions that were asked.",
    "answer members": "An answer has a member too many or too few, or in another place than the format gives it.",
    "number of choices": "An answer does not have one choice for each possible answer.",
    "malformed: point syntax": "A group element is not written as 64 lower-case hexadecimal digits.",
    "malformed: not in the group": "A group element is not in the group.",
    "malformed: scalar syntax": "A number is not written in plain decimal digits.",
    "malformed: scalar out of range": "A number is not below the order of the group.",
    "ballot hash": "The hash that was signed is not the hash of the ballot.",
    "signature": "The signature was not made with the credential that the ballot names.",
    "individual proof": "A choice is not proved to be a zero or a one.",
    "overall proof": "The number of ticked answers is not proved to be allowed.",
    "blank proof": "It is not proved that a blank vote ticks nothing else.",
    "raweg proof": "The maker of a ranking has not proved to know what it hides.",
    "neutral randomness": "A choice is not hidden at all: everybody could read this ballot.",
    "repeated randomness": "Two choices are hidden with the same secret number, which could reveal them.",
}
"""Every reason for which a ballot is refused, and what to tell a person."""


class InvalidBallot(Refused):
    """A ballot is not valid; `reason` is a key of SENTENCES."""

    def __init__(self, reason: str, sentence: str = "") -> None:
        super().__init__(reason, sentence or SENTENCES[reason])


@dataclass(frozen=True, slots=True)
class CheckedBallot:
    """What a valid ballot says, once everything in it has been proved."""

    tracker: str  # base64 of the hash of the whole text, 43 characters: what the voter notes
    credential: str  # hexadecimal public credential
    hash: str  # h, what was signed
    alphas: tuple[str, ...]  # hexadecimal alpha of every ciphertext, for the search for repeated randomness
    answers: tuple[tuple[Ciphertext, ...], ...]  # the ciphertexts of each question, ready for the tally


AnyAnswer = HomomorphicAnswer | RankingAnswer


@dataclass(frozen=True, slots=True)
class _Ballot:
    credential: Point
    unsigned: bytes
    answers: tuple[AnyAnswer, ...]
    hash: str
    signature: Proof


def make_ballot(election: Election, code: str, choices: Sequence[Sequence[int]], draw: Draw = draw_scalar) -> bytes:
    """Return the text of a signed ballot with `choices` by the holder of the private `code`.

    One choice per question: for a homomorphic one a 0 or 1 per answer, blank first where it is offered; for a ranking
    one number 0..255 per answer. `draw` is called in the order that this module's docstring fixes.
    Raises ValueError for a choice that a question does not allow, Malformed for a code that cannot be one.
    """
    if len(choices) != len(election.questions):
        raise ValueError("a ballot has one choice per question")
    credential = derive_credential(election.uuid, code)
    context = ballot_context(election, credential.public)
    answers = [
        _make_answer(question, choice, election.public_key, context, draw)
        for question, choice in zip(election.questions, choices, strict=True)
    ]
    return sign_ballot(election, credential, [answer.to_json() for answer in answers], draw)


def sign_ballot(election: Election, credential: Credential, answers: list[dict[str, object]], draw: Draw) -> bytes:
    """Return the complete ballot of encrypted `answers`. Draws one scalar."""
    record: dict[str, object] = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": point_text(credential.public),
        "answers": answers,
    }
    digest = sha256_b64(compact(record))
    proof = prove_knowledge(credential.secret, f"sig|{digest}|", draw)
    return compact(record | {"signature": {"hash": digest, "proof": proof.to_json()}})


def check_ballot(
    election: Election, raw: bytes, *, credentials: Container[str] | None = None, casting: bool = True
) -> CheckedBallot:
    """Return what the ballot `raw` says; raise InvalidBallot, with a reason of SENTENCES, unless all of it holds.

    `credentials` are the hexadecimal public credentials of the election, where the caller has them. `casting` adds the
    rules for a ballot that comes in now (see the module's docstring). Duplicates are the ballot box's to find.
    """
    try:
        ballot = _read_ballot(election, raw, credentials)
        _require_signature(ballot)
        context = ballot_context(election, ballot.credential)
        for question, answer in zip(election.questions, ballot.answers, strict=True):
            _require_proofs(question, answer, election.public_key, context)
    except Malformed as fault:
        raise InvalidBallot(_reason(fault)) from None
    answers = tuple(
        answer.choices if isinstance(answer, HomomorphicAnswer) else (answer.choice,) for answer in ballot.answers
    )
    alphas = tuple(point_text(choice.alpha) for answer in answers for choice in answer)
    if casting:
        _require_secrecy(alphas)
    return CheckedBallot(sha256_b64(raw), point_text(ballot.credential), ballot.hash, alphas, answers)


def accepted_choices(election: Election, raw: bytes) -> tuple[tuple[Ciphertext, ...], ...]:
    """Return the ciphertexts of each question of a ballot that `check_ballot` accepted, and look at nothing again.

    Such a ballot is written in the one possible way, so its ciphertexts are what looks like ciphertexts. Raises
    Malformed ("number of choices") for a ballot of another paper.
    """
    found = [Ciphertext(_known_point(alpha), _known_point(beta)) for alpha, beta in _CIPHERTEXT.findall(raw)]
    sizes = [question.size if isinstance(question, Question) else 1 for question in election.questions]
    if sum(sizes) != len(found):
        raise Malformed("number of choices")
    rest = iter(found)
    return tuple(tuple(islice(rest, size)) for size in sizes)


def signer_of(raw: bytes) -> str:
    """Return the public credential (64 hexadecimal digits) of a ballot that `check_ballot` accepted.

    Raises Malformed ("credential") for anything else.
    """
    found = _CREDENTIAL.search(raw)
    if found is None:
        raise Malformed("credential")
    return found[1].decode()


def ballot_context(election: Election, credential: Point) -> str:
    """Return S0, which ties every proof of a ballot to its election and its voter."""
    return f"{election.fingerprint}|{point_text(credential)}"


def _make_answer(question: AnyQuestion, choice: Sequence[int], key: Point, context: str, draw: Draw) -> AnyAnswer:
    if isinstance(question, Question):
        return make_answer(question, choice, key, context, draw)
    if len(choice) != question.size:
        raise ValueError("a ranking has one number per answer")
    return make_ranking_answer(choice, key, context, draw)


def _read_ballot(election: Election, raw: bytes, credentials: Container[str] | None) -> _Ballot:
    if len(raw) > MAX_BALLOT_BYTES:
        raise InvalidBallot("too large")
    record = read_json(raw)
    if not isinstance(record, dict) or list(record) != _MEMBERS or not is_canonical(raw, record):
        raise InvalidBallot("not canonical")
    if record["election_uuid"] != election.uuid or record["election_hash"] != election.fingerprint:
        raise InvalidBallot("other election")
    credential = read_point(record["credential"])
    if credentials is not None and record["credential"] not in credentials:
        raise InvalidBallot("unknown credential")
    answers = _read_answers(election, record["answers"])
    digest, signature = _read_signature(record.pop("signature"))
    return _Ballot(credential, compact(record), answers, digest, signature)


def _read_answers(election: Election, values: object) -> tuple[AnyAnswer, ...]:
    if not isinstance(values, list):
        raise InvalidBallot("answer members")
    if len(values) != len(election.questions):
        raise InvalidBallot("number of answers")
    return tuple(
        read_answer(question, value) if isinstance(question, Question) else read_ranking_answer(value)
        for question, value in zip(election.questions, values, strict=True)
    )


def _read_signature(value: object) -> tuple[str, Proof]:
    if not isinstance(value, dict) or list(value) != ["hash", "proof"] or not isinstance(value["hash"], str):
        raise InvalidBallot("not canonical")
    return value["hash"], read_proof(value["proof"], "not canonical")


def _require_signature(ballot: _Ballot) -> None:
    if sha256_b64(ballot.unsigned) != ballot.hash:
        raise InvalidBallot("ballot hash")
    if not knowledge_holds(ballot.signature, ballot.credential, f"sig|{ballot.hash}|"):
        raise InvalidBallot("signature")


def _require_proofs(question: AnyQuestion, answer: AnyAnswer, key: Point, context: str) -> None:
    if isinstance(answer, RankingAnswer):
        require_member(answer.choice.beta)
        if not ranking_proof_holds(answer, key, context):
            raise InvalidBallot("raweg proof")
        return
    # Answers are read by their questions: what is no ranking answers a question that is added up.
    failing = failing_proof(cast("Question", question), answer, key, context)
    if failing:
        raise InvalidBallot(failing)


def _require_secrecy(alphas: tuple[str, ...]) -> None:
    if point_text(NEUTRAL) in alphas:
        raise InvalidBallot("neutral randomness")
    if len(set(alphas)) != len(alphas):
        raise InvalidBallot("repeated randomness")


def _known_point(text: bytes) -> Point:
    return Point(bytes.fromhex(text.decode("ascii"))[::-1])


def _reason(fault: Malformed) -> str:
    """Name the fault of a value as a reason of SENTENCES: values are "malformed: ...", other faults speak for all."""
    if fault.reason in SENTENCES:
        return fault.reason
    named = f"malformed: {fault.reason}"
    return named if named in SENTENCES else "not canonical"
