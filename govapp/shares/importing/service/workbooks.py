"""Reading a workbook, in a process that does nothing else: `python -m govapp.shares.importing.service.workbooks`.

A workbook comes from a stranger's program and can be made to cost any amount of memory and time: two million styles,
a row number of two thousand million, a page formatted down to its last row. The process gets the bytes on its standard
input and writes lines of JSON: the header and the notes, then each row that is not empty, then the word "end". It knows
no settings, no secret and no database, and sets itself limits that the system enforces. `apart` starts it.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final

Cell = str | int | float | bool | date | datetime | None

MAX_UNPACKED_BYTES: Final = 300_000_000
MAX_PARTS: Final = 2_000
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
MAX_CELL_CHARACTERS: Final = 32_767
"""What a cell of a spreadsheet can hold at most."""
MAX_EMPTY_ROWS: Final = 20_000
"""After so many empty rows nothing more is looked for: a sheet that is formatted to its end has a million."""
MAX_MEMORY_BYTES: Final = 400 * 1024 * 1024
MAX_PROCESSOR_SECONDS: Final = 60
END: Final = "end"
# A cell with a formula whose result was never computed has no value: `<c r="D7"><f>...</f></c>`.
_NO_RESULT: Final = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*'
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>\s*)?</"
)


_ROW_OR_COLUMN: Final = re.compile(rb"<(?:\w+:)?(row|col)\b([^>]*)>")
_IS_HIDDEN: Final = re.compile(rb"""\b(?:hidden=["'](?:1|true)["']|(?:ht|width)=["']0(?:\.0+)?["'])""")
_PLACE: Final = re.compile(rb"""\b(r|min|max)=["'](\d{1,10})["']""")
MAX_HIDDEN_RANGES: Final = 20_000
_MAX_NAMES_CHARACTERS: Final = 200
_STRICT: Final = b"http://purl.oclc.org/ooxml/"


class WorkbookRefused(Exception):  # noqa: N818 - named as the other refusals of the house
    """A workbook that cannot be read, by the code of its refusal and, where there is one, the cell."""

    def __init__(self, code: str, cell: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.cell = cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet that is not hidden: its header, the notes on the book (code and names of each), its rows.

    Rows are numbered from 2; `hidden` are the first and last numbers of rows that nobody sees in the spreadsheet.
    """

    header: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    rows: Iterator[tuple[int, tuple[Cell, ...]]]
    hidden: tuple[tuple[int, int], ...] = ()


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


def read_sheet(content: bytes) -> Sheet:
    """Return the first sheet of a workbook that is not hidden.

    Raises WorkbookRefused: "unreadable", "strict", "too_large", "no_result" with the cell.
    """
    # Loaded here, so that whoever only wants the limits does not load it.
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    _check_parts(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if not book.worksheets:
        raise WorkbookRefused("unreadable")
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])
    path: str = sheet._worksheet_path  # type: ignore[attr-defined]  # noqa: SLF001 - the only way to the part of the sheet
    hidden = _look_over(content, path)
    # Some programs write a wrong size into the sheet, and all beyond it would be lost without a word.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)
    header = _without_empty_end(tuple("" if cell is None else str(cell) for cell in next(rows, ())))
    others = [one for one in book.worksheets if one is not sheet]
    notes = {
        "sheets": _names(one.title for one in others if one.sheet_state == "visible"),
        "hidden_sheets": _names(one.title for one in others if one.sheet_state != "visible"),
        "hidden_columns": _names(_hidden_headings(header, hidden.columns)),
        "epoch": "1904" if book.epoch == CALENDAR_MAC_1904 else "",
    }
    return Sheet(header, tuple(note for note in notes.items() if note[1]), _filled(rows), tuple(hidden.rows))


def _names(names: Iterable[str]) -> str:
    text = ", ".join(names)
    return text if len(text) <= _MAX_NAMES_CHARACTERS else text[:_MAX_NAMES_CHARACTERS] + "…"


def _hidden_headings(header: tuple[str, ...], columns: list[tuple[int, int]]) -> Iterator[str]:
    for number, heading in enumerate(header, start=1):
        if any(first <= number <= last for first, last in columns):
            yield heading


def _filled(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield the rows that are not empty, with their numbers."""
    found = empty = 0
    for number, cells in enumerate(rows, start=2):
        if all(cell is None or cell == "" for cell in cells):
            empty += 1
            if empty > MAX_EMPTY_ROWS:
                return
            continue
        found, empty = found + 1, 0
        if found > MAX_ROWS or any(isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS for cell in cells):
            raise WorkbookRefused("too_large")
        yield number, cells


def _without_empty_end(header: tuple[str, ...]) -> tuple[str, ...]:
    while header and not header[-1].strip():
        header = header[:-1]
    return header


def _check_parts(content: bytes) -> None:
    """Refuse what would unpack to far more than any register, before any of it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise WorkbookRefused("too_large")
    if "xl/workbook.xml" in names and _is_strict(content):
        raise WorkbookRefused("strict")


def _is_strict(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("xl/workbook.xml") as part:
        return _STRICT in part.read(4096)


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
                raise WorkbookRefused("no_result", found.group(1).decode("ascii"))
            # A cell may stand across two pieces.
            rest = rest[-4096:]
    return hidden


def write_sheet(content: bytes, target: IO[str]) -> None:
    """Write a sheet as lines of JSON; whatever the reader stumbles over is a refusal and no traceback."""
    try:
        sheet = read_sheet(content)
        _write(target, {"header": sheet.header, "notes": sheet.notes, "hidden": sheet.hidden})
        for row in sheet.rows:
            _write(target, row)
        _write(target, END)
    except WorkbookRefused as refused:
        _write(target, {"refused": refused.code, "cell": refused.cell})
    except (MemoryError, RecursionError):
        _write(target, {"refused": "too_heavy", "cell": ""})
    except Exception:  # noqa: BLE001 - somebody else's program wrote the book, or nobody's, and anything may come out
        _write(target, {"refused": "unreadable", "cell": ""})


def _write(target: IO[str], value: object) -> None:
    target.write(json.dumps(value, default=_as_text) + "\n")


def _as_text(value: Any) -> dict[str, str]:  # noqa: ANN401 - whatever JSON does not know
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"other": str(value)}


def limit_ourselves() -> None:
    """Take limits that only the system could lift; macOS does not know the one of memory."""
    for kind, most in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    limit_ourselves()
    write_sheet(sys.stdin.buffer.read(), sys.stdout)
    sys.stdout.flush()
