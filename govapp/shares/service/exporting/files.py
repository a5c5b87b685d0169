"""The three file formats of the shareholder list: the same rows and totals in each, the same bytes every time."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from govapp.kernel.canonical import canonical_json
from govapp.shares.queries.extract import ExtractRow

COLUMNS = tuple(field.name for field in fields(ExtractRow))
# A spreadsheet takes a cell that begins like this for a formula; some also the full-width forms of = + - @.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every file says of itself: the two dates of the question, the totals, and the head of the ledger."""

    effective_date: date
    recorded_until: datetime
    holders: int
    shares: int
    paid_in_cents: int
    ledger_sequence: int
    ledger_head: str

    def lines(self) -> tuple[tuple[str, str | int], ...]:
        """Return names and values as CSV and XLSX show them; the moment is in UTC."""
        return (
            ("effective_date", self.effective_date.isoformat()),
            ("recorded_until", moment(self.recorded_until)),
            ("total_holders", self.holders),
            ("total_shares", self.shares),
            ("total_paid_in_cents", self.paid_in_cents),
            ("ledger_sequence", self.ledger_sequence),
            ("ledger_head", self.ledger_head),
        )


def moment(value: datetime) -> str:
    """Return a moment as files write it: 2026-06-16T16:00:00.000000Z."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before = + - @, tab and return."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _cells(row: ExtractRow) -> list[str | int]:
    return [_cell(value) for value in astuple(row)]


def _cell(value: Any) -> str | int:  # noqa: ANN401 - the fields of a dataclass
    if isinstance(value, int):
        return value
    return safe(value) if isinstance(value, str) else value.isoformat() if value else ""


def csv_bytes(rows: Iterable[ExtractRow], stamp: Stamp) -> bytes:
    """Return CSV in UTF-8 with a mark and semicolons, as Belgian spreadsheets open it; totals are the last lines."""
    text = io.StringIO(newline="")
    text.write(MARK)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
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
    sheet = book.add_worksheet("shareholders")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(COLUMNS) - 1, 16)
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, head)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(_cells(row)):
            if isinstance(value, int):
                sheet.write_number(line, column, value)
            elif value:
                sheet.write_string(line, column, value)
    totals = book.add_worksheet("totals")
    totals.set_column(0, 1, 24)
    for line, (name, figure) in enumerate(stamp.lines()):
        totals.write_string(line, 0, name, head)
        totals.write(line, 1, figure)
    book.close()
    return target.getvalue()


def json_bytes(rows: Iterable[ExtractRow], stamp: Stamp) -> bytes:
    """Return canonical JSON (RFC 8785); texts are as they are in the register."""
    holders = [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in _members(row)} for row in rows
    ]
    return canonical_json({**dict(stamp.lines()), "holders": holders})


def _members(row: ExtractRow) -> Iterable[tuple[str, Any]]:
    return zip(COLUMNS, astuple(row), strict=True)
