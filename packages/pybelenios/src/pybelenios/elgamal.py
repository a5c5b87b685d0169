"""Exponential ElGamal: a number m under the election key y is (g^r, y^r g^m) (specification, section 4.11.1)."""

from dataclasses import dataclass
from typing import Final

from pybelenios.errors import Malformed
from pybelenios.group import NEUTRAL, Point, point_text, power, power_g, product, quotient, read_point


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """One encrypted number. Multiplying ciphertexts adds what they hide, dividing takes it away."""

    alpha: Point  # g^r
    beta: Point  # y^r g^m

    @property
    def text(self) -> str:
        """The form that enters the hashes: both points in hexadecimal, joined by a comma."""
        return f"{point_text(self.alpha)},{point_text(self.beta)}"

    def to_json(self) -> dict[str, str]:
        """Return the record's form of this ciphertext."""
        return {"alpha": point_text(self.alpha), "beta": point_text(self.beta)}

    def __mul__(self, other: "Ciphertext") -> "Ciphertext":
        return Ciphertext(product(self.alpha, other.alpha), product(self.beta, other.beta))

    def __truediv__(self, other: "Ciphertext") -> "Ciphertext":
        return Ciphertext(quotient(self.alpha, other.alpha), quotient(self.beta, other.beta))

    def raised(self, exponent: int) -> "Ciphertext":
        """Return this ciphertext to a power, which multiplies the hidden number: how a weight counts."""
        return Ciphertext(power(self.alpha, exponent), power(self.beta, exponent))


EMPTY: Final = Ciphertext(NEUTRAL, NEUTRAL)
"""The product of no ciphertexts: zero, hidden from nobody."""


def encrypt(key: Point, number: int, randomness: int) -> Ciphertext:
    """Return `number` encrypted under `key` with the given secret `randomness`."""
    return Ciphertext(power_g(randomness), product(power(key, randomness), power_g(number)))


def multiply(ciphertexts: "tuple[Ciphertext, ...] | list[Ciphertext]") -> Ciphertext:
    """Return the product of the ciphertexts; EMPTY when there are none."""
    total = EMPTY
    for ciphertext in ciphertexts:
        total = total * ciphertext if total is not EMPTY else ciphertext
    return total


def read_ciphertext(value: object, reason: str) -> Ciphertext:
    """Return the ciphertext that `value` spells, membership unchecked; raise Malformed(`reason`) for another shape."""
    if not isinstance(value, dict) or list(value) != ["alpha", "beta"]:
        raise Malformed(reason)
    return Ciphertext(read_point(value["alpha"]), read_point(value["beta"]))
