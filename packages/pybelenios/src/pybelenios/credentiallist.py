"""The list of public credentials of an election: who may put a ballot in the box (specification, section 4.8).

Weights are public; entries are sorted by the bytes of the key, so that their order tells nothing about the roll.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pybelenios.errors import Malformed, Refused
from pybelenios.group import NEUTRAL, Point, point_text, read_point, require_member
from pybelenios.jsontext import compact, is_canonical, read_json

_ENTRY: Final = re.compile(r"(?P<key>[0-9a-f]{64})(,(?P<weight>0|[1-9][0-9]{0,17})?(,(?P<name>[^,]+))?)?")


@dataclass(frozen=True, slots=True)
class PublicCredential:
    """One entry of the list."""

    key: str  # hexadecimal, as ballots name it
    weight: int = 1
    name: str | None = None


def write_credentials(publics: Iterable[Point]) -> bytes:
    """Return the credentials record of an election without weights."""
    return compact([point_text(public) for public in sorted(publics)])


def read_credentials(raw: bytes) -> tuple[PublicCredential, ...]:
    """Return the entries of a credentials record; raise Malformed for another shape, Refused for a useless list.

    Refused reasons: "duplicate credential", "neutral credential" (a key with which everybody can sign).
    """
    record = read_json(raw)
    if not isinstance(record, list) or not is_canonical(raw, record):
        raise Malformed("credentials record")
    entries = tuple(_read_entry(text) for text in record)
    if len({entry.key for entry in entries}) != len(entries):
        raise Refused("duplicate credential", "A credential stands on the list twice.")
    if any(entry.key == point_text(NEUTRAL) for entry in entries):
        raise Refused("neutral credential", "A credential is the neutral element, with which everybody can sign.")
    return entries


def _read_entry(text: object) -> PublicCredential:
    match = _ENTRY.fullmatch(text) if isinstance(text, str) else None
    if match is None or (match["weight"] is None and match["name"] is None and "," in match[0]):
        raise Malformed("credentials record")
    require_member(read_point(match["key"]))
    return PublicCredential(match["key"], int(match["weight"] or 1), match["name"])
