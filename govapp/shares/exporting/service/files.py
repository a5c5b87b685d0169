"""The three file formats of the shareholder list: the same rows and totals in each, the same bytes every time."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import UTC, date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from govapp.kernel.canonical import canonical_json
from govapp.shares.exporting.queries import ExtractRow

COLUMNS = tuple(field.name for field in fields(ExtractRow))
# A spreadsheet takes a cell that begins like this for a formula; some also the full-width forms of = + - @.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Before it spreadsheets reckon with a 29 February 1900 that never was.
FIRST_SPREADSHEET_DAY = date(1900, 3, 1)
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


Field = str | int | date | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every file says of itself: the two dates, what narrows the list, its totals, and the head of the ledger.

    `anchor` is the signed state of journal and ledger at that moment, as compact JSON.
    `people` are the lines of the list: also people without shares, when the filters ask for them.
    """

    effective_date: date
    recorded_until: datetime
    filters: Mapping[str, str]
    people: int
    shares: int
    paid_in_cents: int
    ledger_sequence: int
    ledger_head: str
    anchor: str

    def lines(self) -> tuple[tuple[str, str | int], ...]:
        """Return names and values as CSV and XLSX show them; the moment is in UTC."""
        return (
            ("effective_date", self.effective_date.isoformat()),
            ("recorded_until", moment(self.recorded_until)),
            ("filters", "; ".join(f"{name}={value}" for name, value in self.filters.items())),
            ("total_people", self.people),
            ("total_shares", self.shares),
            ("total_paid_in_cents", self.paid_in_cents),
            ("ledger_sequence", self.ledger_sequence),
            ("ledger_head", self.ledger_head),
            ("signed_state", self.anchor),
        )


def moment(value: datetime) -> str:
    """Return a moment as files write it: 2026-06-16T16:00:00.000000Z."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before = + - @, tab and return."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _cell(value: Field) -> Field:
    return safe(value) if isinstance(value, str) else _written(value)


def csv_bytes(rows: Iterable[ExtractRow], stamp: Stamp) -> bytes:
    """Return CSV in UTF-8 with a mark and semicolons, as Belgian spreadsheets open it.

    It is for programs: only the workbook keeps the zero that a company number or postcode begins with. Totals are the
    last lines, after an empty one, so that whoever sorts the list in a spreadsheet leaves them where they are.
    """
    text = io.StringIO(newline="")
    text.write(MARK)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in astuple(row)] for row in rows)
    writer.writerow([])
    writer.writerows(stamp.lines())
    return text.getvalue().encode()


def xlsx_bytes(rows: Iterable[ExtractRow], stamp: Stamp) -> bytes:
    """Return XLSX: one sheet with the list, one with the totals."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    # The only moment in the file is that of the question, so that the bytes stay the same.
    book.set_properties({"title": "Shareholder list", "created": stamp.recorded_until.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("shareholders")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_column(0, len(COLUMNS) - 1, 16)
    sheet.write_row(0, 0, COLUMNS, head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(astuple(row)):
            _write(sheet, last, column, value, days)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    totals = book.add_worksheet("totals")
    totals.set_column(0, 1, 24)
    for line, (name, figure) in enumerate(stamp.lines()):
        totals.write_string(line, 0, name, head)
        totals.write(line, 1, figure)
    book.close()
    return target.getvalue()


def _write(sheet: Worksheet, line: int, column: int, value: Field, days: Format) -> None:
    if isinstance(value, date) and value >= FIRST_SPREADSHEET_DAY:
        sheet.write_datetime(line, column, value, days)
    elif isinstance(value, int):
        sheet.write_number(line, column, value)
    elif value:
        sheet.write_string(line, column, str(_cell(value)))


def json_bytes(rows: Iterable[ExtractRow], stamp: Stamp) -> bytes:
    """Return canonical JSON (RFC 8785); texts are as they are in the register."""
    holders = [{name: _written(value) for name, value in zip(COLUMNS, astuple(row), strict=True)} for row in rows]
    return canonical_json({**dict(stamp.lines()), "holders": holders})


def _written(value: Field) -> Field:
    return value.isoformat() if isinstance(value, date) else value
