"""Bytes of a CSV or XLSX file to rows of cells, whatever the encoding and the separator."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from govapp.kernel.errors import N_
from govapp.shares.importing.rules import FileUnreadable, OldWorkbook, OpenDocument
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
MAX_RANGES_NAMED = 30
_NEVER = (2**63, 2**63)
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """The header cells and an iterator over (row number, cells); the header is row 1. `notes` say how it was read.

    `unread` are the rows that could not be read, and `hidden_rows` the numbers of those that a workbook hides; both are
    complete when all others were taken. `day_offset` is added to a plain number that is meant as a day: some workbooks
    count from 1904. `encoding` is one of ENCODINGS where the file was not in UTF-8. `close` ends the reading, also when
    not all rows were taken.
    """

    header: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[Cell, ...]]]
    notes: tuple[Note, ...]
    day_offset: int = 0
    encoding: str = ""
    unread: list[RowProblem] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    close: Callable[[], None] = lambda: None


def _is_open_document(content: bytes) -> bool:
    """Tell whether a file says at its very beginning, as OpenDocument must, that it is of that format."""
    return content.startswith(_XLSX) and content[30:38] == b"mimetype" and b"opendocument" in content[38:120]


def read_table(content: bytes, encoding: str = "") -> Table:
    """Return the table in a CSV or XLSX file; raises FileUnreadable, FileEncoding or FileTooLarge.

    `encoding` is one of ENCODINGS that somebody has chosen for a CSV file that is not in UTF-8.
    """
    if _is_open_document(content):
        raise OpenDocument
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
    "sheets": N_("The workbook has several sheets. Only the first visible one was read, and not: %(names)s."),
    "hidden_sheets": N_("The workbook has hidden sheets. They were not read: %(names)s."),
    "hidden_columns": N_("Hidden columns were read like all others: %(names)s."),
    "epoch": N_("The workbook counts days from 1904. Its days were read as such: compare one with your file."),
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
    notes = tuple(Note(_BOOK_NOTES[code], {"names": names}) for code, names in sheet.notes)
    offset = DAYS_FROM_1900_TO_1904 if any(code == "epoch" for code, _ in sheet.notes) else 0
    hidden = [1] if sheet.hidden and sheet.hidden[0][0] == 1 else []
    rows = _noting_hidden(sheet.rows, sheet.hidden, hidden)
    return Table(sheet.header, rows, notes, offset, hidden_rows=hidden, close=sheet.close)


def _noting_hidden(
    rows: Iterator[tuple[int, tuple[Cell, ...]]], ranges: Iterable[tuple[int, int]], found: list[int]
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield the rows, and put the numbers of those within the ranges into `found`; both are in order."""
    waiting = iter(ranges)
    start, end = next(waiting, _NEVER)
    for number, cells in rows:
        while end < number:
            start, end = next(waiting, _NEVER)
        if start <= number:
            found.append(number)
        yield number, cells


def hidden_rows_note(numbers: Sequence[int]) -> Note:
    """Return what is said of rows that were read although nobody sees them, neighbours as a range."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    parts = [str(first) if first == last else f"{first}-{last}" for first, last in ranges]
    more = ["…"] if len(parts) > MAX_RANGES_NAMED else []
    return Note(
        N_("Hidden rows were read like all others: %(rows)s. Check that they belong into the register."),
        {"rows": ", ".join(parts[:MAX_RANGES_NAMED] + more)},
    )


def excel_day(number: float) -> date | None:
    """Return the day that a spreadsheet means by a number, or None when it is not meant as a date."""
    if int(number) not in EXCEL_DAYS:
        return None
    moment = from_excel(int(number))
    return moment.date() if isinstance(moment, datetime) else None
