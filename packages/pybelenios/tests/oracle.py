"""edwards25519 in plain Python, slow and obvious: the oracle against which the fast group is tested (RFC 8032, 5.1)."""

from typing import Final

P: Final = 2**255 - 19
Q: Final = 2**252 + 27742317777372353535851937790883648493
D: Final = -121665 * pow(121666, -1, P) % P
ROOT: Final = pow(2, (P - 1) // 4, P)  # a square root of -1

Affine = tuple[int, int]
NEUTRAL: Final[Affine] = (0, 1)


def on_curve(point: Affine) -> bool:
    x, y = point
    return (y * y - x * x - 1 - D * x * x * y * y) % P == 0


def add(left: Affine, right: Affine) -> Affine:
    (x1, y1), (x2, y2) = left, right
    t = D * x1 * x2 * y1 * y2
    return (
        (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P,
    )


def power(point: Affine, exponent: int) -> Affine:
    total = NEUTRAL
    while exponent:
        if exponent & 1:
            total = add(total, point)
        point, exponent = add(point, point), exponent >> 1
    return total


def negative(point: Affine) -> Affine:
    return -point[0] % P, point[1]


def encode(point: Affine) -> bytes:
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(raw: bytes) -> Affine | None:
    """Return the point that `raw` encodes canonically, None for anything else."""
    number = int.from_bytes(raw, "little")
    y, sign = number % 2**255, number >> 255
    if y >= P:
        return None
    x = _root((y * y - 1) * pow(D * y * y + 1, -1, P) % P)
    if x is None or (x == 0 and sign):
        return None
    return (P - x if x & 1 != sign else x), y


def is_member(raw: bytes) -> bool:
    point = decode(raw)
    return point is not None and power(point, Q) == NEUTRAL


def _root(square: int) -> int | None:
    root = pow(square, (P + 3) // 8, P)
    for candidate in (root, root * ROOT % P):
        if candidate * candidate % P == square:
            return candidate
    return None


BASE: Final = decode(b"\x58" + b"\x66" * 31) or NEUTRAL
