"""The answer to a non-homomorphic question: small numbers packed into one point.

Specification, sections 4.11.2 and 5.2.1. Nothing proves that the numbers are a sensible ranking; that shows after the
shuffle and the decryption, and the counting method deals with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pybelenios.elgamal import Ciphertext, read_ciphertext
from pybelenios.errors import Malformed
from pybelenios.group import Draw, Point, first_member_from, point_text, power, power_g, product
from pybelenios.proofs import Proof, knowledge_holds, prove_knowledge, read_proof

_PADDING_BITS: Final = 14


@dataclass(frozen=True, slots=True)
class RankingAnswer:
    """An encrypted ranking, and the proof that its maker knows the randomness."""

    choice: Ciphertext
    proof: Proof

    def to_json(self) -> dict[str, object]:
        """Return the record's form of this answer."""
        return {"choices": self.choice.to_json(), "proof": self.proof.to_json()}


def encode_numbers(numbers: Sequence[int]) -> Point:
    """Return the point xi that stands for `numbers`, each 0..255 and at most thirty (of_ints)."""
    return first_member_from(int.from_bytes(bytes(numbers), "big") << _PADDING_BITS)


def decode_numbers(point: Point, size: int) -> tuple[int, ...]:
    """Return the `size` numbers that `point` stands for (to_ints); of too large a point, the last ones."""
    number = int.from_bytes(point, "little") >> _PADDING_BITS
    return tuple((number % 256**size).to_bytes(size, "big"))


def make_ranking_answer(numbers: Sequence[int], key: Point, context: str, draw: Draw) -> RankingAnswer:
    """Return `numbers` encrypted and proved in the context S0. Draws the randomness, then the proof's nonce."""
    randomness = draw()
    choice = Ciphertext(power_g(randomness), product(power(key, randomness), encode_numbers(numbers)))
    return RankingAnswer(choice, prove_knowledge(randomness, _tag(choice, key, context), draw))


def read_ranking_answer(value: object) -> RankingAnswer:
    """Return the answer that `value` spells, its proof unchecked; raise Malformed for any other shape."""
    if not isinstance(value, dict) or list(value) != ["choices", "proof"]:
        raise Malformed("answer members")
    return RankingAnswer(
        read_ciphertext(value["choices"], "answer members"), read_proof(value["proof"], "answer members")
    )


def ranking_proof_holds(answer: RankingAnswer, key: Point, context: str) -> bool:
    """Tell whether the maker of `answer` knows its randomness. Membership of beta is the caller's to check."""
    return knowledge_holds(answer.proof, answer.choice.alpha, _tag(answer.choice, key, context))


def _tag(choice: Ciphertext, key: Point, context: str) -> str:
    return f"raweg|{context}|{point_text(key)},{choice.text}|"
