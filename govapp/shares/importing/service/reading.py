"""Bytes of a CSV or XLSX file to rows of cells, whatever the encoding and the separator."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from govapp.kernel.errors import N_
from govapp.shares.importing.rules import FileEncoding, FileUnreadable, OldWorkbook
from govapp.shares.importing.service.apart import SheetApart
from govapp.shares.importing.service.columns import column_named
from govapp.shares.importing.service.lines import CsvRows
from govapp.shares.importing.service.problems import RowProblem
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
    taken.
    """

    header: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[Cell, ...]]]
    notes: tuple[str, ...]
    day_offset: int = 0
    unread: list[RowProblem] = field(default_factory=list)
    close: Callable[[], None] = lambda: None


def read_table(content: bytes) -> Table:
    """Return the table in a CSV or XLSX file; raises FileUnreadable, FileEncoding or FileTooLarge."""
    if content.startswith(_XLSX):
        return _read_workbook(content)
    if content.startswith(_XLS):
        raise OldWorkbook
    if not content.strip():
        raise FileUnreadable
    text, notes = decode(content)
    if "\r" in text and "\n" not in text:
        # Excel for Mac ended its lines so.
        text, notes = text.replace("\r", "\n"), (*notes, _MAC_NOTE)
    return _read_csv(text, notes)


_MAC_NOTE = N_("The lines of the file end with a carriage return alone, as on a Mac. They were read as such.")


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file in UTF-8, UTF-16 with a mark, or Windows-1252, and a note when it was not UTF-8."""
    notes: tuple[str, ...]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, notes = _decode(content, "utf-16"), (N_("The file is in UTF-16. It was read as such."),)
    else:
        try:
            text, notes = content.decode("utf-8-sig"), ()
        except UnicodeDecodeError:
            if _is_partly_utf8(content):
                raise FileEncoding from None
            text, notes = _decode(content, "cp1252"), (_WINDOWS_NOTE,)
    if "\0" in text:
        raise FileEncoding
    return text, notes


def _is_partly_utf8(content: bytes) -> bool:
    """Tell whether some letters are in UTF-8 and others are not: read as Windows-1252 most names would be spoilt."""
    kept = content.decode("utf-8", errors="ignore")
    return not kept.isascii()


_WINDOWS_NOTE = N_("The file is not in UTF-8 but in Windows-1252. It was read as such: check names with accents.")


_BOOK_NOTES = {
    "sheets": N_("The workbook has several sheets. Only the first one was read."),
    "epoch": N_("The workbook counts days from 1904. Its days were read as such: compare one with your file."),
}


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileEncoding from error


def _read_csv(text: str, notes: tuple[str, ...]) -> Table:
    declared = _DECLARED.match(text)
    text = text[declared.end() :] if declared else text
    separator = declared.group(1) if declared else _separator(text)
    lines = CsvRows(text, separator, lines_before=declared.group().count("\n") if declared else 0)
    rows = iter(lines)
    _, first = next(rows, (1, ()))
    header = _without_empty_end(tuple(str(cell) for cell in first))
    lines.set_columns(len(header))
    return Table(header, rows, notes, unread=lines.unread)


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
