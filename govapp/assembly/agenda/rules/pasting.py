"""A list of candidates or options, pasted from a mail or a spreadsheet: one a line, a few words behind the name."""

from dataclasses import dataclass
from typing import Final

SEPARATORS: Final = ("\t", ";")


@dataclass(frozen=True)
class PastedLine:
    """A name with the words behind it, which may be empty."""

    name: str
    words: str = ""


def read_pasted(text: str) -> tuple[PastedLine, ...]:
    """Return what stands on each line that is not empty: `Name`, `Name; words`, or a name and words in two cells."""
    return tuple(_line(line) for line in text.splitlines() if line.strip(" \t;"))


def _line(line: str) -> PastedLine:
    for separator in SEPARATORS:
        name, found, words = line.partition(separator)
        if found and name.strip():
            return PastedLine(_tidy(name), _tidy(words))
    return PastedLine(_tidy(line))


def _tidy(words: str) -> str:
    return " ".join(words.strip(" \t;").split())
