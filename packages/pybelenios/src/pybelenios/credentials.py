"""The voter's private code and the public credential derived from it (specification, section 4.8).

A code is 22 characters of base58 (128.9 bits), shown as 5-6-5-6 with hyphens. It has no checksum: a mistyped code
is a well-formed code of nobody, which the booth notices by looking the public credential up in the list.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from pybelenios.errors import Malformed
from pybelenios.group import ORDER, Point, power_g

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CODE_LENGTH: Final = 22
_UUID_LENGTH: Final = 14
_GROUPS: Final = (5, 6, 5, 6)
_CODE: Final = re.compile("-".join(f"[{ALPHABET}]{{{size}}}" for size in _GROUPS))
_UUID: Final = re.compile(f"[{ALPHABET}]{{{_UUID_LENGTH},}}")


@dataclass(frozen=True, slots=True)
class Credential:
    """A voter's key pair in one election."""

    secret: int = field(repr=False)  # s
    public: Point  # g^s


def derive_credential(uuid: str, code: str) -> Credential:
    """Return the key pair of the private `code` in the election `uuid`; the code in any spelling `read_code` takes."""
    written = read_code(code)
    digests = [hashlib.sha256(f"derive_credential|{uuid}|{half}|{written}".encode()).hexdigest() for half in (0, 1)]
    secret = int("".join(digests), 16) % ORDER
    return Credential(secret, power_g(secret))


def draw_code(below: Callable[[int], int]) -> str:
    """Return a fresh private code; `below(n)` gives a uniform number under n, as `secrets.randbelow` does."""
    return write_code(below(58**CODE_LENGTH))


def draw_uuid(below: Callable[[int], int]) -> str:
    """Return a fresh election identifier of 14 characters."""
    return base58(below(58**_UUID_LENGTH), _UUID_LENGTH)


def write_code(number: int) -> str:
    """Return the private code that stands for `number`, 0 <= number < 58^22, with its hyphens."""
    return _grouped(base58(number, CODE_LENGTH))


def read_code(text: str) -> str:
    """Return the code with its hyphens in place, forgiving spaces and missing hyphens; raise Malformed otherwise."""
    code = _grouped(re.sub(r"[\s-]", "", text))
    if not _CODE.fullmatch(code):
        raise Malformed("credential code")
    return code


def base58(number: int, length: int) -> str:
    """Return `number` in base 58, most significant digit first, exactly `length` characters."""
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 58)
        digits.append(ALPHABET[digit])
    if number:
        raise ValueError("the number does not fit")
    return "".join(reversed(digits))


def is_uuid(text: object) -> bool:
    """Tell whether `text` can name an election: at least 14 characters of base58."""
    return isinstance(text, str) and _UUID.fullmatch(text) is not None


def _grouped(code: str) -> str:
    parts, start = [], 0
    for size in _GROUPS:
        parts.append(code[start : start + size])
        start += size
    return "-".join([*parts[:-1], parts[-1] + code[start:]])
