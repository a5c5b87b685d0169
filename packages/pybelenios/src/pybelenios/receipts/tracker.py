"""The tracker of a ballot: the 43 characters of its whole hash, as they stand on a receipt and in an address.

Votes that were prepared before word lists came (`tracker_words.py`) show a tracker in four syllables, which are a rule
and no list: consonant, vowel, consonant, vowel, 2,048 of them. Four carry 44 bits.
"""

import base64
import re
from typing import Final

from pybelenios.jsontext import sha256_b64

_FIRST: Final = "bdfgjklmnprstvwz"
_SECOND: Final = "bdglmnrv"
_VOWELS: Final = "aiou"
_TRACKER: Final = re.compile("[A-Za-z0-9+/]{43}")

SYLLABLES: Final = tuple(a + b + c + d for a in _FIRST for b in _VOWELS for c in _SECOND for d in _VOWELS)


def is_tracker(text: str) -> bool:
    """Tell whether `text` is written as a tracker: 43 characters of base64."""
    return _TRACKER.fullmatch(text) is not None


def tracker_of(ballot: bytes) -> str:
    """Return the tracker of a ballot: base64 of the hash of its text, without the final `=`."""
    return sha256_b64(ballot)


def syllables(tracker: str) -> tuple[str, ...]:
    """Return the four syllables of a tracker, from its first 44 bits."""
    number = int.from_bytes(base64.b64decode(tracker + "=")[:6], "big") >> 4
    return tuple(SYLLABLES[number >> shift & 0x7FF] for shift in (33, 22, 11, 0))


def tracker_to_path(tracker: str) -> str:
    """Return the tracker as it can stand in an address."""
    return tracker.replace("+", "-").replace("/", "_")


def tracker_from_path(text: str) -> str:
    """Return the tracker that stands in an address."""
    return text.replace("-", "+").replace("_", "/")
