"""The test of the keys: each member of a group shows, from the backup copy, that its key opens what the group opens.

The test ballot is derived from the group's identifier and a number used once (`nonce`), both public:

```text
r = SHA256("drill|GROUP|NONCE|r") mod q         m = 1 + SHA256("drill|GROUP|NONCE|m") mod 9
alpha = g^r                                     beta = y^r g^m
answer = {"factor":alpha^x,"proof":{"challenge","response"}}
```

The proof is the one of a partial decryption (specification, section 4.20) under the tag `drill|GROUP|NONCE|X|`. Two
things follow. Whoever asks for a test learns nothing: with r known, alpha^x is X^r, which everybody can compute, so
that no choice of group and nonce makes a member decrypt a vote. And the tag begins like no other: an answer is no part
of the opening of a ballot box, nor is such a part an answer.

**Draw order** of `make_drill_answer`: the nonce of the proof.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Final

from pybelenios.decryption import combine
from pybelenios.elgamal import Ciphertext, encrypt
from pybelenios.errors import Malformed, Refused
from pybelenios.group import ORDER, Draw, Point, draw_scalar, point_text, power, power_g, quotient, read_point
from pybelenios.jsontext import compact, read_json
from pybelenios.proofs import Proof, prove_same_exponent, read_proof, same_exponent_holds
from pybelenios.trustees import Trustees, election_key

_NAME: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_NUMBERS: Final = 9


def drill_ballot(group: str, nonce: str, election_key: Point) -> Ciphertext:
    """Return the test ballot of this round, under the election key of the group.

    `group` and `nonce` are 1 to 64 letters without accents, digits, hyphens and low lines. Raises Malformed ("drill
    name") for others.
    """
    return encrypt(election_key, _number(group, nonce), _randomness(group, nonce))


def make_drill_answer(private: int, group: str, nonce: str, draw: Draw = draw_scalar) -> bytes:
    """Return what the member whose share is `private` answers in this round; raise Malformed as `drill_ballot` does."""
    alpha = power_g(_randomness(group, nonce))
    proof = prove_same_exponent(private, alpha, _tag(group, nonce, power_g(private)), draw)
    return compact({"factor": point_text(power(alpha, private)), "proof": proof.to_json()})


def check_drill_answer(public: Point, group: str, nonce: str, raw: bytes) -> Point:
    """Return the factor in `raw`, made for this round with the private key of `public`.

    Raises Refused: "drill shape" for what is not written as an answer, "drill proof" for one of another key, another
    group or another round.
    """
    factor, proof = _read(raw)
    alpha = power_g(_randomness(group, nonce))
    try:
        holds = same_exponent_holds(proof, alpha, public, factor, _tag(group, nonce, public))
    except Malformed:
        holds = False
    if not holds:
        raise Refused("drill proof", "The answer is not proved to be made with this member's key, for this test.")
    return factor


def open_drill(trustees: Trustees, group: str, nonce: str, factors: Mapping[int, Point]) -> int:
    """Return the number in the test ballot, opened with checked factors by owner number (from 1).

    Raises Refused: "missing mandatory decryption" when fewer answered than are needed, "drill result" when the ballot
    does not open to the number that went in.
    """
    ballot = drill_ballot(group, nonce, election_key(trustees))
    ((opened,),) = combine(trustees, {owner: ((factor,),) for owner, factor in factors.items()})
    number = _number(group, nonce)
    if quotient(ballot.beta, opened) != power_g(number):
        raise Refused("drill result", "The keys do not open the test ballot: they would not open the ballot box.")
    return number


def _read(raw: bytes) -> tuple[Point, Proof]:
    try:
        match read_json(raw.strip()):
            case {"factor": text, "proof": proof, **more} if not more:
                return read_point(text), read_proof(proof, "drill shape")
    except Malformed:
        pass
    raise Refused("drill shape", "This is not the answer of a key holder to a test of the keys.")


def _randomness(group: str, nonce: str) -> int:
    return _hash(group, nonce, "r") % ORDER


def _number(group: str, nonce: str) -> int:
    return 1 + _hash(group, nonce, "m") % _NUMBERS


def _hash(group: str, nonce: str, purpose: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{_prefix(group, nonce)}{purpose}".encode()).digest(), "big")


def _tag(group: str, nonce: str, public: Point) -> str:
    return f"{_prefix(group, nonce)}{point_text(public)}|"


def _prefix(group: str, nonce: str) -> str:
    if not _NAME.fullmatch(group) or not _NAME.fullmatch(nonce):
        raise Malformed("drill name")
    return f"drill|{group}|{nonce}|"
