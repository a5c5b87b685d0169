"""A tracker in four words that people say, write down and type: real words of their own language.

Each language has 1,024 common nouns in `wordlists`, of five to eight letters, no two of which begin with the same four
or sound alike, and none of which stands in the list of another language. Word number n of a list stands for the ten
bits n; four words carry the first forty bits of a tracker. That is enough to find a ballot in its box, and never a
replacement for the tracker: whoever wants two ballots with the same words can make them.

Version 1, of votes that were prepared before, are syllables for all languages (`tracker.syllables`).
"""

import base64
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from pybelenios.receipts.tracker import SYLLABLES, syllables, tracker_from_path

LANGUAGES: Final = ("nl", "fr", "en", "de")
VERSION: Final = 2
TOLD_APART: Final = 4  # letters, of which no two words of a list share the same
MIN_TYPED: Final = 6  # characters of a tracker

_WORDS: Final = 4
_BITS: Final = 10
_START: Final = re.compile(f"[A-Za-z0-9+/]{{{MIN_TYPED},43}}")
_NUMBER: Final = re.compile("[0-9]{1,8}")
_NUMBERED: Final = re.compile(r"[^\w+/]?([0-9]{1,8})[^\w+/]+([A-Za-z0-9+/_-]{6,43})", re.ASCII)


@cache
def word_list(language: str) -> tuple[str, ...]:
    """Return the 1,024 words of `nl`, `fr`, `en` or `de`, in the order of their numbers."""
    return tuple(files("pybelenios.receipts").joinpath(f"wordlists/{language}.txt").read_text("utf-8").split())


def tracker_words(tracker: str, language: str, version: int = VERSION) -> tuple[str, ...]:
    """Return the four words of a tracker in a language, as the given version derives them."""
    if version == 1:
        return syllables(tracker)
    listed, number = word_list(language), int.from_bytes(base64.b64decode(tracker[:8])[:5], "big")
    return tuple(listed[number >> shift & 0x3FF] for shift in (30, 20, 10, 0))


def plain_letters(word: str) -> str:
    """Return a word as anybody can type it: small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(each for each in apart if not unicodedata.combining(each)).lower()


@dataclass(frozen=True, slots=True)
class SoughtTracker:
    """What somebody typed, understood in one way: what the tracker begins with, or which words it has."""

    start: str
    words: tuple[str, ...] = ()
    language: str = ""  # empty for the syllables of version 1
    number: int | None = None  # of the ballot, when it was typed too

    def matches(self, tracker: str) -> bool:
        """Tell whether `tracker` is one that is sought."""
        if not self.words:
            return tracker.startswith(self.start)
        return tracker_words(tracker, self.language, VERSION if self.language else 1) == self.words


def read_sought(text: str) -> tuple[SoughtTracker, ...]:
    """Return the ways to understand what was typed; none when it is neither words nor the start of a tracker.

    A tracker, as it stands on a receipt or in an address, or at least its first six characters; or its four words in
    any of the four languages, in capitals or not, with or without accents, of which the first four letters decide. A
    number before or behind them is that of the ballot. Of a whole tracker every character counts.
    """
    tokens = [each for each in re.split(r"[^\w+/]+", plain_letters(text)) if each]
    numbers = [int(each) for each in tokens if _NUMBER.fullmatch(each)]
    names = [each for each in tokens if each.isalpha()]
    number = numbers[0] if len(numbers) == 1 else None
    found = [
        SoughtTracker(_start_of(indices, bits), words, language, number)
        for language, words, indices, bits in _readings(names)
    ]
    numbered = _NUMBERED.fullmatch(text.strip())
    for start, beside in ((text, None), *([(numbered[2], int(numbered[1]))] if numbered else [])):
        typed = "".join(tracker_from_path(start).split())
        if _START.fullmatch(typed):
            found.append(SoughtTracker(typed, number=beside))
    return tuple(found)


def _readings(names: list[str]) -> list[tuple[str, tuple[str, ...], list[int], int]]:
    """Return, for each list in which all four of `names` stand: its language, the words, their numbers and bits."""
    if len(names) != _WORDS:
        return []
    known = [
        (language, word_list(language), [_beginnings(language).get(each[:TOLD_APART]) for each in names], _BITS)
        for language in LANGUAGES
    ]
    exact = {word: index for index, word in enumerate(SYLLABLES)}
    known.append(("", SYLLABLES, [exact.get(each) for each in names], 11))
    return [
        (language, tuple(listed[index] for index in indices), indices, bits)
        for language, listed, maybe, bits in known
        if len(indices := [index for index in maybe if index is not None]) == _WORDS
    ]


@cache
def _beginnings(language: str) -> dict[str, int]:
    return {plain_letters(word)[:TOLD_APART]: index for index, word in enumerate(word_list(language))}


def _start_of(indices: list[int], bits: int) -> str:
    """Return the characters of a tracker that four words fix for certain: six, or seven of the syllables."""
    number = 0
    for index in indices:
        number = number << bits | index
    whole = bits * _WORDS // 6
    return base64.b64encode((number << 48 - bits * _WORDS).to_bytes(6, "big")).decode("ascii")[:whole]
