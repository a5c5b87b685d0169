"""JSON as Belenios writes it: compact, members in a fixed order, letters unescaped. These bytes are hashed."""

import base64
import hashlib
import json
from typing import Final, NoReturn

from pybelenios.errors import Malformed

MARK_DIGITS: Final = 20


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


def in_groups(digest: str) -> str:
    """Return all digits of a digest in groups of four, as people read and compare them."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def digest_mark(digest: str) -> str:
    """Return the first 20 digits of a digest in groups: `b27d 044c e913 7fa0 55c1`.

    Nobody finds a second text for the mark of a first one (80 bits). Whoever may choose both finds a pair within hours:
    where that can be, such as the last link of a chain, people compare the whole digest.
    """
    return in_groups(digest[:MARK_DIGITS])


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Malformed("member named twice")
    return members


def _no_number(text: str) -> NoReturn:
    raise Malformed(f"not a number: {text}")
