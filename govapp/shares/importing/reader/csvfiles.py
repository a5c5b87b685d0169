"""The rows of a CSV file, whatever its encoding, its separator and its line ends."""

import csv
import re
from collections.abc import Iterator
from typing import Final

from govapp.kernel.errors import N_
from govapp.shares.importing.reader.letters import decode, decodings
from govapp.shares.importing.reader.lines import CsvRows
from govapp.shares.importing.reader.sheets import (
    MAX_ROWS,
    NumberedRow,
    Sheet,
    header_of,
    is_empty,
    within_width,
)
from govapp.shares.importing.rules.columns import column_named
from govapp.shares.importing.rules.problems import Note
from govapp.shares.importing.rules.refusals import FileTooLarge, FileUnreadable

SEPARATORS: Final = ";,\t"
# The first line by which Excel is told how the others are cut.
_DECLARED: Final = re.compile(r"\s*sep=([;,\t|])\r?\n", re.IGNORECASE)
_MAC_NOTE: Final = Note(
    N_("The lines of the file end with a carriage return alone, as on a Mac. They were read as such.")
)


def read_csv(content: bytes, encoding: str = "") -> Sheet:
    """Return the table in a CSV file; `encoding` is one of ENCODINGS that somebody has chosen.

    Raises FileUnreadable, FileEncoding, FileTooWide, and FileTooLarge also while rows are taken.
    """
    decoded = decode(content, encoding)
    text, notes = decoded.text, decoded.notes
    if "\r" in text and "\n" not in text:
        # Excel for Mac ended its lines so.
        text, notes = text.replace("\r", "\n"), (*notes, _MAC_NOTE)
    declared = _DECLARED.match(text)
    lines_before = 0
    if declared:
        text, lines_before = text[declared.end() :], declared.group().count("\n")
    lines = CsvRows(text, declared.group(1) if declared else _separator(text), lines_before)
    rows = iter(lines)
    _, first = next(rows, (1, ()))
    header = header_of(first)
    lines.set_columns(len(header))
    return Sheet(
        header,
        _filled(rows),
        notes,
        encoding=decoded.encoding,
        decodings=decodings(content) if decoded.encoding else (),
        unread=lines.unread,
    )


def _filled(rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    found = 0
    for number, cells in rows:
        if all(map(is_empty, cells)):
            continue
        found += 1
        if found > MAX_ROWS:
            raise FileTooLarge(rows=MAX_ROWS)
        yield number, within_width(cells)


def _separator(text: str) -> str:
    first = text.lstrip("\r\n").partition("\n")[0]

    def known(separator: str) -> int:
        try:
            cells = next(csv.reader([first], delimiter=separator), [])
        except csv.Error:
            # A cell without an end: with another separator there may be none.
            return -1
        return sum(column_named(cell) is not None for cell in cells)

    best = max(SEPARATORS, key=known)
    if known(best) < 0:
        raise FileUnreadable
    return best
