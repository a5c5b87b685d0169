"""Walks through the `content.xml` of an OpenDocument spreadsheet: over its sheets, and over the rows of one.

The format is OpenDocument 1.3, part 3 (OASIS); the sections are named where they are used. Elements that no table of
data needs are passed over with all that they hold: drawings, notes of readers, changes that were tracked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from xml.parsers import expat

from govapp.shares.importing.reader.sheets import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_HIDDEN_RANGES,
    MAX_ROWS,
    Cell,
    is_empty,
    within_width,
)
from govapp.shares.importing.rules.refusals import FileTooHeavy, FileTooLarge, FileUnreadable, FormulaWithoutResult

Attributes = Mapping[str, str]

_NAMES: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, TABLE, TEXT = (f"{_NAMES}{name}:1.0 " for name in ("office", "style", "table", "text"))
CALCEXT: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_DEPTH_OF_SHEETS: Final = 4
_AROUND_ROWS: Final = frozenset(TABLE + name for name in ("table-row-group", "table-header-rows", "table-rows"))
_AROUND_COLUMNS: Final = frozenset(
    TABLE + name for name in ("table-column-group", "table-header-columns", "table-columns")
)
_AROUND_SHEETS: Final = frozenset(OFFICE + name for name in ("document-content", "body", "spreadsheet"))
_CELLS: Final = frozenset(TABLE + name for name in ("table-cell", "covered-table-cell"))
_NOT_IN_A_TEXT: Final = frozenset(TEXT + name for name in ("note", "ruby-text"))
_SPACES: Final = frozenset(TEXT + name for name in ("s", "tab", "line-break"))
_COUNT: Final = re.compile(r"\d{1,10}", re.ASCII)
_WHOLE: Final = re.compile(r"-?\d{1,300}", re.ASCII)
MAX_TAG_BYTES: Final = 1_000_000
USUAL_FIRST_DAY: Final = date(1899, 12, 30)


class Walk:
    """A walk through elements: `enter` says whether to go into one, and `leave` is called at the end of those."""

    def __init__(self) -> None:
        self.depth = 0
        self._passed_over = 0
        self._fed = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        # Entities are declared in a document type, which no spreadsheet writes.
        self._parser.StartDoctypeDeclHandler = _refuse_declaration

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        """Walk on through the next piece of the file; raises FileTooHeavy for a tag without an end."""
        self._parser.Parse(piece, is_last)
        self._fed += len(piece)
        # The parser begins anew with an unfinished tag at each piece.
        if self._fed - self._parser.CurrentByteIndex > MAX_TAG_BYTES:
            raise FileTooHeavy

    def enter(self, name: str, attributes: Attributes) -> bool:
        """Look at an element, and tell whether its contents are looked at too."""
        raise NotImplementedError

    def leave(self, name: str) -> None:
        """Do what is to be done at the end of an element."""

    def read(self, text: str) -> None:
        """Take text that stands in an element."""

    def _start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if not self._passed_over and not self.enter(name, attributes):
            self._passed_over = self.depth

    def _end(self, name: str) -> None:
        if not self._passed_over:
            self.leave(name)
        elif self._passed_over == self.depth:
            self._passed_over = 0
        self.depth -= 1

    def _characters(self, text: str) -> None:
        if not self._passed_over:
            self.read(text)


def _refuse_declaration(*_: object) -> None:
    raise FileUnreadable


@dataclass(slots=True)
class SheetFound:
    """A sheet of the file, with the ranges of what is hidden in it, in numbers from 1."""

    name: str
    is_hidden: bool
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    def add_rows(self, attributes: Attributes) -> None:
        """Count a row that may stand for many."""
        first = self.rows + 1
        self.rows += _repeated(attributes, "rows")
        _add_hidden(self.hidden_rows, first, self.rows, attributes)

    def add_columns(self, attributes: Attributes) -> None:
        """Count a column that may stand for many."""
        first = self.columns + 1
        self.columns += _repeated(attributes, "columns")
        _add_hidden(self.hidden_columns, first, self.columns, attributes)


def _add_hidden(ranges: list[tuple[int, int]], first: int, last: int, attributes: Attributes) -> None:
    # 19.749: "collapse" is hidden by hand, "filter" by a filter.
    if attributes.get(TABLE + "visibility", "visible") == "visible":
        return
    if ranges and ranges[-1][1] == first - 1:
        ranges[-1] = (ranges[-1][0], last)
    elif len(ranges) < MAX_HIDDEN_RANGES:
        ranges.append((first, last))


def _repeated(attributes: Attributes, what: str) -> int:
    """Return for how many rows or columns an element stands (19.675, 19.677)."""
    count = attributes.get(f"{TABLE}number-{what}-repeated", "1")
    if not _COUNT.fullmatch(count):
        raise FileUnreadable
    return max(int(count), 1)


class Overview(Walk):
    """The first walk: which sheets there are, what is hidden, and from which day plain numbers are counted."""

    _ENTERED: Final = (
        _AROUND_SHEETS
        | _AROUND_ROWS
        | _AROUND_COLUMNS
        | {OFFICE + "automatic-styles", STYLE + "style", TABLE + "calculation-settings"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[SheetFound] = []
        self.first_day = USUAL_FIRST_DAY
        self._style = ""
        self._hidden_styles: set[str] = set()

    def enter(self, name: str, attributes: Attributes) -> bool:
        """Look at an element."""
        if name == TABLE + "table-row" and self.sheets:
            self.sheets[-1].add_rows(attributes)
        elif name == TABLE + "table-column" and self.sheets:
            self.sheets[-1].add_columns(attributes)
        elif name == TABLE + "table" and self.depth == _DEPTH_OF_SHEETS:
            is_hidden = attributes.get(TABLE + "style-name", "") in self._hidden_styles
            self.sheets.append(SheetFound(attributes.get(TABLE + "name", ""), is_hidden))
            return True
        elif name == STYLE + "style":
            self._style = attributes.get(STYLE + "name", "")
        elif name == STYLE + "table-properties" and attributes.get(TABLE + "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == TABLE + "null-date":
            self.first_day = date.fromisoformat(attributes.get(TABLE + "date-value", USUAL_FIRST_DAY.isoformat()))
        return name in self._ENTERED


class RowReader(Walk):
    """The second walk: the rows of one sheet, each with its number and for how many it stands."""

    def __init__(self, sheet: int) -> None:
        super().__init__()
        self.is_done = False
        self._sheets_before = sheet
        self._rows: list[tuple[int, int, tuple[Cell, ...]]] = []
        self._number = 1
        self._repeated = 1
        self._cells: list[Cell] = []
        self._column = 0
        self._cell: Attributes = {}
        self._cell_depth = 0
        self._paragraphs: list[str] = []
        self._characters_read = 0

    def take(self) -> list[tuple[int, int, tuple[Cell, ...]]]:
        """Return the rows that are not empty of what was read since; raises what `check_size` raises."""
        rows, self._rows = self._rows, []
        return rows

    def enter(self, name: str, attributes: Attributes) -> bool:
        """Begin a row, a cell or a text."""
        if self._cell_depth:
            return self._enter_text(name)
        if name in _CELLS:
            self._cell, self._cell_depth, self._paragraphs, self._characters_read = attributes, self.depth, [], 0
            return True
        if name == TABLE + "table-row":
            self._repeated = _repeated(attributes, "rows")
            self._cells, self._column = [], 0
            return True
        if name == TABLE + "table" and self.depth == _DEPTH_OF_SHEETS:
            self._sheets_before -= 1
            return self._sheets_before < 0 and not self.is_done
        return name in _AROUND_ROWS or name in _AROUND_SHEETS

    def _enter_text(self, name: str) -> bool:
        if self.depth == self._cell_depth + 1:
            if name != TEXT + "p":
                return False
            self._paragraphs.append("")
        elif name == TEXT + "s" or name in (TEXT + "tab", TEXT + "line-break"):
            self.read(" ")
        return name.startswith(TEXT) and name not in _NOT_IN_A_TEXT

    def read(self, text: str) -> None:
        """Take what is written in a cell."""
        if not self._cell_depth or not self._paragraphs or self.depth == self._cell_depth:
            return
        self._characters_read += len(text)
        if self._characters_read > MAX_CELL_CHARACTERS:
            raise FileTooLarge(rows=MAX_ROWS)
        self._paragraphs[-1] += text

    def leave(self, name: str) -> None:
        """End a cell, a row or the sheet."""
        if name in _CELLS:
            self._cell_depth = 0
            self._end_cell(is_covered=name != TABLE + "table-cell")
        elif name == TABLE + "table-row":
            if not all(map(is_empty, self._cells)):
                self._rows.append((self._number, self._repeated, within_width(self._cells)))
            self._number += self._repeated
        elif name == TABLE + "table":
            self.is_done = True

    def _end_cell(self, *, is_covered: bool) -> None:
        repeated = _repeated(self._cell, "columns")
        # A cell that another one covers is seen by nobody.
        value = None if is_covered else self._value()
        if not is_empty(value):
            self._cells.extend([None] * (min(self._column, MAX_COLUMNS) - len(self._cells)))
            self._cells.extend([value] * min(repeated, MAX_COLUMNS + 1 - len(self._cells)))
        self._column += repeated

    def _value(self) -> Cell:
        text = "\n".join(self._paragraphs)
        kind = self._cell.get(OFFICE + "value-type", "")
        has_formula = TABLE + "formula" in self._cell
        value = _value_of_kind(kind, self._cell)
        if has_formula and not text and kind != "string" and value is None:
            raise FormulaWithoutResult(cell=f"{_letters(self._column)}{self._number}")
        # Where a formula failed, its number is zero and its text empty; what went wrong is only shown.
        if self._cell.get(CALCEXT + "value-type") == "error" or (has_formula and _is_error(text)):
            return text
        return text if value is None or (kind == "string" and text) else value


def _value_of_kind(kind: str, cell: Attributes) -> Cell:
    """Return the value of a cell (19.387), or None where it has none or one that cannot be read."""
    try:
        if kind in ("float", "currency", "percentage"):
            number = cell[OFFICE + "value"]
            return int(number) if _WHOLE.fullmatch(number) else float(number)
        if kind == "date":
            day = cell[OFFICE + "date-value"]
            return datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
        if kind == "boolean":
            return cell[OFFICE + "boolean-value"] == "true"
        return cell[OFFICE + "string-value"] if kind == "string" else None
    except (KeyError, ValueError):
        return None


def _is_error(text: str) -> bool:
    return text.startswith(("#", "Err:", "Fout:"))


def _letters(column: int) -> str:
    """Return the name of a column, counted from 0, as a spreadsheet shows it."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
