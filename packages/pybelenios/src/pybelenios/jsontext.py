"""JSON as Belenios writes it: compact, members in a fixed order, letters unescaped. These bytes are hashed."""

import base64
import hashlib
import json
from typing import NoReturn

from pybelenios.errors import Malformed


def compact(value: object) -> bytes:
    """Return the one accepted text of `value`, as UTF-8; members come out in the order they were put in."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def read_json(raw: bytes) -> object:
    """Return the value that `raw` spells; refuse what two readers could understand differently.

    Raises Malformed for bytes that are not UTF-8, for a member named twice and for numbers that JSON does not have.
    """
    try:
        return json.loads(raw.decode(), object_pairs_hook=_members, parse_constant=_no_number)
    except Malformed:
        raise
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None


def natural(value: object, reason: str) -> int:
    """Return `value` if it is a whole number, 0 or more, in JSON; raise Malformed(`reason`) otherwise.

    Python takes `true` for 1 and 1.0 for 1, and would write `true` again where it read it; other readers do not.
    """
    if type(value) is not int or value < 0:
        raise Malformed(reason)
    return value


def is_canonical(raw: bytes, value: object) -> bool:
    """Tell whether `raw` is exactly what `compact` makes of `value`."""
    try:
        return compact(value) == raw
    except (ValueError, RecursionError):
        return False


def sha256_hex(raw: bytes | memoryview) -> str:
    """Return SHA-256 as 64 lower-case hexadecimal digits: names of records and references between them."""
    return hashlib.sha256(raw).hexdigest()


def sha256_b64(raw: bytes) -> str:
    """Return SHA-256 as 43 characters of base64 without the final `=`: fingerprints, trackers, ballot hashes."""
    return base64.b64encode(hashlib.sha256(raw).digest())[:-1].decode("ascii")


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Malformed("member named twice")
    return members


def _no_number(text: str) -> NoReturn:
    raise Malformed(f"not a number: {text}")
