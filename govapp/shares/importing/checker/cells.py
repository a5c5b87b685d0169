"""One row's cells as values; what cannot be read is noted as a problem and becomes a harmless stand-in."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from govapp.kernel.money import CENTS_PER_EURO, cents_of
from govapp.shares.importing.checker.reading import excel_day
from govapp.shares.importing.reader.sheets import Cell
from govapp.shares.importing.rules.problems import ProblemList, problem
from govapp.shares.people.rules.names import fold, tidy

E = TypeVar("E")

EXAMPLE_DAY = "2026-06-16"
EARLIEST = date(1850, 1, 1)
MAX_AMOUNT_EUROS = 999_999_999
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SHOWN = 60
_MONTHS = 12
# As Excel and LibreOffice write them in English, Dutch, French and German; a column that is too narrow shows only #.
_SPREADSHEET_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!"
    r"|N/B|VERW!|WAARDE!|NAAM\?|DEEL/0!|LEEG!|GETAL!|OVERLOOP!|BEREKENEN!|VELD!"
    r"|VALEUR!|NOM\?|NUL!|NOMBRE!|CHAMP!|PROPAGATION!|CALCUL!|INCONNU!"
    r"|NV|BEZUG!|WERT!|ÜBERLAUF!|ZAHL!|KALK!|FELD!|BLOCKIERT!|N/D)|#{2,}|(?:Err|Fout|Fehler):5\d\d",
    re.IGNORECASE,
)
_SPACE_BEFORE_SIGN = re.compile(r"\s(?=[!?:0])")
# The sign is always written by a spreadsheet, and hardly ever by a person: 12E5 may be somebody's number.
_SCIENTIFIC = re.compile(r"-?\d+(?:[.,]\d+)?E[+-]\d{1,3}", re.IGNORECASE | re.ASCII)
# Spreadsheets keep fifteen digits of a number.
_FIRST_INEXACT = 10**15
_MANY_DIGITS = re.compile(r"\d{10,}(?:[.,]\d{1,2})?", re.ASCII)
_TRACE = Decimal("0.001")


class Row:
    """The filled cells of one row by column name, and the problems found while reading them."""

    def __init__(
        self, number: int, cells: Mapping[str, Cell], problems: ProblemList, today: date, day_offset: int = 0
    ) -> None:
        self.number = number
        self.cells = cells
        self._problems = problems
        self._today = today
        self._day_offset = day_offset

    def complain(self, column: str, code: str, **facts: str | int) -> None:
        """Note a problem in `column`."""
        self._problems.append(problem(self.number, column, code, **facts))

    def unheard(self) -> "Row":
        """Return this row to be read once more, without its problems being noted."""
        return Row(self.number, self.cells, ProblemList(), self._today, self._day_offset)

    def text(self, column: str, limit: int, *, required: bool = False) -> str:
        """Return the text of a cell, on one line; a required one may not be empty."""
        cell = self.cells.get(column)
        value = tidy(cell) if isinstance(cell, str) else tidy(shown(cell))
        if not value:
            if required:
                self.complain(column, "empty")
            return value
        if value[0] in "#EF" and _SPREADSHEET_ERROR.fullmatch(_SPACE_BEFORE_SIGN.sub("", value)):
            self.complain(column, "spreadsheet_error", value=value)
        if has_lost_digits(cell):
            seen = format(cell, ".6G") if isinstance(cell, int | float) else value
            self.complain(column, "lost_digits", value=seen)
        elif len(value) > limit:
            self.complain(column, "too_long", limit=limit)
        return value

    def whole(self, column: str, code: str, most: int) -> int:
        """Return a whole number from 1 to `most`; complains with `code` and returns 0 otherwise."""
        cell = self.cells.get(column)
        value = _whole(cell)
        if value is None or not 1 <= value <= most:
            if cell is None or shown(cell) == "":
                self.complain(column, "empty")
            elif value is not None and value > most:
                self.complain(column, "number_too_large", value=shown(cell)[:_SHOWN], limit=most)
            else:
                self.complain(column, code, value=shown(cell)[:_SHOWN])
            return 0
        return value

    def choice(self, column: str, values: Mapping[str, E], allowed: str, default: E, *, required: bool = False) -> E:
        """Return the value that a word stands for; the default when empty and not required."""
        cell = self.cells.get(column)
        # Most cells hold the word as it is known.
        if isinstance(cell, str) and (value := values.get(cell)) is not None:
            return value
        text = shown(cell)
        if not text:
            if required:
                self.complain(column, "empty")
            return default
        if (value := values.get(fold(text))) is not None:
            return value
        code = "unknown_category" if column == "category" else "unknown_value"
        self.complain(column, code, value=text[:_SHOWN], allowed=allowed)
        return default

    def cents(self, column: str, default: int, most: int) -> int:
        """Return an amount in cents, of at most `most` euro; the default when empty."""
        cell = self.cells.get(column)
        if cell is None or shown(cell) == "":
            return default
        value = _cents(cell)
        if _is_beyond_amounts(cell) if value is None else value > most * CENTS_PER_EURO:
            self.complain(column, "amount_too_large", value=shown(cell)[:_SHOWN], limit=most)
            return default
        if value is None:
            self.complain(column, "bad_amount", value=shown(cell)[:_SHOWN])
            return default
        return value

    def day(self, column: str, *, required: bool = False) -> date | None:
        """Return a day in the past or today; None when empty or unreadable."""
        cell = self.cells.get(column)
        text = shown(cell)
        if not text:
            if required:
                self.complain(column, "empty")
            return None
        day = cell_day(cell, self._day_offset)
        if day is None:
            self._complain_of_day(column, cell, text)
        elif day > self._today:
            self.complain(column, "future_date", value=day.isoformat())
        return day

    def _complain_of_day(self, column: str, cell: Cell, text: str) -> None:
        meant = excel_day(int(text)) if isinstance(cell, str) and text.isascii() and text.isdigit() else None
        if meant is not None:
            self.complain(column, "excel_day", value=text, example=meant.isoformat())
        else:
            self.complain(column, "bad_date", value=text[:_SHOWN], example=EXAMPLE_DAY)


def shown(cell: Cell) -> str:
    """Return a cell as people see it, without spaces around it."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def has_lost_digits(cell: Cell) -> bool:
    """Tell whether a spreadsheet has kept only the first digits of a long number: 1,23457E+11, or more than 15."""
    if isinstance(cell, int | float):
        return abs(cell) >= _FIRST_INEXACT
    # Looked at for every cell of a file: names do not end with a digit.
    return isinstance(cell, str) and cell.rstrip()[-1:].isdecimal() and _SCIENTIFIC.fullmatch(cell.strip()) is not None


