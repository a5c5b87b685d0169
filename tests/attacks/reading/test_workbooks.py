"""Workbooks that cost too much, or say something else than what is seen: each is read apart and refused by name."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.shares.importing.checker.apart import SheetApart
from govapp.shares.importing.checker.processes import environment_of_process
from govapp.shares.importing.reader.files import read_sheet, write_sheet
from govapp.shares.importing.reader.workbooks import MAX_EMPTY_ROWS
from govapp.shares.importing.rules.refusals import (
    FileEncoding,
    FileTooHeavy,
    FileTooLarge,
    FileTooWide,
    FileUnreadable,
    FormulaWithoutResult,
    OldWorkbook,
)
from govapp.shares.importing.service import Checked, check_file
from tests.factories.accounts import officer_browser

FILES = Path(__file__).with_name("files")
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
HEAD = ("number", "kind", "name", "language", "category", "shares", "paid_in", "effective_date")
LIEVE = (1, "natural", "Peeters", "nl", "A", 1, 30, "2022-03-03")
TODAY = date(2026, 6, 1)


def workbook(*rows: Sequence[object], epoch_1904: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    for row in rows or (HEAD, LIEVE):
        book.worksheets[0].append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def altered(content: bytes, part: str, alter: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook of which one part was changed by somebody who knows the format."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            body = source.read(name)
            out.writestr(name, alter(body) if name == part else body)
    return target.getvalue()


def with_rows(sheet: bytes) -> Callable[[bytes], bytes]:
    return lambda body: body.replace(b"</sheetData>", sheet + b"</sheetData>")


def checked(content: bytes) -> Checked:
    return check_file(content, {}, TODAY, lambda _day: 3000)


def formatted_to_the_last_row(columns: bytes = b"AB") -> bytes:
    cells = b"".join(b'<c r="%c%%(n)d" s="0"/>' % column for column in columns)
    rows = b"".join((b'<row r="%(n)d">' + cells + b"</row>") % {b"n": n} for n in range(3, 1_048_577))
    return altered(workbook(), SHEET, with_rows(rows))


def two_million_styles() -> bytes:
    many = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 2_000_000
    return altered(workbook(), STYLES, lambda body: body.replace(b"</cellXfs>", many + b"</cellXfs>"))


def test_a_sheet_that_is_formatted_to_its_last_row_is_read() -> None:
    found = checked(formatted_to_the_last_row())
    assert (found.rows, list(found.problems)) == (1, [])


def test_a_row_number_of_two_thousand_million_is_no_row() -> None:
    far = b'<row r="2000000000"><c r="A2000000000"><v>7</v></c></row>'
    found = checked(altered(workbook(), SHEET, with_rows(far)))
    assert found.rows == 1


def test_two_million_styles_are_too_heavy() -> None:
    with pytest.raises(FileTooHeavy):
        checked(two_million_styles())


@pytest.mark.parametrize(
    ("name", "rows", "notes"),
    [
        ("x01-1904-date-cells.xlsx", 1, 1),
        ("x02-1904-day-numbers.xlsx", 1, 1),
        ("s01-sep-line.csv", 2, 0),
        ("s02-trailing-empty-columns.csv", 2, 0),
        ("e04-utf8-cr.csv", 2, 1),
    ],
)
def test_files_as_spreadsheets_really_write_them_are_read_and_what_is_unusual_is_said(
    name: str, rows: int, notes: int
) -> None:
    found = checked((FILES / name).read_bytes())
    assert (found.rows, list(found.problems), len(found.notes)) == (rows, [], notes)
    assert found.movements[0].effective_date == date(2019, 3, 4)


def test_a_workbook_of_another_program_that_cannot_be_read_is_refused_and_no_page_breaks() -> None:
    with pytest.raises(FileUnreadable):
        checked((FILES / "g01-empty-fill.xlsx").read_bytes())


def test_every_row_with_an_error_of_a_spreadsheet_is_named() -> None:
    found = checked((FILES / "x15-spreadsheet-errors.xlsx").read_bytes())
    named = {one.row for one in found.problems if one.trouble.code == "spreadsheet_error"}
    assert named == {one.row for one in found.problems}


def test_a_file_that_is_in_utf_8_but_for_a_few_bytes_is_not_read_as_something_else() -> None:
    lines = ";".join(HEAD) + "\n1;natural;Zoë;nl;A;1;30;2022-03-03\n2;natural;Ren"
    with pytest.raises(FileEncoding):
        checked(lines.encode() + b"\xe9;fr;A;1;30;2022-03-03\n")


def test_what_unpacks_to_far_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = altered(workbook(), SHEET, lambda body: body + b" " * 301_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(FileTooLarge):
        checked(bomb)


def test_a_formula_without_a_stored_result_is_named_by_its_cell() -> None:
    formula = workbook(HEAD, (*LIEVE[:6], "=15*2", LIEVE[7]))
    with pytest.raises(FormulaWithoutResult) as refused:
        checked(formula)
    assert refused.value.params == {"cell": "G2"}


def test_days_of_a_workbook_that_counts_from_1904_are_those_that_were_seen() -> None:
    shown = date(2022, 3, 3)
    for day in (shown, (shown - date(1904, 1, 1)).days):
        found = checked(workbook(HEAD, (*LIEVE[:7], day), epoch_1904=True))
        assert [movement.effective_date for movement in found.movements] == [shown], day
        assert len(found.notes) == 1


@pytest.mark.parametrize(
    "word", ["#NAAM?", "#WAARDE!", "#VERW!", "#NOM?", "#VALEUR!", "#WERT!", "#BEZUG!", "#NV", "########", "#SPILL!"]
)
def test_an_error_of_a_spreadsheet_is_nobodys_name_in_any_language(word: str) -> None:
    found = checked(workbook(HEAD, (1, "natural", word, *LIEVE[3:])))
    assert [one.trouble.code for one in found.problems] == ["spreadsheet_error"]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OldWorkbook),
        (b"PK\x03\x04" + b"\0" * 100, FileUnreadable),
        (workbook()[:1500], FileUnreadable),
        (altered(workbook(), SHEET, lambda _: b"<worksheet>"), FileUnreadable),
    ],
    ids=["old or locked", "a few zeros", "cut", "no sheet"],
)
def test_what_cannot_be_read_is_called_what_it_is(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        checked(content)


def test_the_process_that_reads_gets_no_secret_of_ours() -> None:
    given = environment_of_process({"GOVAPP_SECRET_KEY": "a secret", "GOVAPP_DATABASE_URL": "sqlite://", "LANG": "C"})
    assert set(given) == {"LANG", "PYTHONPATH"}


def test_a_reader_that_is_stopped_from_outside_is_a_refusal() -> None:
    sheet = SheetApart(workbook(HEAD, *[LIEVE] * 30_000))
    sheet._process._kill()
    with pytest.raises(FileTooHeavy):
        list(sheet.rows)


def test_a_sheet_with_a_wrong_header_leaves_no_process_behind() -> None:
    sheet = SheetApart(workbook(HEAD, *[LIEVE] * 30_000))
    sheet.close()
    assert sheet._process._process.poll() is not None
    wrong = checked(workbook(("nummer of zo",), *[LIEVE] * 3_000))
    assert wrong.problems[0].trouble.code == "strange_column"


def test_after_many_empty_rows_nothing_more_is_looked_for() -> None:
    far = MAX_EMPTY_ROWS + 10
    row = b'<row r="%d"><c r="A%d"><v>7</v></c></row>' % (far, far)
    found = list(read_sheet(altered(workbook(), SHEET, with_rows(row))).rows)
    assert [number for number, _ in found] == [2]


def test_the_lines_of_the_reader_end_with_a_word_or_a_refusal() -> None:
    good, bad = io.StringIO(), io.StringIO()
    write_sheet(io.BytesIO(workbook()), good)
    write_sheet(io.BytesIO(b"PK\x03\x04"), bad)
    assert good.getvalue().splitlines()[-1] == '"end"'
    assert bad.getvalue() == '{"refused": "file_unreadable", "params": {}}\n'


@pytest.mark.parametrize("value", [b"1e999", b"-1e999", b"9" * 290, b"9" * 4_000])
def test_a_number_that_no_register_means_is_a_problem_of_its_row(value: bytes) -> None:
    for column, cell in (("paid_in", (*LIEVE[:6], 77, LIEVE[7])), ("effective_date", (*LIEVE[:7], 77))):
        content = altered(workbook(HEAD, cell), SHEET, lambda body: body.replace(b"<v>77</v>", b"<v>%s</v>" % value))
        assert [(one.row, one.column) for one in checked(content).problems] == [(2, column)]


def test_a_cell_beyond_the_last_column_that_is_looked_at_is_not_lost_in_silence() -> None:
    empty = [None] * 250
    (one,) = checked(workbook(HEAD, (*LIEVE, *empty[: 200 - len(LIEVE)], "far"))).problems
    assert (one.row, one.trouble.code) == (2, "extra_cells")
    with pytest.raises(FileTooWide):
        checked(workbook((*HEAD, *empty[: 200 - len(HEAD)], "email"), LIEVE))


def test_an_endless_cell_is_too_large() -> None:
    with pytest.raises(FileTooLarge):
        list(
            read_sheet(
                altered(workbook(), SHEET, lambda body: body.replace(b"<t>Peeters", b"<t>" + b"a" * 40_000))
            ).rows
        )


@pytest.mark.parametrize(
    ("name", "content"), [("styles.xlsx", two_million_styles()), ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 99)]
)
def test_a_registrar_reads_why_and_nothing_is_kept(
    app: Flask, database: Database, clock: FixedClock, name: str, content: bytes
) -> None:
    registrar = officer_browser(app, database, clock, Role.REGISTRAR)
    answer = registrar.raw.post(
        "/office/register/import",
        data={"file": (io.BytesIO(content), name), "csrf_token": registrar.token()},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
