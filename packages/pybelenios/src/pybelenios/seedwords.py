"""A seed on paper: fourteen words of one language, of which a mistyped one is named.

The words are those of the receipts (`receipts.tracker_words`), 1,024 in each of four languages. The seed's 22
characters are a number below 58^22 in base 58, hence below 2^129. Behind it come the first 11 bits of
SHA-256(`seed words|SEED`), and the 140 bits are fourteen numbers of ten bits, the highest first.

```text
number = base58(SEED) * 2^11 + (SHA256("seed words|" + SEED) >> 245)
word i = list[number >> 10 * (13 - i) & 1023], i from 0
```
"""

import hashlib
import re
from functools import cache
from typing import Final

from pybelenios.credentials import ALPHABET, CODE_LENGTH, base58
from pybelenios.errors import Refused
from pybelenios.member import read_seed
from pybelenios.receipts.tracker_words import LANGUAGES, TOLD_APART, plain_letters, word_list

WORDS: Final = 14

_BITS: Final = 10  # of a word
_SUM_BITS: Final = 11
_ADDRESS: Final = re.compile(r"#key=([0-9A-Za-z]+)\s*$")
_MIXED: Final = re.compile(r"\d[^\W\d_]|[^\W\d_]\d")  # as in the characters of a seed, never in words
_APART: Final = re.compile(r"[\W\d_]+")


class UnknownWord(Refused):
    """A word stands in no list: `place` counts from 1, `near` is the word that is perhaps meant, or nothing."""

    def __init__(self, place: int, word: str, near: str) -> None:
        self.place, self.word, self.near = place, word, near
        meant = f" Perhaps it is “{near}”." if near else ""
        super().__init__("unknown word", f"Word {place}, “{word}”, is none of the words of a printed key.{meant}")


def seed_words(seed: str, language: str) -> tuple[str, ...]:
    """Return the words of `seed` in `nl`, `fr`, `en` or `de`; raise Malformed ("seed") for what is no seed."""
    written = read_seed(seed)
    number = _number_of(written) << _SUM_BITS | _sum(written)
    listed = word_list(language)
    return tuple(listed[number >> _BITS * place & 0x3FF] for place in reversed(range(WORDS)))


def read_backup(text: str) -> str:
    """Return the seed in what somebody typed from paper: its words, its 22 characters, or the address of the QR code.

    Of words, those of any of the four languages. Capitals, accents, numbers of the words and what stands between them
    do not matter; the first four letters of a word are enough, and more must be right.

    Raises Malformed ("seed") for characters of no seed, Refused: "number of words", "unknown word" (an `UnknownWord`,
    for the first that is wrong in the language of most words) or "sum of words" when each word is known and together
    they are no key, as after an exchange of two.
    """
    if address := _ADDRESS.search(text):
        return read_seed(address[1])
    typed = [word for word in _APART.split(plain_letters(text)) if word]
    if len(typed) == WORDS:
        return _read_words(typed)
    if len(re.sub(r"[\s-]", "", text)) == CODE_LENGTH or _MIXED.search(text):
        return read_seed(text)
    raise Refused("number of words", f"A printed key has {WORDS} words, and here are {len(typed)}.")


def _read_words(typed: list[str]) -> str:
    readings = {language: [_index_of(word, language) for word in typed] for language in LANGUAGES}
    whole = [indices for indices in readings.values() if None not in indices]
    if not whole:
        raise _unknown(typed, readings)
    for indices in whole:
        if seed := _seed_of([index for index in indices if index is not None]):
            return seed
    sentence = "Each word is one of a printed key, but not together: look whether all are there in their order."
    raise Refused("sum of words", sentence)


def _unknown(typed: list[str], readings: dict[str, list[int | None]]) -> UnknownWord:
    language = max(readings, key=lambda each: sum(index is not None for index in readings[each]))
    place = readings[language].index(None)
    return UnknownWord(place + 1, typed[place], _near(typed[place], language))


def _seed_of(indices: list[int]) -> str:
    """Return the seed that fourteen numbers stand for, nothing when they are those of none."""
    number = 0
    for index in indices:
        number = number << _BITS | index
    if number >> _SUM_BITS >= len(ALPHABET) ** CODE_LENGTH:
        return ""
    seed = base58(number >> _SUM_BITS, CODE_LENGTH)
    return seed if _sum(seed) == number & (1 << _SUM_BITS) - 1 else ""


def _number_of(seed: str) -> int:
    number = 0
    for letter in seed:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number


def _sum(seed: str) -> int:
    return int.from_bytes(hashlib.sha256(f"seed words|{seed}".encode()).digest(), "big") >> 256 - _SUM_BITS


def _index_of(word: str, language: str) -> int | None:
    index = _beginnings(language).get(word[:TOLD_APART])
    if index is None or not plain_letters(word_list(language)[index]).startswith(word):
        return None
    return index


def _near(word: str, language: str) -> str:
    """Return the word that `word` was perhaps meant to be: of the same beginning, or the first that is a slip away."""
    same = _beginnings(language).get(word[:TOLD_APART])
    if same is not None:
        return word_list(language)[same]
    typed = _slips(word)
    return next((listed for listed in word_list(language) if typed & _slips(plain_letters(listed))), "")


def _slips(word: str) -> set[str]:
    """Return a word, what is left of it without one of its letters, and it with two neighbours exchanged.

    Two words of which these meet differ in about one letter: missing, too many, another, or at the wrong place.
    """
    shorter = {word[:place] + word[place + 1 :] for place in range(len(word))}
    exchanged = {word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1)}
    return {word} | shorter | exchanged


@cache
def _beginnings(language: str) -> dict[str, int]:
    return {plain_letters(word)[:TOLD_APART]: index for index, word in enumerate(word_list(language))}
