"""In which encoding the letters of a file are, and what they would be in each other one that fits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from govapp.kernel.errors import N_
from govapp.shares.importing.rules.problems import Note
from govapp.shares.importing.rules.refusals import FileEncoding, FilePartlyUtf8, FileWithZeros

ENCODINGS: Final = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac OS Roman",
    "cp850": "DOS 850",
    "cp1250": "Windows-1250",
    "iso8859_2": "ISO 8859-2",
    "cp1254": "Windows-1254",
}
"""What our spreadsheets write when it is not UTF-8, the likeliest first, with its name; each byte is a letter."""
MAX_LINES_NAMED: Final = 10
_MAX_SAMPLES: Final = 12
_MAX_WORDS_WEIGHED: Final = 2_000
# Possessive and from the beginning of a word, so that a word of many megabytes is walked through once.
_WORD: Final = re.compile(rb"(?<![A-Za-z'\x80-\xff-])[A-Za-z'-]*+[\x80-\xff][A-Za-z'\x80-\xff-]*+")
_LONGEST_SAMPLE: Final = 40
_LONGEST_WEIGHED: Final = 200
_FREQUENT: Final = frozenset("éèêëàâäáïîíôöóùûüúçñß")
_FIRST_HIGH_BYTE: Final = 0x80


@dataclass(frozen=True, slots=True)
class Decoding:
    """An encoding that fits, its name, and some words of the file as they are in it."""

    encoding: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file; `encoding` is one of ENCODINGS when the file was in neither UTF-8 nor UTF-16."""

    text: str
    encoding: str = ""
    notes: tuple[Note, ...] = ()


def decode(content: bytes, chosen: str = "") -> Decoded:
    """Return the text of a file in UTF-8, in UTF-16 with a mark, or else in the encoding that is `chosen` or likeliest.

    Raises FilePartlyUtf8 when only some lines are in UTF-8, FileWithZeros, and FileEncoding when the chosen is wrong.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = Decoded(_strictly(content, "utf-16"), notes=(Note(N_("The file is in UTF-16. It was read as such.")),))
    else:
        try:
            found = Decoded(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            found = _in_another_encoding(content, chosen)
    if (place := found.text.find("\0")) >= 0:
        raise FileWithZeros(line=found.text.count("\n", 0, place) + 1)
    return found


def _in_another_encoding(content: bytes, chosen: str) -> Decoded:
    # Letters of both kinds: read as anything else than UTF-8, most names would be spoilt.
    if not content.decode("utf-8", errors="ignore").isascii():
        raise FilePartlyUtf8(lines=", ".join(_lines_not_in_utf8(content)))
    # At least one fits: in DOS 850 each byte is a sign.
    encoding = chosen or decodings(content)[0].encoding
    if not _fits(content, encoding):
        raise FileEncoding
    note = Note(
        N_("The file is not in UTF-8. It was read as %(encoding)s: check names with accents."),
        {"encoding": ENCODINGS[encoding]},
    )
    return Decoded(_strictly(content, encoding), encoding, (note,))


def decodings(content: bytes) -> tuple[Decoding, ...]:
    """Return the encodings that fit a file, the most plausible first; of those that differ in no letter, one."""
    words = [found.group()[:_LONGEST_WEIGHED] for found in islice(_WORD.finditer(content), _MAX_WORDS_WEIGHED)]
    samples, high = tuple(_samples(content)), _high_bytes(content)
    encodings = [encoding for encoding in ENCODINGS if _fits(content, encoding)]
    found: dict[str, Decoding] = {}
    for encoding in sorted(encodings, key=partial(_implausibility, words)):
        shown = tuple(word.decode(encoding) for word in samples)
        found.setdefault(high.decode(encoding), Decoding(encoding, ENCODINGS[encoding], shown))
    return tuple(found.values())


def _fits(content: bytes, encoding: str) -> bool:
    """Tell whether each byte above ASCII is a sign in an encoding, and none that only steers a terminal."""
    try:
        high = _high_bytes(content).decode(encoding)
    except UnicodeDecodeError:
        return False
    return high.isprintable() or all(sign.isprintable() or sign.isspace() or sign == "\xad" for sign in high)


def _high_bytes(content: bytes) -> bytes:
    return bytes(byte for byte in sorted(set(content)) if byte >= _FIRST_HIGH_BYTE)


def _samples(content: bytes) -> Iterator[bytes]:
    """Yield words that show as many different letters above ASCII as few words can, in the order of the file."""
    missing = set(_high_bytes(content))
    given = 0
    for found in _WORD.finditer(content):
        word = found.group()[:_LONGEST_SAMPLE]
        if missing.isdisjoint(word):
            continue
        yield word
        missing.difference_update(word)
        given += 1
        if given == _MAX_SAMPLES or not missing:
            return


def _implausibility(words: list[bytes], encoding: str) -> int:
    return -sum(_plausibility(word.decode(encoding)) for word in words)


def _plausibility(word: str) -> int:
    """Return points for a word: names are made of letters, with capitals in front, and of some letters more often."""
    points = 0
    for place, sign in enumerate(word):
        if sign.isascii():
            continue
        before, after = word[place - 1 : place], word[place + 1 : place + 2]
        if not sign.isalpha():
            points -= 3 if before.isalpha() or after.isalpha() else 0
        elif not before and not after:
            points -= 1
        elif sign.isupper() and before.isalpha() and (before.islower() or after.islower()):
            points -= 2
        else:
            points += 2 if sign.lower() in _FREQUENT else 1
    return points


def _lines_not_in_utf8(content: bytes) -> Iterator[str]:
    given = 0
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            given += 1
            if given > MAX_LINES_NAMED:
                yield "…"
                return
            yield str(number)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileEncoding from error
