"""Bytes of a CSV or XLSX file to rows of cells, whatever the encoding and the separator."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from govapp.kernel.errors import N_
from govapp.shares.importing.rules import FileUnreadable, OldWorkbook
from govapp.shares.importing.service.apart import SheetApart
from govapp.shares.importing.service.columns import column_named
from govapp.shares.importing.service.letters import decode
from govapp.shares.importing.service.lines import CsvRows
from govapp.shares.importing.service.problems import Note, RowProblem
from govapp.shares.importing.service.workbooks import Cell

# Days of a spreadsheet between 1954 and 2119: other numbers are not meant as dates.
EXCEL_DAYS = range(20_000, 80_001)
DAYS_FROM_1900_TO_1904 = 1462
SEPARATORS = ";,\t"
# The first line by which Excel is told how the others are cut.
_DECLARED = re.compile(r"\s*sep=([;,\t|])\r?\n", re.IGNORECASE)
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """The header cells and an iterator over (row number, cells); the header is row 1. `notes` say how it was read.

    `unread` are the rows that could not be read, complete when all others were taken. `day_offset` is added to a plain
    number that is meant as a day: some workbooks count from 1904. `close` ends the reading, also when not all rows were
    taken. `encoding` is one of ENCODINGS where the file was not in UTF-8.
    """

    header: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[Cell, ...]]]
    notes: tuple[Note, ...]
    day_offset: int = 0
    encoding: str = ""
    unread: list[RowProblem] = field(default_factory=list)
    close: Callable[[], None] = lambda: None


def read_table(content: bytes, encoding: str = "") -> Table:
    """Return the table in a CSV or XLSX file; raises FileUnreadable, FileEncoding or FileTooLarge.

    `encoding` is one of ENCODINGS that somebody has chosen for a CSV file that is not in UTF-8.
    """
    if content.startswith(_XLSX):
        return _read_workbook(content)
    if content.startswith(_XLS):
        raise OldWorkbook
    if not content.strip():
        raise FileUnreadable
    decoded = decode(content, encoding)
    text, notes = decoded.text, decoded.notes
    if "\r" in text and "\n" not in text:
        # Excel for Mac ended its lines so.
        text, notes = text.replace("\r", "\n"), (*notes, _MAC_NOTE)
    return _read_csv(text, notes, decoded.encoding)


_MAC_NOTE = Note(N_("The lines of the file end with a carriage return alone, as on a Mac. They were read as such."))


_BOOK_NOTES = {
    "sheets": Note(N_("The workbook has several sheets. Only the first one was read.")),
    "epoch": Note(N_("The workbook counts days from 1904. Its days were read as such: compare one with your file.")),
}


def _read_csv(text: str, notes: tuple[Note, ...], encoding: str) -> Table:
    declared = _DECLARED.match(text)
    text = text[declared.end() :] if declared else text
    separator = declared.group(1) if declared else _separator(text)
    lines = CsvRows(text, separator, lines_before=declared.group().count("\n") if declared else 0)
    rows = iter(lines)
    _, first = next(rows, (1, ()))
    header = _without_empty_end(tuple(str(cell) for cell in first))
    lines.set_columns(len(header))
    return Table(header, rows, notes, encoding=encoding, unread=lines.unread)


def _without_empty_end(header: tuple[str, ...]) -> tuple[str, ...]:
    while header and not header[-1].strip():
        header = header[:-1]
    return header


def _separator(text: str) -> str:
    first = text.lstrip("\r\n").partition("\n")[0]

    def known(separator: str) -> int:
        return sum(column_named(cell) is not None for cell in next(csv.reader([first], delimiter=separator), []))

    try:
        return max(SEPARATORS, key=known)
    except csv.Error as error:
        raise FileUnreadable from error


def _read_workbook(content: bytes) -> Table:
    sheet = SheetApart(content)
    offset = DAYS_FROM_1900_TO_1904 if "epoch" in sheet.notes else 0
    return Table(sheet.header, sheet.rows, tuple(_BOOK_NOTES[code] for code in sheet.notes), offset, close=sheet.close)


def excel_day(number: float) -> date | None:
    """Return the day that a spreadsheet means by a number, or None when it is not meant as a date."""
    if int(number) not in EXCEL_DAYS:
        return None
    moment = from_excel(int(number))
    return moment.date() if isinstance(moment, datetime) else None
