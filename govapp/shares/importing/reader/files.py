"""A file of any kind that we read, told by its content, as lines of JSON."""

import io
import json
import math
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import IO, Any, Final

from govapp.kernel.errors import Refusal
from govapp.shares.importing.reader.csvfiles import read_csv
from govapp.shares.importing.reader.opendocument import read_open_document
from govapp.shares.importing.reader.sheets import MAX_PARTS, MAX_ROWS, MAX_UNPACKED_BYTES, Cell, Sheet
from govapp.shares.importing.reader.workbooks import read_workbook
from govapp.shares.importing.rules.problems import RowProblem
from govapp.shares.importing.rules.refusals import FileTooHeavy, FileTooLarge, FileUnreadable, OldWorkbook

END: Final = "end"
_ZIP, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What a spreadsheet shows where it has no number.
_NO_NUMBER: Final = "#NUM!"
# Far beyond any number of a register, and within those that are computed with in parts.
_FIRST_HUGE: Final = 10**300


def read_sheet(content: bytes, encoding: str = "") -> Sheet:
    """Return the table in a CSV, XLSX or ODS file.

    Raises FileUnreadable, FileEncoding, FileTooLarge, FileTooWide, FormulaWithoutResult, or the name of a format that
    we do not read.
    """
    if content.startswith(_XLS):
        raise OldWorkbook
    if not content.startswith(_ZIP):
        if not content.strip():
            raise FileUnreadable
        return read_csv(content, encoding)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    # What would unpack to far more than any register is refused before any of it is unpacked.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise FileTooLarge(rows=MAX_ROWS)
    names = {part.filename for part in parts}
    is_open_document = not any(name.startswith("xl/") for name in names) and "META-INF/manifest.xml" in names
    if is_open_document or "content.xml" in names:
        return read_open_document(content)
    return read_workbook(content)


def write_sheet(source: IO[bytes], target: IO[str], encoding: str = "") -> None:
    """Write the table in a file as lines of JSON; whatever the reader stumbles over is a refusal and no traceback."""
    try:
        sheet = read_sheet(source.read(), encoding)
        sent = len(sheet.unread)
        _write(target, _first_line(sheet))
        for number, cells in sheet.rows:
            _write(target, (number, tuple(map(_plain, cells))))
        for one in sheet.unread[sent:]:
            _write(target, {"unread": _told(one)})
        _write(target, END)
    except Refusal as refused:
        _write(target, _refusal(refused.code, refused.params))
    except (MemoryError, RecursionError):
        _write(target, _refusal(FileTooHeavy.code, {}))
    except Exception:  # noqa: BLE001 - somebody else's program wrote the file, or nobody's, and anything may come out
        _write(target, _refusal(FileUnreadable.code, {}))


def _first_line(sheet: Sheet) -> dict[str, Any]:
    return {
        "header": sheet.header,
        "notes": [(note.message, note.facts) for note in sheet.notes],
        "hidden": sheet.hidden,
        "day_offset": sheet.day_offset,
        "encoding": sheet.encoding,
        "decodings": [(one.encoding, one.name, one.words) for one in sheet.decodings],
        "unread": [_told(one) for one in sheet.unread],
    }


def _told(one: RowProblem) -> tuple[int, str, Mapping[str, Any]]:
    return one.row, one.trouble.code, one.facts


def _refusal(code: str, params: Mapping[str, Any]) -> dict[str, Any]:
    return {"refused": code, "params": params}


def _plain(cell: Cell) -> Cell:
    """Return a number that no register could mean as a text, so that nothing is computed with it."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return _NO_NUMBER
    return str(cell) if isinstance(cell, int) and abs(cell) >= _FIRST_HUGE else cell


def _write(target: IO[str], value: object) -> None:
    target.write(json.dumps(value, default=_as_text) + "\n")


def _as_text(value: Any) -> dict[str, str]:  # noqa: ANN401 - whatever JSON does not know
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"other": str(value)}
