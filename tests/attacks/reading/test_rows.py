"""Rows that would be lost or changed on the way in: each is named with its line or cell, and nothing is written."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from govapp.shares.importing.checker.cells import has_lost_digits
from govapp.shares.importing.checker.checking import MAX_ROW_EUROS, MAX_UNIT_PRICE_EUROS
from govapp.shares.importing.reader.lines import MAX_LINES_READ_AGAIN, MAX_STRAY_QUOTES
from govapp.shares.importing.rules.refusals import FileUnreadable
from govapp.shares.importing.service import Checked, check_file

FILES = Path(__file__).with_name("files")
TODAY = date(2026, 6, 1)
HEAD = "number;kind;name;given_name;language;category;shares;unit_price;paid_in;effective_date;reference"
ROW = "{0};natural;{1};An;nl;A;1;30;30;2020-11-02;{2}"


def checked(content: bytes) -> Checked:
    return check_file(content, {}, TODAY, lambda _day: 3000)


def csv_file(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines, ""]).encode()


def row(number: int, name: str = "Peeters", reference: str = "p. 3") -> str:
    return ROW.format(number, name, reference)


def found_in(content: bytes) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.trouble.code) for one in checked(content).problems]


def lines_in(content: bytes) -> list[tuple[int, object]]:
    return [(one.row, one.facts.get("line")) for one in checked(content).problems]


@pytest.mark.parametrize(("name", "line"), [("s07-stray-quote.csv", 4), ("s09-unclosed-quote.csv", 2)])
def test_a_stray_quotation_mark_is_named_by_its_line_and_the_other_rows_are_read(name: str, line: int) -> None:
    found = checked((FILES / name).read_bytes())
    assert [(one.row, one.trouble.code, one.facts) for one in found.problems] == [(line, "stray_quote", {"line": line})]
    assert found.rows == 3
    assert set(found.people) == {101, 102}


def test_all_stray_quotation_marks_come_at_once_with_the_other_bad_rows() -> None:
    content = csv_file(row(1), row(2, '"Vos'), row(0), row(3, '"Het "Huis"'), row(4), row(5, "X", '"open'))
    assert found_in(content) == [
        (3, "", "stray_quote"),
        (4, "number", "bad_number"),
        (5, "", "stray_quote"),
        (7, "", "stray_quote"),
    ]


def test_two_stray_quotation_marks_that_close_each_other_lose_nobody_in_silence() -> None:
    # Read as written, the name of number 2 is all of three rows, and 3 and 4 are gone.
    content = csv_file(row(1), row(2, '"Vos'), row(3), row(4, 'Maes"'), row(5))
    assert found_in(content) == [(3, "", "stray_quote")]
    assert set(checked(content).people) == {1, 3, 4, 5}


def test_the_line_is_that_of_the_file_and_not_that_of_the_row() -> None:
    long = row(1, '"Van den\n\nBossche"')
    assert lines_in(csv_file(long, row(2, '"Vos'))) == [(3, 5)]
    assert lines_in(b"sep=;\r\n" + csv_file(long, row(2, '"Vos'))) == [(3, 6)]
    # The mark may stand behind a cell that rightly has several lines.
    assert lines_in(csv_file(row(1, '"Van den\nBossche"', '"x'))) == [(2, 3)]


def test_a_quotation_mark_that_opens_in_each_of_many_rows_is_named_where_it_first_opened() -> None:
    # Two marks make one cell of the end of a row and the beginning of the next, over and over.
    content = csv_file(row(1, "X", 'p"'), row(2, "X", '"p'), row(3, '"Vos', "x"), row(4))
    assert lines_in(content) == [(3, 3), (4, 4)]


def test_texts_in_quotes_may_have_lines_separators_and_quotation_marks() -> None:
    found = checked(csv_file(row(1, '"Van; den\nBossche; ""de"" jonge"'), row(2, 'Huis "De Zon"')))
    assert not found.problems
    assert [person.name for person in found.people.values()] == ['Van; den Bossche; "de" jonge', 'Huis "De Zon"']


def test_a_stray_quotation_mark_in_the_first_row_is_the_one_problem() -> None:
    assert found_in(csv_file(row(1), head=HEAD.replace("kind", '"kind'))) == [(1, "", "stray_quote")]


def test_after_many_stray_quotation_marks_reading_ends_and_says_so() -> None:
    found = checked(csv_file(*(row(number, '"Het "Huis"') for number in range(1, 50))))
    assert [one.trouble.code for one in found.problems] == ["stray_quote"] * 19 + ["last_stray_quote"]
    assert found.rows == MAX_STRAY_QUOTES


def test_what_marks_have_swallowed_is_not_read_again_for_ever() -> None:
    # Each of these is open to the end of the file when it is read for itself.
    (one,) = checked(csv_file(*['a";"b'] * (MAX_LINES_READ_AGAIN + 1))).problems
    assert (one.row, one.trouble.code, one.facts) == (2, "last_stray_quote", {"line": 2})


def test_an_endless_cell_is_no_table() -> None:
    for cell in ("a" * 200_000, f'"{"a" * 200_000}"'):
        with pytest.raises(FileUnreadable):
            checked(csv_file(row(1, cell)))


@pytest.mark.parametrize(
    ("name", "rows"), [("x10-foreign-number-scientific.xlsx", [2, 4]), ("d25-scientific-foreign-number.csv", [2, 3])]
)
def test_a_number_without_its_last_digits_is_refused_by_cell(name: str, rows: list[int]) -> None:
    assert found_in((FILES / name).read_bytes()) == [(number, "company_number", "lost_digits") for number in rows]


@pytest.mark.parametrize("cell", ["1,23457E+11", "1.23457e+30", "-7E-3", 1.23457e30, 10**15, 1234567890123456789])
def test_lost_digits_are_seen_in_texts_and_in_numbers(cell: str | float) -> None:
    assert has_lost_digits(cell)


@pytest.mark.parametrize("cell", ["12E5", "1E", "E+11", "A1,5E+11", "2020", 999_999_999_999_999, 30.5, None, True])
def test_other_texts_and_numbers_are_kept(cell: str | float | None) -> None:
    assert not has_lost_digits(cell)


def test_a_long_reference_typed_as_a_number_is_not_changed_in_silence() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(HEAD.split(";"))
    book.worksheets[0].append([1, "natural", "Vos", "An", "nl", "A", 1, 30, 30, "2020-11-02", 1.23456789012346e17])
    book.worksheets[0].append([2, "natural", "Maes", "An", "nl", "A", 1, 30, 30, "2020-11-02", 123456789012])
    target = io.BytesIO()
    book.save(target)
    found = checked(target.getvalue())
    assert [(one.row, one.column, one.facts) for one in found.problems] == [(2, "reference", {"value": "1.23457E+17"})]
    assert [movement.reference for movement in found.movements][1] == "123456789012"


def test_an_absurd_price_is_refused_with_its_row_and_the_limit() -> None:
    (one,) = checked((FILES / "f16-unit-price.csv").read_bytes()).problems
    assert (one.row, one.column, one.trouble.code) == (4, "unit_price", "amount_too_large")
    assert one.facts == {"value": "999999999", "limit": MAX_UNIT_PRICE_EUROS}


@pytest.mark.parametrize("price", ["1000000,01", "1000001", "9999999999", "1" * 40])
def test_prices_of_any_length_beyond_the_limit_get_the_same_sentence(price: str) -> None:
    line = row(1).replace(";30;30;", f";{price};30;")
    assert found_in(csv_file(line)) == [(2, "unit_price", "amount_too_large")]


def test_a_row_beyond_what_any_register_holds_is_refused_with_what_it_would_cost() -> None:
    content = csv_file(row(1).replace(";1;30;30;", ";1000000;100,01;;"), row(2).replace(";1;30;30;", ";1000000;100;;"))
    (one,) = checked(content).problems
    assert (one.row, one.column, one.trouble.code) == (2, "unit_price", "row_too_large")
    assert one.facts == {"shares": 1_000_000, "value": "100010000.00", "limit": MAX_ROW_EUROS}
