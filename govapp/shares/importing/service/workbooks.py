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
from collections.abc import Iterator
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


class WorkbookRefused(Exception):  # noqa: N818 - named as the other refusals of the house
    """A workbook that cannot be read, by the code of its refusal and, where there is one, the cell."""

    def __init__(self, code: str, cell: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.cell = cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet: its header, what has to be said of the book (codes of notes), its rows by number from 2."""

    header: tuple[str, ...]
    notes: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[Cell, ...]]]


def read_sheet(content: bytes) -> Sheet:
    """Return the first sheet of a workbook.

    Raises WorkbookRefused: "unreadable", "too_large", "no_result" with the cell.
    """
    # Loaded here, so that whoever only wants the limits does not load it.
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    _check_parts(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if not book.worksheets:
        raise WorkbookRefused("unreadable")
    sheet = book.worksheets[0]
    path: str = sheet._worksheet_path  # type: ignore[attr-defined]  # noqa: SLF001 - the only way to the part of the sheet
    _check_results(content, path)
    # Some programs write a wrong size into the sheet, and all beyond it would be lost without a word.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)
    header = tuple("" if cell is None else str(cell) for cell in next(rows, ()))
    notes = ["sheets"] if len(book.worksheets) > 1 else []
    if book.epoch == CALENDAR_MAC_1904:
        notes.append("epoch")
    return Sheet(_without_empty_end(header), tuple(notes), _filled(rows))


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
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise WorkbookRefused("too_large")


def _check_results(content: bytes, path: str) -> None:
    """Refuse a sheet with a formula that has no stored result: it would be read as an empty cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(path.lstrip("/")) as part:
        rest = b""
        while piece := part.read(1 << 20):
            rest += piece
            if found := _NO_RESULT.search(rest):
                raise WorkbookRefused("no_result", found.group(1).decode("ascii"))
            # A cell may stand across two pieces.
            rest = rest[-4096:]


def write_sheet(content: bytes, target: IO[str]) -> None:
    """Write a sheet as lines of JSON; whatever the reader stumbles over is a refusal and no traceback."""
    try:
        sheet = read_sheet(content)
        _write(target, {"header": sheet.header, "notes": sheet.notes})
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
