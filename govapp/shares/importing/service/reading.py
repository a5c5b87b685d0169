"""Bytes of a CSV or XLSX file to rows of cells, whatever the encoding and the separator."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException

from govapp.kernel.errors import N_
from govapp.shares.importing.rules import FileEncoding, FileTooLarge, FileUnreadable
from govapp.shares.importing.service.columns import column_named

Cell = str | int | float | bool | date | datetime | None

MAX_UNPACKED_BYTES = 300_000_000
# Days of a spreadsheet between 1954 and 2119: other numbers are not meant as dates.
EXCEL_DAYS = range(20_000, 80_001)
SEPARATORS = ";,\t"
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """The header cells and an iterator over (row number, cells); the header is row 1. `notes` say how it was read."""

    header: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[Cell, ...]]]
    notes: tuple[str, ...]


def read_table(content: bytes) -> Table:
    """Return the table in a CSV or XLSX file; raises FileUnreadable, FileEncoding or FileTooLarge."""
    if content.startswith(_XLSX):
        return _read_xlsx(content)
    if content.startswith(_XLS) or not content.strip():
        raise FileUnreadable
    text, notes = decode(content)
    return _read_csv(text, notes)


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file in UTF-8, UTF-16 with a mark, or Windows-1252, and a note when it was not UTF-8."""
    notes: tuple[str, ...]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, notes = _decode(content, "utf-16"), (N_("The file is in UTF-16. It was read as such."),)
    else:
        try:
            text, notes = content.decode("utf-8-sig"), ()
        except UnicodeDecodeError:
            text, notes = _decode(content, "cp1252"), (_WINDOWS_NOTE,)
    if "\0" in text:
        raise FileEncoding
    return text, notes


_WINDOWS_NOTE = N_("The file is not in UTF-8 but in Windows-1252. It was read as such: check names with accents.")


_SHEETS_NOTE = N_("The workbook has several sheets. Only the first one was read.")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileEncoding from error


def _read_csv(text: str, notes: tuple[str, ...]) -> Table:
    separator = _separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = _numbered(lines)
    _, header = next(rows, (1, ()))
    return Table(tuple(str(cell) for cell in header), rows, notes)


def _separator(text: str) -> str:
    first = text.lstrip("\r\n").partition("\n")[0]

    def known(separator: str) -> int:
        return sum(column_named(cell) is not None for cell in next(csv.reader([first], delimiter=separator), []))

    try:
        return max(SEPARATORS, key=known)
    except csv.Error as error:
        raise FileUnreadable from error


def _numbered(lines: Any) -> Iterator[tuple[int, tuple[Cell, ...]]]:  # noqa: ANN401 - csv names its reader in private
    # Counted as spreadsheets do: a cell with several lines makes one row.
    try:
        for row, cells in enumerate(lines, start=1):
            yield row, tuple(cells)
    except csv.Error as error:
        raise FileUnreadable from error


def _read_xlsx(content: bytes) -> Table:
    _check_size(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except _DAMAGED as error:
        raise FileUnreadable from error
    if not book.worksheets:
        raise FileUnreadable
    sheet = book.worksheets[0]
    # Some programs write a wrong size into the sheet, and all beyond it would be lost without a word.
    sheet.reset_dimensions()
    rows = _undamaged(sheet.iter_rows(values_only=True))
    header = next(rows, ())
    cells = ("" if cell is None else str(cell) for cell in header)
    notes = (_SHEETS_NOTE,) if len(book.worksheets) > 1 else ()
    return Table(_without_empty_end(tuple(cells)), enumerate(rows, start=2), notes)


# What the reader of workbooks stumbles over when somebody else's program wrote them, or nobody's.
_DAMAGED = (InvalidFileException, ParseError, zipfile.BadZipFile, zlib.error, LookupError, ValueError, OSError)


def _undamaged(rows: Any) -> Iterator[tuple[Cell, ...]]:  # noqa: ANN401 - cells of a workbook
    try:
        yield from rows
    except _DAMAGED as error:
        raise FileUnreadable from error


def _without_empty_end(header: tuple[str, ...]) -> tuple[str, ...]:
    while header and not header[-1].strip():
        header = header[:-1]
    return header


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise FileUnreadable from error
    if size > MAX_UNPACKED_BYTES:
        raise FileTooLarge(rows=MAX_ROWS)


MAX_ROWS = 200_000


def excel_day(number: float) -> date | None:
    """Return the day that a spreadsheet means by a number, or None when it is not meant as a date."""
    if int(number) not in EXCEL_DAYS:
        return None
    moment = from_excel(int(number))
    return moment.date() if isinstance(moment, datetime) else None
