"""What each trustee computes to open the tally, and putting it together (specification, section 4.20).

**Draw order** of `partial_decryption`: one nonce per ciphertext, question by question.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pybelenios.election import Election
from pybelenios.errors import Malformed, Refused
from pybelenios.group import (
    NEUTRAL,
    Draw,
    Point,
    draw_scalar,
    point_text,
    power,
    power_g,
    product,
    read_point,
)
from pybelenios.jsontext import compact, read_json
from pybelenios.pedersen import Pedersen, lagrange
from pybelenios.proofs import Proof, prove_same_exponent, read_proof, same_exponent_holds
from pybelenios.tally import EncryptedTally, Factors
from pybelenios.trustees import Trustees


@dataclass(frozen=True, slots=True)
class PartialDecryption:
    """One owner's factors with their proofs, both in the shape of the tally."""

    factors: Factors  # f = alpha^x
    proofs: tuple[tuple[Proof, ...], ...]

    def to_json(self) -> dict[str, object]:
        """Return the record's form."""
        return {
            "decryption_factors": [[point_text(factor) for factor in row] for row in self.factors],
            "decryption_proofs": [[proof.to_json() for proof in row] for row in self.proofs],
        }


def partial_decryption(election: Election, encrypted: EncryptedTally, private: int, draw: Draw = draw_scalar) -> bytes:
    """Return the record with which the owner of the key `private` opens his part of the tally."""
    tag = _tag(election, power_g(private))
    factors = tuple(tuple(power(choice.alpha, private) for choice in column) for column in encrypted)
    proofs = tuple(
        tuple(prove_same_exponent(private, choice.alpha, tag, draw) for choice in column) for column in encrypted
    )
    return compact(PartialDecryption(factors, proofs).to_json())


def check_partial_decryption(election: Election, encrypted: EncryptedTally, public: Point, raw: bytes) -> Factors:
    """Return the decryption factors in `raw`, made with the private key of `public`.

    Raises Refused: "decryption shape" for another form than the tally's, "decryption proof" for a factor that is not
    proved.
    """
    decryption = _read(encrypted, raw)
    tag = _tag(election, public)
    for column, factors, proofs in zip(encrypted, decryption.factors, decryption.proofs, strict=True):
        for choice, factor, proof in zip(column, factors, proofs, strict=True):
            if not _holds(proof, choice.alpha, public, factor, tag):
                raise Refused("decryption proof", "A decryption is not proved to be made with the trustee's key.")
    return decryption.factors


def can_combine(trustees: Trustees, owners: "frozenset[int] | set[int]") -> bool:
    """Tell whether the decryptions of `owners` (numbered from 1) are enough for a result."""
    return all(len(present) >= needed for needed, present in _present(trustees, owners))


def combine(trustees: Trustees, decryptions: Mapping[int, Factors]) -> Factors:
    """Return the factors that open the tally, from checked decryptions by owner number.

    Of a threshold group the first `threshold` owners count. Raises Refused ("missing mandatory decryption").
    """
    if not can_combine(trustees, set(decryptions)):
        raise Refused("missing mandatory decryption", "A trustee who is needed for the result has not decrypted.")
    shape = next(iter(decryptions.values()), ())
    total = tuple(tuple(NEUTRAL for _ in row) for row in shape)
    first = 1
    for item, (needed, present) in zip(trustees, _present(trustees, set(decryptions)), strict=True):
        if isinstance(item, Pedersen):
            chosen = [owner - first + 1 for owner in present[:needed]]
            for index in chosen:
                total = _multiply(total, decryptions[first + index - 1], lagrange(index, chosen))
            first += item.size
        else:
            total = _multiply(total, decryptions[first], 1)
            first += 1
    return total


def _present(trustees: Trustees, owners: "frozenset[int] | set[int]") -> list[tuple[int, list[int]]]:
    """Return for each trustee item how many owners it needs, and which are here."""
    counts, first = [], 1
    for item in trustees:
        size, needed = (item.size, item.threshold) if isinstance(item, Pedersen) else (1, 1)
        counts.append((needed, [owner for owner in range(first, first + size) if owner in owners]))
        first += size
    return counts


def _multiply(total: Factors, factors: Factors, exponent: int) -> Factors:
    return tuple(
        tuple(
            product(one, other if exponent == 1 else power(other, exponent))
            for one, other in zip(row, others, strict=True)
        )
        for row, others in zip(total, factors, strict=True)
    )


def _tag(election: Election, public: Point) -> str:
    return f"decrypt|{election.fingerprint}|{point_text(public)}|"


def _holds(proof: Proof, alpha: Point, public: Point, factor: Point, tag: str) -> bool:
    try:
        return same_exponent_holds(proof, alpha, public, factor, tag)
    except Malformed:
        return False


def _read(encrypted: EncryptedTally, raw: bytes) -> PartialDecryption:
    try:
        decryption = _parse(raw)
    except Malformed:
        raise Refused("decryption shape", "A decryption is not written as the format demands.") from None
    shape = [len(column) for column in encrypted]
    if [len(row) for row in decryption.factors] != shape or [len(row) for row in decryption.proofs] != shape:
        raise Refused("decryption shape", "A decryption does not have one factor for each part of the tally.")
    return decryption


def _parse(raw: bytes) -> PartialDecryption:
    decryption = None
    match read_json(raw):
        case {"decryption_factors": [*factors], "decryption_proofs": [*proofs]}:
            decryption = PartialDecryption(
                tuple(tuple(read_point(factor) for factor in _list(row)) for row in factors),
                tuple(tuple(read_proof(proof, "decryption shape") for proof in _list(row)) for row in proofs),
            )
    if decryption is None or compact(decryption.to_json()) != raw:
        raise Malformed("decryption shape")
    return decryption


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Malformed("decryption shape")
    return value
