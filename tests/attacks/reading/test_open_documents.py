"""OpenDocument spreadsheets (ODS): read as they are seen, within limits, and refused by name where they are hostile."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.shares.importing.reader.files import read_sheet
from govapp.shares.importing.reader.sheets import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS, Cell
from govapp.shares.importing.rules.refusals import (
    FileTooHeavy,
    FileTooLarge,
    FileTooWide,
    FileUnreadable,
    FormulaWithoutResult,
    OpenDocument,
    ProtectedDocument,
)
from govapp.shares.importing.service import Checked, check_file
from tests.attacks.reading.documents import (
    contents,
    day,
    heading,
    holder,
    number,
    ods,
    package,
    row,
    sheet,
    text,
)
from tests.factories.accounts import officer_browser

TODAY = date(2026, 6, 1)
SECRET = "a line of a file that is none of their business"
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def checked(content: bytes) -> Checked:
    return check_file(content, {}, TODAY, lambda _day: 3000)


def cells_of(*cells: str) -> tuple[Cell, ...]:
    """Return the cells of a second row as they are read."""
    ((_, found),) = read_sheet(package(contents(sheet(heading(), row(*cells))))).rows
    return found


def names(found: Checked) -> list[str]:
    return [person.name for person in found.people.values()]


def test_a_register_of_libreoffice_is_read_with_its_days_amounts_and_numbers() -> None:
    found = checked(ods(holder(1), holder(2, "D&apos;Hondt", when=day("2020-11-02T00:00:00"))))
    assert (list(found.problems), found.notes, names(found)) == ([], (), ["Peeters", "D'Hondt"])
    assert [(one.paid_in_cents, one.effective_date) for one in found.movements] == [
        (3000, date(2022, 3, 3)),
        (3000, date(2020, 11, 2)),
    ]


def test_empty_rows_and_columns_that_stand_for_the_rest_of_a_sheet_are_nothing() -> None:
    rest = '<table:table-cell table:number-columns-repeated="16376"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048573">{rest}</table:table-row>'
    found = checked(ods(holder(1).replace("</table:table-row>", f"{rest}</table:table-row>"), empty))
    assert (found.rows, list(found.problems)) == (1, [])


def test_a_row_after_two_thousand_million_empty_ones_is_read_and_has_its_number() -> None:
    empty = '<table:table-row table:number-rows-repeated="2000000000"/>'
    (one,) = checked(ods(holder(1), empty, holder(0))).problems
    assert (one.row, one.column, one.trouble.code) == (2_000_000_003, "number", "bad_number")


def test_a_row_that_stands_for_two_thousand_million_is_too_much() -> None:
    for many in (MAX_ROWS + 1, 1_048_576, 2_000_000_000):
        with pytest.raises(FileTooLarge):
            checked(ods(holder(1, attributes=f'table:number-rows-repeated="{many}"')))


def test_a_cell_that_stands_for_many_is_as_many_cells_and_no_more_than_are_looked_at() -> None:
    assert cells_of(text("x", 'table:number-columns-repeated="3"'), text("y")) == ("x", "x", "x", "y")
    wide = cells_of(text("x", 'table:number-columns-repeated="2000000000"'))
    assert len(wide) == MAX_COLUMNS + 1
    far = cells_of('<table:table-cell table:number-columns-repeated="16000"/>', text("far"))
    assert (len(far), far[-1]) == (MAX_COLUMNS + 1, "far")
    with pytest.raises(FileTooWide):
        checked(package(contents(sheet(row(text("x", 'table:number-columns-repeated="2000000000"'))))))


@pytest.mark.parametrize("count", ["-1", "1e9", "٣", "9" * 40, ""])
def test_a_count_that_is_none_makes_the_file_unreadable(count: str) -> None:
    with pytest.raises(FileUnreadable):
        checked(ods(holder(1, attributes=f'table:number-rows-repeated="{count}"')))


def test_what_unpacks_to_far_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = package(contents(sheet(heading(), holder(1))) + b" " * 301_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(FileTooLarge):
        checked(bomb)


def test_one_element_of_many_megabytes_and_a_million_elements_within_one_another_end_the_reading_by_name() -> None:
    endless = "x" * 250_000_000
    for hostile in (sheet(heading(), f'<table:table-row table:style-name="{endless}"/>'), "<text:p>" * 3_000_000):
        with pytest.raises((FileTooHeavy, FileUnreadable, FileTooLarge)):
            checked(package(contents(hostile)))


def test_an_endless_cell_is_too_large() -> None:
    half = "a" * (MAX_CELL_CHARACTERS // 2 + 1)
    with pytest.raises(FileTooLarge):
        checked(ods(holder(1, f"{half}</text:p><text:p>{half}")))
    with pytest.raises(FileTooLarge):
        list(read_sheet(package(contents(sheet(heading(), row(text(half * 2)))))).rows)


def test_entities_are_not_read_whether_they_grow_or_name_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET, encoding="utf-8")
    for entities in (f'<!ENTITY a0 "ha">{LAUGHS}', f'<!ENTITY a9 SYSTEM "{file.as_uri()}">', '<!ENTITY a9 "x">'):
        declaration = f"<!DOCTYPE office:document-content [{entities}]>"
        with pytest.raises(FileUnreadable) as refused:
            checked(package(contents(sheet(heading(), holder(1, "&a9;")), declaration=declaration)))
        assert SECRET not in repr(vars(refused.value))


@pytest.mark.parametrize("kind", ["", 'office:value-type="float"', 'office:value-type="date"'])
def test_a_formula_without_a_stored_result_is_named_by_its_cell(kind: str) -> None:
    formula = f'<table:table-cell table:formula="of:=15*2" {kind}/>'
    with pytest.raises(FormulaWithoutResult) as refused:
        checked(ods(holder(1), holder(2, paid=formula)))
    assert refused.value.params == {"cell": "G3"}
    far = '<table:table-cell table:number-columns-repeated="27"/>'
    with pytest.raises(FormulaWithoutResult) as refused:
        cells_of(far, formula)
    assert refused.value.params == {"cell": "AB2"}


def test_a_formula_counts_with_its_last_result_and_one_that_gives_nothing_is_an_empty_cell() -> None:
    nothing = (
        '<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string"><text:p/></table:table-cell>'
    )
    assert cells_of(number(30, 'table:formula="of:=15*2"'), nothing, text("x")) == (30, None, "x")


@pytest.mark.parametrize(
    ("word", "cell"),
    [
        ("#NAME?", 'office:value-type="string" office:string-value="" calcext:value-type="error"'),
        ("Err:502", 'table:formula="of:=1" office:value-type="string" office:string-value=""'),
        ("#DIV/0!", 'table:formula="of:=1/0" office:value-type="float" office:value="0"'),
        ("Fout:502", 'table:formula="of:=1" office:value-type="float" office:value="0"'),
    ],
)
def test_a_formula_that_failed_is_an_error_and_neither_nothing_nor_zero(word: str, cell: str) -> None:
    failed = f"<table:table-cell {cell}><text:p>{word}</text:p></table:table-cell>"
    assert cells_of(failed) == (word,)
    (one,) = checked(ods(holder(1).replace(text("Peeters"), failed))).problems
    assert (one.row, one.column, one.trouble.code) == (2, "name", "spreadsheet_error")


def test_values_of_every_kind_are_what_the_cell_holds_and_not_how_it_is_shown() -> None:
    def cell(kind: str, value: str, shown: str) -> str:
        return f'<table:table-cell office:value-type="{kind}" {value}><text:p>{shown}</text:p></table:table-cell>'

    assert cells_of(
        number("123456789012", shown="1,23E+11"),
        cell("percentage", 'office:value="0.5"', "50 %"),
        cell("boolean", 'office:boolean-value="true"', "WAAR"),
        cell("time", 'office:time-value="PT10H"', "10:00"),
        cell("string", 'office:string-value="kept"', ""),
        cell("date", 'office:date-value="-0044-03-15"', "15/03/-44"),
        cell("float", 'office:value="many"', "many"),
    ) == (123456789012, 0.5, True, "10:00", "kept", "15/03/-44", "many")


def test_numbers_that_no_register_means_are_problems_of_their_row() -> None:
    for value in ("1e999", "-INF", "NaN", "9" * 290, "9" * 4_000):
        (one,) = checked(ods(holder(1, paid=number(value)))).problems
        assert (one.row, one.column) == (2, "paid_in"), value
        (one,) = checked(ods(holder(1, when=number(value)))).problems
        assert (one.row, one.column, one.trouble.code) == (2, "effective_date", "bad_date"), value
        assert checked(ods(holder(1).replace(text("Peeters"), number(value)))).problems


def test_a_text_is_what_is_seen_without_notes_drawings_and_tracked_changes() -> None:
    note = "<office:annotation><text:p>ask her</text:p></office:annotation>"
    drawn = "<draw:frame><text:p>logo</text:p></draw:frame>"
    cell = (
        f'<table:table-cell office:value-type="string">{note}<text:p>Van<text:s text:c="2"/>den <text:span>Bo'
        f"<text:note><text:p>1</text:p></text:note>ssche</text:span></text:p><text:p>de jonge</text:p>{drawn}"
        "</table:table-cell>"
    )
    assert cells_of(cell) == ("Van den Bossche\nde jonge",)
    changes = (
        f"<table:tracked-changes><table:deletion>{sheet(heading(), holder(9))}</table:deletion></table:tracked-changes>"
    )
    shapes = f"<table:shapes><draw:object>{sheet(row(text('drawn')))}</draw:object></table:shapes>"
    found = checked(package(contents(sheet(shapes, heading(), holder(1)), before=changes)))
    assert (names(found), list(found.problems)) == (["Peeters"], [])


def test_a_cell_under_another_and_a_table_within_a_cell_are_not_read() -> None:
    covered = "<table:covered-table-cell office:value-type='string'><text:p>under</text:p></table:covered-table-cell>"
    inner = f"<table:table-cell>{sheet(row(text('inner')))}</table:table-cell>"
    assert cells_of(text("a"), covered, inner, text("b")) == ("a", None, None, "b")


def test_hidden_rows_columns_and_sheets_are_named() -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    collapsed = holder(3, attributes='table:visibility="collapse"')
    group = f'<table:table-row-group table:display="false">{collapsed}</table:table-row-group>'
    members = sheet(
        f"<table:table-header-rows>{heading()}</table:table-header-rows>",
        holder(1),
        holder(2, attributes='table:visibility="filter"'),
        group,
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048570"/>',
        columns=f"<table:table-columns>{columns}</table:table-columns>",
    )
    book = contents(sheet(heading(), holder(8), name="former", style="ta2"), members, sheet(name="notes"))
    found = checked(package(book))
    assert (set(found.people), list(found.problems)) == ({1, 2, 3}, [])
    assert [note.facts for note in found.notes] == [
        {"names": "notes"},
        {"names": "former"},
        {"names": "name"},
        {"rows": "3-4"},
    ]


@pytest.mark.parametrize(("first", "year"), [("1904-01-01", "1904"), ("1900-01-01", "1900")])
def test_plain_numbers_are_days_from_the_day_that_the_file_names(first: str, year: str) -> None:
    seen = date(2022, 3, 3)
    settings = f'<table:calculation-settings><table:null-date table:date-value="{first}"/></table:calculation-settings>'
    plain = (seen - date.fromisoformat(first)).days
    found = checked(ods(holder(1, when=number(plain)), before=settings))
    assert [movement.effective_date for movement in found.movements] == [seen]
    assert [note.facts for note in found.notes] == [{"year": year}]


def test_a_first_row_that_is_empty_is_no_heading() -> None:
    found = checked(package(contents(sheet("<table:table-row/>", heading(), holder(1)))))
    assert {one.trouble.code for one in found.problems} == {"missing_column"}


LETTER = contents().replace(b"office:spreadsheet", b"office:text")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (package(contents(sheet(heading())), b'<manifest:encryption-data manifest:checksum="x"/>'), ProtectedDocument),
        (package(LETTER, mimetype=b"application/vnd.oasis.opendocument.text"), OpenDocument),
        (package(contents()), OpenDocument),
        (package(contents(sheet(heading(), holder(1)))[:-60]), FileUnreadable),
        (package(b"\xff\xfe\0"), FileUnreadable),
        (package(b""), FileUnreadable),
    ],
    ids=["locked", "a letter", "no sheet", "cut", "no text", "nothing"],
)
def test_what_cannot_be_read_is_called_what_it_is(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        checked(content)


def test_a_package_that_is_locked_as_a_whole_or_has_no_contents_is_called_what_it_is() -> None:
    for name, refusal in (("encrypted-package", ProtectedDocument), ("styles.xml", FileUnreadable)):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as out:
            out.writestr("META-INF/manifest.xml", "<manifest/>")
            out.writestr(name, "x")
        with pytest.raises(refusal):
            checked(target.getvalue())


@pytest.mark.parametrize("is_good", [True, False])
def test_a_registrar_sees_what_it_would_bring_or_what_is_wrong(
    app: Flask, database: Database, clock: FixedClock, *, is_good: bool
) -> None:
    registrar = officer_browser(app, database, clock, Role.REGISTRAR)
    file = (io.BytesIO(ods(holder(int(is_good)))), "leden.ods")
    page = registrar.post("/office/register/import", {"file": file}, content_type="multipart/form-data")
    assert any((form.get("action") or "").endswith("/discard") for form in page.all("form")) == is_good
