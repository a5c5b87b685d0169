"""The one door to the curve: the prime-order subgroup of edwards25519, written multiplicatively.

A `Point` is the 32 bytes of RFC 8032; a scalar is an `int`. In texts a point is 64 hexadecimal digits of the same bytes
REVERSED and a scalar is a decimal string (specification, sections 4.2 and 5.2.1).

`power` refuses what is not a canonical point of the subgroup, because libsodium checks that at every multiplication.
A record whose every point has been through `power` therefore needs no check of its own; `read_point` looks at the
spelling only, and `require_member` is for points that nothing multiplies.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from typing import Final, NewType

from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_core_ed25519_is_valid_point,
    crypto_core_ed25519_sub,
    crypto_scalarmult_ed25519_base_noclamp,
    crypto_scalarmult_ed25519_noclamp,
)
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from pybelenios.errors import Malformed

Point = NewType("Point", bytes)
Draw = Callable[[], int]
"""A source of secret scalars, each uniform in 1..q-1."""

ORDER: Final = 2**252 + 27742317777372353535851937790883648493  # q
NEUTRAL: Final = Point(b"\x01" + bytes(31))
GENERATOR: Final = Point(b"\x58" + b"\x66" * 31)  # g

_POINT_TEXT: Final = re.compile(r"[0-9a-f]{64}")
_SCALAR_TEXT: Final = re.compile(r"0|[1-9][0-9]{0,79}")


def draw_scalar() -> int:
    """Return a scalar from the system generator, uniform in 1..q-1; zero would reveal what it should hide."""
    return 1 + secrets.randbelow(ORDER - 1)


def is_member(point: bytes) -> bool:
    """Tell whether `point` is canonical, on the curve and of order dividing q (the neutral element is)."""
    return point == NEUTRAL or crypto_core_ed25519_is_valid_point(point)


def require_member(point: Point) -> Point:
    """Return `point`; raise Malformed ("not in the group") unless it is a member."""
    if not is_member(point):
        raise Malformed("not in the group")
    return point


def power(point: Point, exponent: int) -> Point:
    """Return `point` to the power `exponent` (any integer); raise Malformed unless `point` is in the group."""
    n = exponent % ORDER
    if point == NEUTRAL:
        return NEUTRAL
    if n == 0:
        require_member(point)
        return NEUTRAL
    try:
        return Point(crypto_scalarmult_ed25519_noclamp(n.to_bytes(32, "little"), point))
    except RuntimeError:  # libsodium's only complaint here: not a canonical point of the prime-order subgroup
        raise Malformed("not in the group") from None


def power_g(exponent: int) -> Point:
    """Return g to the power `exponent` (any integer)."""
    n = exponent % ORDER
    return Point(crypto_scalarmult_ed25519_base_noclamp(n.to_bytes(32, "little"))) if n else NEUTRAL


def product(left: Point, right: Point) -> Point:
    """Return `left` times `right`; the order of the two is not looked at, only that they are on the curve."""
    try:
        return Point(crypto_core_ed25519_add(left, right))
    except RuntimeError:
        raise Malformed("not in the group") from None


def quotient(left: Point, right: Point) -> Point:
    """Return `left` divided by `right`; the order of the two is not looked at."""
    try:
        return Point(crypto_core_ed25519_sub(left, right))
    except RuntimeError:
        raise Malformed("not in the group") from None


def point_text(point: Point) -> str:
    """Return the 64 hexadecimal digits of `point`, most significant first."""
    return point[::-1].hex()


def read_point(text: object) -> Point:
    """Return the point that `text` spells, its membership unchecked; raise Malformed ("point syntax")."""
    if not isinstance(text, str) or not _POINT_TEXT.fullmatch(text):
        raise Malformed("point syntax")
    return Point(bytes.fromhex(text)[::-1])


def scalar_text(scalar: int) -> str:
    """Return the decimal text of `scalar` reduced modulo q."""
    return str(scalar % ORDER)


def read_scalar(text: object) -> int:
    """Return the scalar that `text` spells; raise Malformed ("scalar syntax" or "scalar out of range")."""
    if not isinstance(text, str) or not _SCALAR_TEXT.fullmatch(text):
        raise Malformed("scalar syntax")
    scalar = int(text)
    if scalar >= ORDER:
        raise Malformed("scalar out of range")
    return scalar


def hash_to_scalar(prefix: str, *points: Point) -> int:
    """Return H(prefix; points): SHA-256 of the prefix and the points joined by commas, modulo q (as in section 4.5)."""
    text = prefix + ",".join(map(point_text, points))
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % ORDER


def first_point_from(number: int) -> Point:
    """Return the first point of the curve whose encoding, read as a number, is at least `number` (below 2^254).

    It need not be in the prime-order subgroup: see `clear_cofactor` and `first_member_from`.
    """
    for candidate in range(number, number + 1024):
        point = Point(candidate.to_bytes(32, "little"))
        try:
            crypto_core_ed25519_add(point, NEUTRAL)
        except RuntimeError:
            continue
        return point
    raise Malformed("no point near this number")


def first_member_from(number: int) -> Point:
    """Return the first point of the prime-order subgroup whose encoding as a number is at least `number`."""
    for candidate in range(number, number + 16384):
        point = Point(candidate.to_bytes(32, "little"))
        if is_member(point):
            return point
    raise Malformed("no point near this number")


def clear_cofactor(point: Point) -> Point:
    """Return the eighth power of any point of the curve, which is in the prime-order subgroup."""
    for _ in range(3):
        point = product(point, point)
    return point


def signature_key(seed: bytes) -> bytes:
    """Return the 32 bytes of the Ed25519 public key (RFC 8032) that belongs to the 32 secret bytes `seed`."""
    return bytes(SigningKey(seed).verify_key)


def sign(text: bytes, seed: bytes) -> bytes:
    """Return the 64 bytes of the Ed25519 signature of `text`; the same text always gets the same signature."""
    return SigningKey(seed).sign(text).signature


def signature_holds(text: bytes, signature: bytes, key: bytes) -> bool:
    """Tell whether the owner of the public `key` signed `text`; what cannot be a key or a signature does not hold."""
    try:
        VerifyKey(key).verify(text, signature)
    except (BadSignatureError, ValueError):
        return False
    return True
