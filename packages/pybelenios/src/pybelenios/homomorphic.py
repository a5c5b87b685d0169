"""The answer to a homomorphic question: one encrypted 0 or 1 per answer, and proofs that they make a lawful choice.

Specification, sections 4.11.1, 4.12 and 4.13. With blank, the first ciphertext says "blank"; minimum and maximum then
bind the others only when it hides 0, and all others hide 0 when it hides 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pybelenios.election import Question
from pybelenios.elgamal import Ciphertext, encrypt, multiply, read_ciphertext
from pybelenios.errors import Malformed
from pybelenios.group import Draw, Point
from pybelenios.proofs import Branch, KnownBranch, Proof, one_of_holds, prove_one_of, read_proof


@dataclass(frozen=True, slots=True)
class HomomorphicAnswer:
    """An encrypted answer with its proofs."""

    choices: tuple[Ciphertext, ...]  # c_0 (blank) first where the question offers it, then c_1..c_n
    individual: tuple[tuple[Proof, ...], ...]  # each choice hides 0 or 1
    overall: tuple[Proof, ...]  # their sum is allowed
    blank: tuple[Proof, ...] | None  # blank, or something ticked: not both

    def to_json(self) -> dict[str, object]:
        """Return the record's form of this answer."""
        record: dict[str, object] = {
            "choices": [choice.to_json() for choice in self.choices],
            "individual_proofs": [_proofs_json(proofs) for proofs in self.individual],
            "overall_proof": _proofs_json(self.overall),
        }
        return record if self.blank is None else record | {"blank_proof": _proofs_json(self.blank)}


def make_answer(question: Question, choice: Sequence[int], key: Point, context: str, draw: Draw) -> HomomorphicAnswer:
    """Return `choice` (0 or 1 for each of `question.size`, blank first) encrypted and proved in the context S0.

    Draws, in this order: the randomness of every ciphertext from first to last; the individual proof of each; the
    overall proof; the blank proof where blank is offered. Each proof draws as `prove_one_of` says.
    Raises ValueError for a choice that the question does not allow.
    """
    require_lawful(question, choice)
    randomness = [draw() for _ in choice]
    choices = tuple(encrypt(key, number, r) for number, r in zip(choice, randomness, strict=True))
    individual = tuple(
        prove_one_of([KnownBranch(value, m, r) for value in (0, 1)], m, key, f"prove|{context}|{c.text}|", draw)
        for m, r, c in zip(choice, randomness, choices, strict=True)
    )
    full = _full_context(context, choices)
    if not question.blank:
        hidden, total = sum(choice), sum(randomness)
        branches = [KnownBranch(value, hidden, total) for value in _allowed(question)]
        tag = f"prove|{full}|{multiply(choices).text}|"
        return HomomorphicAnswer(
            choices, individual, prove_one_of(branches, hidden - question.minimum, key, tag, draw), None
        )
    overall, blank = _blank_proofs(question, choice, randomness, key, full, draw)
    return HomomorphicAnswer(choices, individual, overall, blank)


def require_lawful(question: Question, choice: Sequence[int]) -> None:
    """Raise ValueError unless `choice` is one that the question allows."""
    if len(choice) != question.size or any(number not in {0, 1} for number in choice):
        raise ValueError("a choice has one 0 or 1 per answer, blank first where it is offered")
    ticked = sum(choice[1:]) if question.blank else sum(choice)
    if question.blank and choice[0]:
        if ticked:
            raise ValueError("a blank vote ticks nothing else")
    elif not question.minimum <= ticked <= question.maximum:
        raise ValueError(f"between {question.minimum} and {question.maximum} answers may be ticked, not {ticked}")


def read_answer(question: Question, value: object) -> HomomorphicAnswer:
    """Return the answer that `value` spells, proofs unchecked; raise Malformed for any other shape."""
    names = ["choices", "individual_proofs", "overall_proof"] + ["blank_proof"] * question.blank
    if not isinstance(value, dict) or list(value) != names:
        raise Malformed("answer members")
    choices = _list(value["choices"])
    if len(choices) != question.size:
        raise Malformed("number of choices")
    return HomomorphicAnswer(
        choices=tuple(read_ciphertext(choice, "answer members") for choice in choices),
        individual=tuple(_read_proofs(proofs) for proofs in _list(value["individual_proofs"])),
        overall=_read_proofs(value["overall_proof"]),
        blank=_read_proofs(value["blank_proof"]) if question.blank else None,
    )


def failing_proof(question: Question, answer: HomomorphicAnswer, key: Point, context: str) -> str | None:
    """Return the name of the first proof that does not hold, or None when all do.

    Raises Malformed when a ciphertext is not in the group: every one is raised to a power here.
    """
    if not _individual_hold(question, answer, key, context):
        return "individual proof"
    full = _full_context(context, answer.choices)
    if answer.blank is None:
        total = multiply(answer.choices)
        branches = [Branch(total, value) for value in _allowed(question)]
        holds = one_of_holds(answer.overall, branches, key, f"prove|{full}|{total.text}|")
        return None if holds else "overall proof"
    first, others = answer.choices[0], multiply(answer.choices[1:])
    branches = [Branch(first, 1), *(Branch(others, value) for value in _allowed(question))]
    if not one_of_holds(answer.overall, branches, key, f"bproof1|{full}|"):
        return "overall proof"
    holds = one_of_holds(answer.blank, [Branch(first, 0), Branch(others, 0)], key, f"bproof0|{full}|")
    return None if holds else "blank proof"


def _individual_hold(question: Question, answer: HomomorphicAnswer, key: Point, context: str) -> bool:
    if len(answer.individual) != question.size:
        return False
    return all(
        one_of_holds(proofs, [Branch(choice, 0), Branch(choice, 1)], key, f"prove|{context}|{choice.text}|")
        for proofs, choice in zip(answer.individual, answer.choices, strict=True)
    )


def _blank_proofs(
    question: Question, choice: Sequence[int], randomness: Sequence[int], key: Point, full: str, draw: Draw
) -> tuple[tuple[Proof, ...], tuple[Proof, ...]]:
    """Return the overall and the blank proof of a question that offers blank."""
    ticked, total = sum(choice[1:]), sum(randomness[1:])
    values = [KnownBranch(value, ticked, total) for value in _allowed(question)]
    true = 0 if choice[0] else 1 + ticked - question.minimum
    branches = [KnownBranch(1, choice[0], randomness[0]), *values]
    overall = prove_one_of(branches, true, key, f"bproof1|{full}|", draw)
    zeros = [KnownBranch(0, choice[0], randomness[0]), KnownBranch(0, ticked, total)]
    return overall, prove_one_of(zeros, choice[0], key, f"bproof0|{full}|", draw)


def _allowed(question: Question) -> range:
    return range(question.minimum, question.maximum + 1)


def _full_context(context: str, choices: Sequence[Ciphertext]) -> str:
    """S: the context S0, one bar, and every ciphertext, separated by commas."""
    return f"{context}|{','.join(choice.text for choice in choices)}"


def _proofs_json(proofs: Sequence[Proof]) -> list[dict[str, str]]:
    return [proof.to_json() for proof in proofs]


def _read_proofs(value: object) -> tuple[Proof, ...]:
    return tuple(read_proof(proof, "answer members") for proof in _list(value))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Malformed("answer members")
    return value
