"""Checking that rankings were shuffled: same contents, another order, new encryption.

Specification, sections 4.19 and 6. The proof is that of Terelius and Wikstrom in the form of CHVote (R. Haenni and
others, "Pseudo-code algorithms for verifiable re-encryption mix-nets", 2017). Only verification is here.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce

from pybelenios.election import Election, Ranking
from pybelenios.elgamal import Ciphertext, read_ciphertext
from pybelenios.errors import Malformed, Refused
from pybelenios.group import (
    NEUTRAL,
    ORDER,
    Point,
    clear_cofactor,
    first_point_from,
    point_text,
    power,
    power_g,
    product,
    quotient,
    read_point,
    read_scalar,
    require_member,
    scalar_text,
)
from pybelenios.jsontext import compact, read_json
from pybelenios.tally import EncryptedTally


@dataclass(frozen=True, slots=True)
class _ShuffleProof:
    heads: tuple[Point, ...]  # t1, t2, t3, t41, t42
    links: tuple[Point, ...]  # th_i
    responses: tuple[int, ...]  # s1, s2, s3, s4
    link_responses: tuple[int, ...]  # sh_i
    order_responses: tuple[int, ...]  # s'_i
    commitments: tuple[Point, ...]  # c_i, to the permutation
    chain: tuple[Point, ...]  # ch_i

    def to_json(self) -> list[object]:
        t1, t2, t3, t41, t42 = map(point_text, self.heads)
        s1, s2, s3, s4 = map(scalar_text, self.responses)
        return [
            [t1, t2, t3, [t41, t42], _texts(self.links)],
            [s1, s2, s3, s4, [*map(scalar_text, self.link_responses)], [*map(scalar_text, self.order_responses)]],
            _texts(self.commitments),
            _texts(self.chain),
        ]


def check_shuffle(election: Election, encrypted: EncryptedTally, raw: bytes) -> EncryptedTally:
    """Return the tally with its rankings as the shuffle `raw` leaves them.

    Raises Refused: "shuffle shape" for another form, "not in the group", "shuffle proof" when it is not proved that the
    output is the input in another order.
    """
    try:
        outputs, proofs = _read_shuffle(raw)
    except Malformed as fault:
        reason = fault.reason if fault.reason == "not in the group" else "shuffle shape"
        raise Refused(reason, "A shuffle is not written as the format demands.") from None
    places = [place for place, question in enumerate(election.questions) if isinstance(question, Ranking)]
    if not len(places) == len(outputs) == len(proofs):
        raise Refused("shuffle shape", "A shuffle does not have one part per ranking question.")
    shuffled = list(encrypted)
    for place, output, proof in zip(places, outputs, proofs, strict=True):
        if not _proof_holds(election, encrypted[place], output, proof):
            raise Refused(
                "shuffle proof", "It is not proved that a shuffle kept every ranking and changed only places."
            )
        shuffled[place] = output
    return tuple(shuffled)


def _proof_holds(
    election: Election, inputs: tuple[Ciphertext, ...], outputs: tuple[Ciphertext, ...], proof: _ShuffleProof
) -> bool:
    size = len(inputs)
    lists: tuple[Sequence[object], ...] = (
        outputs,
        proof.links,
        proof.link_responses,
        proof.order_responses,
        proof.commitments,
        proof.chain,
    )
    if any(len(items) != size for items in lists):
        return False
    exponents = _challenges(election, inputs, outputs, proof.commitments)
    k = _challenge(election, inputs, outputs, proof)
    links = (
        product(
            product(power_g(response), power(after, -k)),
            power(before, order),
        )
        for response, after, before, order in zip(
            proof.link_responses,
            proof.chain,
            (independent_generator(-1), *proof.chain),
            proof.order_responses,
            strict=False,
        )
    )
    return proof.links == tuple(links) and proof.heads == _heads(election, inputs, outputs, proof, exponents, k)


def _heads(
    election: Election,
    inputs: tuple[Ciphertext, ...],
    outputs: tuple[Ciphertext, ...],
    proof: _ShuffleProof,
    exponents: Sequence[int],
    k: int,
) -> tuple[Point, ...]:
    """Return the five commitments t1, t2, t3, t41, t42 that the responses imply."""
    generators = [independent_generator(index) for index in range(len(inputs))]
    s1, s2, s3, s4 = proof.responses
    first = independent_generator(-1)
    last = proof.chain[-1] if proof.chain else first
    balance = quotient(_product(proof.commitments), _product(generators))  # cbar
    chain = quotient(last, power(first, reduce(lambda one, other: one * other % ORDER, exponents, 1)))  # chat
    mixed = _powers(proof.commitments, exponents)  # ctil
    order = proof.order_responses
    alphas, betas = [choice.alpha for choice in inputs], [choice.beta for choice in inputs]
    new_alphas, new_betas = [choice.alpha for choice in outputs], [choice.beta for choice in outputs]
    return (
        product(power_g(s1), power(balance, -k)),
        product(power_g(s2), power(chain, -k)),
        _product([power_g(s3), power(mixed, -k), _powers(generators, order)]),
        _product([power(_powers(betas, exponents), -k), power(election.public_key, -s4), _powers(new_betas, order)]),
        _product([power(_powers(alphas, exponents), -k), power_g(-s4), _powers(new_alphas, order)]),
    )


def _challenges(
    election: Election, inputs: Sequence[Ciphertext], outputs: Sequence[Ciphertext], commitments: Sequence[Point]
) -> list[int]:
    """Return u_i, one per ciphertext."""
    text = _ciphertexts(inputs) + _ciphertexts(outputs) + _points(commitments)
    common = hashlib.sha256(f"shuffle-challenges|{election.fingerprint}|{text}".encode()).hexdigest()
    return [_number(common + hashlib.sha256(str(index).encode()).hexdigest()) for index in range(len(inputs))]


def _challenge(
    election: Election, inputs: Sequence[Ciphertext], outputs: Sequence[Ciphertext], proof: _ShuffleProof
) -> int:
    """Return k."""
    parts = [
        _points(proof.heads),
        _points(proof.links),
        _ciphertexts(inputs),
        _ciphertexts(outputs),
        _points(proof.commitments),
        _points(proof.chain),
        point_text(election.public_key),
    ]
    return _number(f"shuffle-challenge|{election.fingerprint}|{''.join(parts)}")


@lru_cache(maxsize=65536)
def independent_generator(index: int) -> Point:
    """Return h (index -1) or h_i: points whose logarithms nobody knows."""
    digest = hashlib.sha256(f"ggen|{index}".encode()).digest()
    return clear_cofactor(first_point_from(int.from_bytes(digest, "big") >> 2))


def _powers(bases: Sequence[Point], exponents: Sequence[int]) -> Point:
    return _product([power(base, exponent) for base, exponent in zip(bases, exponents, strict=True)])


def _product(points: Sequence[Point]) -> Point:
    return reduce(product, points, NEUTRAL)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % ORDER


def _points(points: Sequence[Point]) -> str:
    """[[points]]: each followed by a comma, the last one too."""
    return "".join(f"{point_text(point)}," for point in points)


def _ciphertexts(ciphertexts: Sequence[Ciphertext]) -> str:
    return "".join(f"{ciphertext.text}," for ciphertext in ciphertexts)


def _texts(points: Sequence[Point]) -> list[str]:
    return [point_text(point) for point in points]


def _read_shuffle(raw: bytes) -> tuple[list[tuple[Ciphertext, ...]], list[_ShuffleProof]]:
    outputs: list[tuple[Ciphertext, ...]] = []
    read: list[_ShuffleProof] = []
    written = b""
    match read_json(raw):
        case {"ciphertexts": [*columns], "proofs": [*proofs]}:
            outputs = [tuple(_member(read_ciphertext(item, "shape")) for item in _list(column)) for column in columns]
            read = [_read_proof(proof) for proof in proofs]
            texts = [[choice.to_json() for choice in column] for column in outputs]
            written = compact({"ciphertexts": texts, "proofs": [proof.to_json() for proof in read]})
    if written != raw:
        raise Malformed("shape")
    return outputs, read


def _read_proof(value: object) -> _ShuffleProof:
    match value:
        case [[t1, t2, t3, [t41, t42], [*links]], [s1, s2, s3, s4, [*hats], [*primes]], [*commitments], [*chain]]:
            return _ShuffleProof(
                heads=_read_points([t1, t2, t3, t41, t42]),
                links=_read_points(links),
                responses=_read_scalars([s1, s2, s3, s4]),
                link_responses=_read_scalars(hats),
                order_responses=_read_scalars(primes),
                commitments=_read_points(commitments),
                chain=_read_points(chain),
            )
    raise Malformed("shape")


def _read_points(texts: list[object]) -> tuple[Point, ...]:
    return tuple(require_member(read_point(text)) for text in texts)


def _read_scalars(texts: list[object]) -> tuple[int, ...]:
    return tuple(read_scalar(text) for text in texts)


def _member(ciphertext: Ciphertext) -> Ciphertext:
    require_member(ciphertext.alpha)
    require_member(ciphertext.beta)
    return ciphertext


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Malformed("shape")
    return value
