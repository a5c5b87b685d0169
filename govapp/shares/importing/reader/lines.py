"""The rows of a CSV text, and the lines in which a quotation mark opens that is not closed where its text ends."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from govapp.shares.importing.reader.sheets import Cell
from govapp.shares.importing.rules.columns import COLUMNS
from govapp.shares.importing.rules.problems import RowProblem, problem
from govapp.shares.importing.rules.refusals import FileUnreadable

MAX_STRAY_QUOTES: Final = 20
MAX_LINES_READ_AGAIN: Final = 50_000
"""Reading starts anew after a stray quotation mark, and again reads what the mark had swallowed; then it ends."""
_FEWEST_COLUMNS: Final = sum(column.is_required for column in COLUMNS)
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class CsvRows:
    """The rows of a text with their numbers, as spreadsheets count them: a cell with several lines makes one row.

    A row in which a quotation mark is left open is put into `unread` with its line in the file, and reading goes on
    with the next line. Raises FileUnreadable for what no quotation mark explains.
    """

    def __init__(self, text: str, separator: str, lines_before: int = 0) -> None:
        self.unread: list[RowProblem] = []
        self._text = text
        self._separator = separator
        self._lines_before = lines_before
        self._columns = 0
        self._lines_to_spare = MAX_LINES_READ_AGAIN
        end = re.escape(separator)
        # Possessive, so that a mark that is never closed costs one walk through the text.
        self._cell = re.compile(rf'(?:"[^"]*+(?:""[^"]*+)*+"|(?!")[^{end}\r\n]*+)({end}|\r\n|\r|\n|\Z)')

    def set_columns(self, columns: int) -> None:
        """Take the number of columns of the header, by which a row is seen that has swallowed others."""
        self._columns = columns

    def __iter__(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield (row number, cells)."""
        line = row = 0
        while self._lines_to_spare > 0:
            begun = line
            reader = csv.reader(self._lines(begun), delimiter=self._separator, strict=True)
            try:
                for cells in reader:
                    self._check_swallowed(cells)
                    line, row = begun + reader.line_num, row + 1
                    yield row, tuple(cells)
            except csv.Error as error:
                row += 1
                self._lines_to_spare -= begun + reader.line_num - line
                line = self._line_after_stray_quote(line, row, error)
            else:
                return

    def _lines(self, start: int) -> Iterator[str]:
        return islice(io.StringIO(self._text, newline=""), start, None)

    def _check_swallowed(self, cells: list[str]) -> None:
        long = [cell for cell in cells if _is_long(cell)]
        if long and (any(map(self._has_swallowed, long)) or (self._columns and any(cells[self._columns :]))):
            raise csv.Error

    def _has_swallowed(self, cell: str) -> bool:
        """Tell whether a cell of several lines has as many separators as a row: it is the rest of one and more."""
        return _is_long(cell) and cell.count(self._separator) >= max((self._columns or _FEWEST_COLUMNS) - 1, 1)

    def _line_after_stray_quote(self, line: int, row: int, error: csv.Error) -> int:
        """Note the stray quotation mark of the row that begins after `line` lines; return how many to pass over."""
        text = "".join(self._lines(line))
        place = self._stray_quote(text)
        if place is None:
            raise FileUnreadable from error
        line += len(_LINE_END.findall(text, 0, place)) + 1
        if len(self.unread) == MAX_STRAY_QUOTES - 1:
            self._lines_to_spare = 0
        code = "stray_quote" if self._lines_to_spare > 0 else "last_stray_quote"
        self.unread.append(problem(row, "", code, line=line + self._lines_before))
        return line

    def _stray_quote(self, text: str) -> int | None:
        """Return where the cell of the first row begins that is not closed, or swallows rows; None without one."""
        place = column = 0
        first_long = None
        while found := self._cell.match(text, place):
            cell = text[place : found.start(1)]
            if self._has_swallowed(cell):
                return place
            if first_long is None and _is_long(cell):
                first_long = place
            column += 1
            if first_long is not None and cell and 0 < self._columns < column:
                return first_long
            if found.group(1) != self._separator:
                return None
            place = found.end()
        return place if first_long is None or column < self._columns else first_long


def _is_long(cell: str) -> bool:
    return "\n" in cell or "\r" in cell
