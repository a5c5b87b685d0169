"""What is read of a file, and how much of it at most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from govapp.shares.importing.reader.letters import Decoding
from govapp.shares.importing.rules.problems import Note, RowProblem
from govapp.shares.importing.rules.refusals import FileTooLarge, FileTooWide

Cell = str | int | float | bool | date | datetime | None
NumberedRow = tuple[int, tuple[Cell, ...]]

MAX_UNPACKED_BYTES: Final = 300_000_000
MAX_PARTS: Final = 2_000
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
MAX_CELL_CHARACTERS: Final = 32_767
"""What a cell of a spreadsheet can hold at most."""
MAX_MEMORY_BYTES: Final = 380 * 1024 * 1024
MAX_PROCESSOR_SECONDS: Final = 60
MAX_HIDDEN_RANGES: Final = 20_000
_MAX_NAMES_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its header, its rows, numbered from 2, without the empty ones, and what there is to say of the file.

    `hidden` are the first and last numbers of rows that nobody sees in the spreadsheet, in order. `day_offset` is added
    to a plain number that is meant as a day. `encoding` is one of ENCODINGS where the file was not in UTF-8, and
    `decodings` are those that fit it. `unread` are the rows that could not be read, complete when others were taken.
    """

    header: tuple[str, ...]
    rows: Iterator[NumberedRow]
    notes: tuple[Note, ...] = ()
    hidden: tuple[tuple[int, int], ...] = ()
    day_offset: int = 0
    encoding: str = ""
    decodings: tuple[Decoding, ...] = ()
    unread: list[RowProblem] = field(default_factory=list)


def header_of(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the cells of the first row as texts, without empty ones at its end; raises FileTooWide."""
    header = ["" if cell is None else str(cell) for cell in cells]
    while header and not header[-1].strip():
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise FileTooWide(columns=MAX_COLUMNS)
    return tuple(header)


def within_width(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return at most one cell more than MAX_COLUMNS: of all that lie beyond, the first that is not empty."""
    beyond = next((cell for cell in cells[MAX_COLUMNS:] if not is_empty(cell)), None)
    return tuple(cells[:MAX_COLUMNS]) if beyond is None else (*cells[:MAX_COLUMNS], beyond)


def is_empty(cell: Cell) -> bool:
    """Tell whether nobody sees anything in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def check_size(rows: int, cells: Sequence[Cell]) -> None:
    """Refuse a table of more than MAX_ROWS rows, or with a cell that no spreadsheet could hold; raises FileTooLarge."""
    if rows > MAX_ROWS or any(isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS for cell in cells):
        raise FileTooLarge(rows=MAX_ROWS)


def joined_names(names: Sequence[str]) -> str:
    """Return names with commas between, cut where they are too many to be read."""
    text = ", ".join(names)
    return text if len(text) <= _MAX_NAMES_CHARACTERS else text[:_MAX_NAMES_CHARACTERS] + "…"


def headings_within(header: Sequence[str], columns: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the headings of the columns in ranges of numbers from 1, without empty ones."""
    return tuple(
        heading
        for number, heading in enumerate(header, start=1)
        if heading and any(first <= number <= last for first, last in columns)
    )
