"""Bytes of a CSV, XLSX or ODS file to rows of cells, and what there is to say of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from govapp.kernel.errors import N_
from govapp.shares.importing.checker.apart import SheetApart
from govapp.shares.importing.reader.letters import Decoding
from govapp.shares.importing.reader.sheets import Cell
from govapp.shares.importing.rules.problems import Note, RowProblem

# Days of a spreadsheet between 1954 and 2119: other numbers are not meant as dates.
EXCEL_DAYS = range(20_000, 80_001)
MAX_RANGES_NAMED = 30
_NEVER = (2**63, 2**63)


@dataclass(frozen=True, slots=True)
class Table:
    """The header cells and an iterator over (row number, cells); the header is row 1. `notes` say how it was read.

    `unread` are the rows that could not be read, and `hidden_rows` the numbers of those that a spreadsheet hides; both
    are complete when all others were taken. `day_offset` is added to a plain number that is meant as a day: some count
    from 1904. `encoding` is one of ENCODINGS where the file was not in UTF-8, and `decodings` are those that fit.
    `close` ends the reading, also when not all rows were taken.
    """

    header: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[Cell, ...]]]
    notes: tuple[Note, ...]
    day_offset: int = 0
    encoding: str = ""
    decodings: tuple[Decoding, ...] = ()
    unread: list[RowProblem] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    close: Callable[[], None] = lambda: None


def read_table(content: bytes, encoding: str = "") -> Table:
    """Return the table in a CSV, XLSX or ODS file, which a process of its own reads.

    `encoding` is one of ENCODINGS that somebody has chosen for a CSV file that is not in UTF-8. Raises FileUnreadable,
    FileEncoding, FileTooLarge, FileTooWide, FileTooHeavy, FormulaWithoutResult, or the name of a format that we do not
    read; while rows are taken, too.
    """
    sheet = SheetApart(content, encoding)
    hidden = [1] if sheet.hidden and sheet.hidden[0][0] == 1 else []
    return Table(
        sheet.header,
        _noting_hidden(sheet.rows, sheet.hidden, hidden),
        sheet.notes,
        sheet.day_offset,
        sheet.encoding,
        sheet.decodings,
        sheet.unread,
        hidden,
        sheet.close,
    )


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
