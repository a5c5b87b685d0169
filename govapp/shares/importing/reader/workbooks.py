"""The first visible sheet of a workbook of Excel (XLSX)."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from govapp.kernel.errors import N_
from govapp.shares.importing.reader.sheets import (
    MAX_COLUMNS,
    MAX_HIDDEN_RANGES,
    NumberedRow,
    Sheet,
    check_size,
    header_of,
    headings_within,
    joined_names,
)
from govapp.shares.importing.rules.problems import Note
from govapp.shares.importing.rules.refusals import FileUnreadable, FormulaWithoutResult, StrictWorkbook

MAX_EMPTY_ROWS: Final = 20_000
"""After so many empty rows nothing more is looked for: a sheet that is formatted to its end has a million."""
DAYS_FROM_1900_TO_1904: Final = 1462
BOOK_NOTES: Final = {
    "sheets": N_("The workbook has several sheets. Only the first visible one was read, and not: %(names)s."),
    "hidden_sheets": N_("The workbook has hidden sheets. They were not read: %(names)s."),
    "hidden_columns": N_("Hidden columns were read like all others: %(names)s."),
    "epoch": N_("The workbook counts days from 1904. Its days were read as such: compare one with your file."),
}
# A cell with a formula whose result was never computed has no value: `<c r="D7"><f>...</f></c>`.
_NO_RESULT: Final = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*'
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>\s*)?</"
)


_ROW_OR_COLUMN: Final = re.compile(rb"<(?:\w+:)?(row|col)\b([^>]*)>")
_IS_HIDDEN: Final = re.compile(rb"""\b(?:hidden=["'](?:1|true)["']|(?:ht|width)=["']0(?:\.0+)?["'])""")
_PLACE: Final = re.compile(rb"""\b(r|min|max)=["'](\d{1,10})["']""")
_STRICT: Final = b"http://purl.oclc.org/ooxml/"


class HiddenParts:
    """The rows and columns of a sheet that are hidden, gathered while its tags pass by; ranges of numbers from 1."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int]] = []
        self.columns: list[tuple[int, int]] = []
        self._row = 0
        self._rest = b""

    def look_at(self, piece: bytes) -> None:
        """Look at the tags of the next piece of the sheet."""
        piece = self._rest + piece
        end = piece.rfind(b">") + 1
        for found in _ROW_OR_COLUMN.finditer(piece, 0, end):
            self._look_at_tag(found.group(1) == b"row", found.group(2))
        self._rest = piece[end:][-4096:]

    def _look_at_tag(self, is_row: bool, attributes: bytes) -> None:
        places = {name: int(number) for name, number in _PLACE.findall(attributes)}
        if is_row:
            self._row = places.get(b"r", self._row + 1)
        if not _IS_HIDDEN.search(attributes):
            return
        if not is_row:
            self.columns.append((places.get(b"min", 0), places.get(b"max", 0)))
        elif self.rows and self.rows[-1][1] == self._row - 1:
            self.rows[-1] = (self.rows[-1][0], self._row)
        elif len(self.rows) < MAX_HIDDEN_RANGES:
            self.rows.append((self._row, self._row))


def read_workbook(content: bytes) -> Sheet:
    """Return the first sheet of a workbook that is not hidden.

    Raises FileUnreadable, StrictWorkbook, FormulaWithoutResult, FileTooWide, and FileTooLarge while rows are taken.
    """
    # Loaded here, so that whoever only wants the limits does not load it.
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    _check_variant(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if not book.worksheets:
        raise FileUnreadable
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])
    path: str = sheet._worksheet_path  # type: ignore[attr-defined]  # noqa: SLF001 - the only way to the part of the sheet
    hidden = _look_over(content, path)
    # Some programs write a wrong size into the sheet, and all beyond it would be lost without a word.
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
    header = header_of(next(rows, ()))
    others = [one for one in book.worksheets if one is not sheet]
    is_mac = book.epoch == CALENDAR_MAC_1904
    named = {
        "sheets": [one.title for one in others if one.sheet_state == "visible"],
        "hidden_sheets": [one.title for one in others if one.sheet_state != "visible"],
        "hidden_columns": headings_within(header, hidden.columns),
        "epoch": ["1904"] if is_mac else [],
    }
    return Sheet(
        header,
        _filled(rows),
        tuple(Note(BOOK_NOTES[code], {"names": joined_names(names)}) for code, names in named.items() if names),
        tuple(hidden.rows),
        DAYS_FROM_1900_TO_1904 if is_mac else 0,
    )


def _filled(rows: Iterator[tuple[Any, ...]]) -> Iterator[NumberedRow]:
    """Yield the rows that are not empty, with their numbers."""
    found = empty = 0
    for number, cells in enumerate(rows, start=2):
        if all(cell is None or cell == "" for cell in cells):
            empty += 1
            if empty > MAX_EMPTY_ROWS:
                return
            continue
        found, empty = found + 1, 0
        check_size(found, cells)
        yield number, cells


def _check_variant(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" in archive.namelist():
            with archive.open("xl/workbook.xml") as part:
                if _STRICT in part.read(4096):
                    raise StrictWorkbook


def _look_over(content: bytes, path: str) -> HiddenParts:
    """Return what is hidden in a sheet.

    Refuses a sheet with a formula that has no stored result: it would be read as an empty cell.
    """
    hidden = HiddenParts()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(path.lstrip("/")) as part:
        rest = b""
        while piece := part.read(1 << 20):
            hidden.look_at(piece)
            rest += piece
            if found := _NO_RESULT.search(rest):
                raise FormulaWithoutResult(cell=found.group(1).decode("ascii"))
            # A cell may stand across two pieces.
            rest = rest[-4096:]
    return hidden