def cell_day(cell: Cell, offset: int = 0) -> date | None:
    """Return the day in a cell: a date, a spreadsheet's day number, 2026-06-16 or 16/06/2026; else None.

    `offset` is added to a number, of a workbook that does not count its days from 1900.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return excel_day(cell + offset)
    return text_day(cell.strip()) if isinstance(cell, str) else None


def is_ambiguous_day(cell: Cell) -> bool:
    """Tell whether a text is a day that somebody may read with the month first: 03/04/2019, but not 13/04/2019."""
    found = _DAY_FIRST.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found is not None and found[1] != found[2] and int(found[1]) <= _MONTHS


@lru_cache(maxsize=20_000)
def text_day(text: str) -> date | None:
    """Return the day that a text means, day first as in Belgium, or None."""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return value if value >= EARLIEST else None


def _whole(cell: Cell) -> int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else None
    if isinstance(cell, str) and re.fullmatch(r"\s*\d{1,60}\s*", cell, re.ASCII):
        return int(cell)
    return None


def _is_beyond_amounts(cell: Cell) -> bool:
    if isinstance(cell, int | float):
        return cell > MAX_AMOUNT_EUROS
    return isinstance(cell, str) and _MANY_DIGITS.fullmatch(cell.strip()) is not None


def _cents(cell: Cell) -> int | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cents_of(shown(cell))
    if not 0 <= cell <= MAX_AMOUNT_EUROS:
        return None
    exact = Decimal(str(cell)) * CENTS_PER_EURO
    cents = int(exact.to_integral_value())
    # Formulas leave traces far behind the cents; half a cent is a mistake.
    return cents if abs(exact - cents) < _TRACE else None
