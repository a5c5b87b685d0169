"""The three file formats of the shareholder list, the same bytes every time: two for people, one for programs."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from govapp.kernel.canonical import canonical_json
from govapp.kernel.errors import N_
from govapp.kernel.money import CENTS_PER_EURO
from govapp.language import formats, number_format
from govapp.language.translator import Translator
from govapp.shares.exporting.queries import ExtractRow
from govapp.shares.exporting.service import readable
from govapp.shares.exporting.service.readable import Cell, Euros
from govapp.shares.exporting.service.stamp import Stamp

# The members of one shareholder in JSON.
MEMBERS = tuple(field.name for field in fields(ExtractRow))
# A spreadsheet takes a cell that begins like this for a formula; some also the full-width forms of = + - @.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Before it spreadsheets reckon with a 29 February 1900 that never was.
FIRST_SPREADSHEET_DAY = date(1900, 3, 1)
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_A4 = 9


@dataclass(frozen=True, slots=True)
class FileReader:
    """For whom a file is written: in which words, and under which name the cooperative is known."""

    words: Translator
    cooperative: str


def safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before = + - @, tab and return."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_bytes(rows: Iterable[ExtractRow], stamp: Stamp, reader: FileReader) -> bytes:  # noqa: ARG001 - as the others
    """Return CSV in UTF-8 with a mark and semicolons, as Belgian spreadsheets open it: the list alone.

    Nothing stands above or below it, so that it can be sorted and imported; the two times are in the file's name.
    """
    text = io.StringIO(newline="")
    text.write(MARK)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(readable.headings(reader.words))
    writer.writerows([_text(cell, reader.words) for cell in readable.cells(row, reader.words)] for row in rows)
    return text.getvalue().encode()


def _text(cell: Cell, words: Translator) -> str | int | None:
    match cell:
        case Euros(cents):
            return number_format.amount(cents, words.language)
        case date():
            return formats.date_numeric(cell, words.language)
        case str():
            return safe(cell)
    return cell


def xlsx_bytes(rows: Iterable[ExtractRow], stamp: Stamp, reader: FileReader) -> bytes:
    """Return XLSX: a sheet with the list, which prints with its title, and one that says what the list is."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    words = reader.words
    heading = readable.title(stamp, words)
    # The only moment in the file is that of the question, so that the bytes stay the same.
    created = stamp.recorded_until.replace(tzinfo=None)
    book.set_properties({"title": heading, "company": reader.cooperative, "created": created})
    looks = _Looks(
        book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        book.add_format({"num_format": "dd/mm/yyyy"}),
        book.add_format({"num_format": "#,##0.00"}),
    )
    sheet = book.add_worksheet(words.say(readable.TITLE)[:31])
    _lay_out(sheet, f"&L&B{_printed(reader.cooperative)}&B: {_printed(heading)}")
    for column, each in enumerate(readable.HEADINGS):
        sheet.set_column(column, column, each.width)
        sheet.write_string(0, column, words.say(each.words), looks.heading)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(readable.cells(row, words)):
            _write(sheet, last, column, cell, looks)
    sheet.autofilter(0, 0, last, len(readable.HEADINGS) - 1)
    _write_about(book.add_worksheet(words.say(N_("About this list"))[:31]), stamp, reader, looks)
    book.close()
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    heading: Format
    day: Format
    euros: Format


def _lay_out(sheet: Worksheet, header: str) -> None:
    """Set how the list is read on a screen and on paper: the first line stays, a title stands above each page."""
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    # No more fits into a header.
    sheet.set_header(header[:250])
    sheet.set_footer("&R&P / &N")


def _printed(text: str) -> str:
    # An ampersand begins a code in the header of a page.
    return text.replace("&", "&&")


def _write_about(sheet: Worksheet, stamp: Stamp, reader: FileReader, looks: _Looks) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 2, 46)
    for line, (label, value, code) in enumerate(readable.about(stamp, reader.cooperative, reader.words)):
        sheet.write_string(line, 0, label)
        _write(sheet, line, 1, value, looks)
        if code:
            sheet.write_string(line, 2, code)


def _write(sheet: Worksheet, line: int, column: int, cell: Cell, looks: _Looks) -> None:
    match cell:
        case Euros(cents):
            sheet.write_number(line, column, cents / CENTS_PER_EURO, looks.euros)
        case date() if cell >= FIRST_SPREADSHEET_DAY:
            sheet.write_datetime(line, column, cell, looks.day)
        case date():
            sheet.write_string(line, column, cell.isoformat())
        case int():
            sheet.write_number(line, column, cell)
        case str() if cell:
            sheet.write_string(line, column, safe(cell))


def json_bytes(rows: Iterable[ExtractRow], stamp: Stamp, reader: FileReader) -> bytes:  # noqa: ARG001 - as the others
    """Return canonical JSON (RFC 8785) for programs: codes, cents, texts as they are in the register."""
    holders = [{name: _written(value) for name, value in zip(MEMBERS, astuple(row), strict=True)} for row in rows]
    return canonical_json({**dict(stamp.lines()), "holders": holders})


def _written(value: str | int | date | None) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value
