"""What a workbook hides is said, and what is read of it; files of other formats are called what they are."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from govapp.kernel.errors import Refusal
from govapp.shares.importing.checker.reading import MAX_RANGES_NAMED, hidden_rows_note
from govapp.shares.importing.reader.workbooks import HiddenParts
from govapp.shares.importing.rules.refusals import OpenDocument, StrictWorkbook
from govapp.shares.importing.service import Checked, check_file

FILES = Path(__file__).with_name("files")
HEAD = ("number", "kind", "name", "language", "category", "shares", "effective_date", "reference")


def checked(content: bytes) -> Checked:
    return check_file(content, {}, date(2026, 6, 1), lambda _day: 3000)


def book_of(*names: str) -> Workbook:
    """Return a workbook of one sheet with a row for each name."""
    book = openpyxl.Workbook()
    fill(book, 0, *names)
    return book


def fill(book: Workbook, sheet: int, *names: str) -> None:
    book.worksheets[sheet].append(HEAD)
    for number, name in enumerate(names, start=1):
        book.worksheets[sheet].append((number, "natural", name, "nl", "A", 1, "2022-03-03", ""))


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_hidden_rows_are_read_and_named() -> None:
    found = checked((FILES / "x07-hidden-row.xlsx").read_bytes())
    assert [person.name for person in found.people.values()] == ["Peeters", "Uitgetreden"]
    assert [(note.message[:11], note.facts) for note in found.notes] == [("Hidden rows", {"rows": "3"})]


def test_neighbours_are_named_as_a_range_and_empty_rows_not_at_all() -> None:
    book = book_of("Vos", "Maes", "Claes", "Peeters", "Jans")
    for number in (1, 3, 4):
        book.worksheets[0].row_dimensions[number].hidden = True
    for number in range(7, 30):
        book.worksheets[0].row_dimensions[number].hidden = True
    assert [note.facts for note in checked(saved(book)).notes] == [{"rows": "1, 3-4"}]


def test_hidden_columns_are_read_and_named_by_their_heading() -> None:
    book = book_of("Vos")
    book.worksheets[0].column_dimensions["C"].hidden = True
    book.worksheets[0].column_dimensions["Z"].hidden = True
    found = checked(saved(book))
    assert (found.people[1].name, [note.facts for note in found.notes]) == ("Vos", [{"names": "name"}])


def test_hidden_sheets_are_named_and_never_read() -> None:
    book = book_of("Former")
    for title in ("members", "notes", "old"):
        book.create_sheet(title)
    fill(book, 1, "Vos")
    book.worksheets[0].title = "former"
    book.worksheets[0].sheet_state = "hidden"
    book.worksheets[3].sheet_state = "veryHidden"
    book.active = 1
    found = checked(saved(book))
    assert [person.name for person in found.people.values()] == ["Vos"]
    assert [note.facts["names"] for note in found.notes] == ["notes", "former, old"]


def test_many_hidden_rows_are_named_in_part() -> None:
    text = str(hidden_rows_note(range(2, 1_000, 2)).facts["rows"])
    assert text.startswith("2, 4, ")
    assert text.count(",") == MAX_RANGES_NAMED
    assert text.endswith(", …")


def test_tags_are_seen_across_pieces_and_without_numbers() -> None:
    hidden = HiddenParts()
    sheet = (
        b"""<cols><col min='2' max='3' hidden='true'/></cols><row><c/></row><row hidden="1"/><x:row r="9" ht="0.0">"""
    )
    for place in range(0, len(sheet), 7):
        piece = sheet[place : place + 7]
        hidden.look_at(piece)
    assert (hidden.rows, hidden.columns) == ([(2, 2), (9, 9)], [(2, 3)])


@pytest.mark.parametrize(
    ("name", "refusal"), [("f01-strict-open-xml.xlsx", StrictWorkbook), ("f02-libreoffice.ods", OpenDocument)]
)
def test_other_formats_are_called_what_they_are(name: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        checked((FILES / name).read_bytes())
