"""People who stand twice in a file, numbers that no register may hold, headings and days with two meanings."""

from datetime import date
from pathlib import Path

import pytest

from govapp.shares.importing.checker.cells import cell_day, is_ambiguous_day
from govapp.shares.importing.checker.comparing import MAX_PAIRS_NAMED
from govapp.shares.importing.service import Checked, check_file
from govapp.shares.people.rules.kinds import PartyKind

FILES = Path(__file__).with_name("files")
HEAD = "number;kind;name;given_name;birth_date;language;category;email;company_number;country;shares;effective_date"
ROW = "{0};natural;{1};An;{2};nl;A;{3};{4};{5};1;2022-03-03"


def checked(content: bytes) -> Checked:
    return check_file(content, {7: PartyKind.NATURAL}, date(2026, 6, 1), lambda _day: 3000)


def of(name: str) -> Checked:
    return checked((FILES / name).read_bytes())


def person(number: int, name: str = "", birth: str = "", email: str = "", company: str = "", country: str = "") -> str:
    return ROW.format(number, name or f"Peeters {number}", birth, email, company, country)


def csv_file(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


def found_in(file: Checked) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.trouble.code) for one in file.problems]


def rows_of_notes(file: Checked) -> list[object]:
    return [note.facts["rows"] for note in file.notes if "rows" in note.facts]


def test_one_person_under_two_numbers_is_shown_before_the_yes() -> None:
    file = of("d01-same-person-two-numbers.csv")
    assert (list(file.problems), rows_of_notes(file)) == ([], ["2 = 3"])


def test_one_company_under_two_numbers_is_refused() -> None:
    assert found_in(of("d02-same-company-twice.csv")) == [(3, "company_number", "double_company_number")]


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        ([person(2, "péeters", "1970-01-02")], ["2 = 3"]),
        ([person(2, "Peeters", "1970-01-03")], []),
        ([person(2, "Peeters")], []),
        ([person(2, "Maes", email="AN@example.org")], ["2 = 3"]),
        ([person(2, "Maes"), person(3, "Peeters", "1970-01-02", "an@example.org")], ["2 = 4"]),
    ],
    ids=["accents", "another day", "no day", "e-mail", "both"],
)
def test_people_are_alike_by_name_and_day_of_birth_or_by_address(others: list[str], shown: list[str]) -> None:
    first = person(1, "Peeters", "1970-01-02", "an@example.org")
    assert rows_of_notes(checked(csv_file(first, *others))) == shown


def test_of_many_pairs_the_first_are_named() -> None:
    many = [person(n, email="office@example.org") for n in range(100, 102 + MAX_PAIRS_NAMED)]
    (rows,) = rows_of_notes(checked(csv_file(*many)))
    assert str(rows).count("=") == MAX_PAIRS_NAMED
    assert str(rows).endswith("…")


def test_names_repeated_on_every_movement_are_one_person() -> None:
    file = of("f09-names-on-every-movement.csv")
    assert (found_in(file), len(file.people), [one.quantity for one in file.movements]) == ([], 1, [1, 2])


def test_a_repeated_number_that_says_something_else_names_the_columns_that_differ() -> None:
    file = checked(csv_file(person(1, "Peeters", email="an@example.org"), person(1, "Pieters", email="no address")))
    (problem,) = file.problems
    assert (problem.row, problem.trouble.code) == (3, "other_person")
    assert problem.facts == {"value": 1, "other_row": 2, "columns": "name, email"}


@pytest.mark.parametrize("name", ["d22-national-number.csv", "d23-national-number-dutch.csv"])
def test_a_column_of_national_numbers_is_to_be_left_out(name: str) -> None:
    assert [code for _row, _column, code in found_in(of(name))] == ["national_number"]


def test_a_national_number_is_not_stored_as_a_company_number() -> None:
    file = of("d24-national-number-renamed-as-advised.csv")
    assert found_in(file) == [(2, "company_number", "hidden_national_number")]
    assert file.people[1].company_number == ""
    plain = checked(csv_file(person(1, company="85073003328", country="FR")))
    assert found_in(plain) == [(2, "company_number", "hidden_national_number")]


@pytest.mark.parametrize("name", ["m01-german-headings.csv", "m02-french-headings.csv"])
def test_headings_of_german_and_french_files_are_known(name: str) -> None:
    assert found_in(of(name)) == []


def test_no_advice_is_given_where_no_column_is_nearly_called_like_that() -> None:
    advice = {
        str(one.facts["value"]): one.facts.get("closest") for one in of("m04-odoo-cooperator.csv").problems if one.facts
    }
    assert advice["Cooperator Number"] is None
    assert advice["Birthdate"] == "birth_date"


def test_days_that_could_be_read_with_the_month_first_are_shown_with_the_first_and_the_last() -> None:
    (note,) = of("d26-us-dates-all-ambiguous.csv").notes
    assert note.facts == {"example": "03/04/2019", "first": "2018-11-12", "last": "2020-08-07"}
    (note,) = of("d10-date-forms.csv").notes
    assert (note.facts["first"], note.facts["last"]) == ("1901-01-01", "2019-03-04")


def test_a_day_is_ambiguous_where_both_numbers_could_be_the_month() -> None:
    texts = ("03/04/2019", "3-4-2019", "13/04/2019", "04/04/2019", "2019-03-04", "")
    assert [text for text in texts if is_ambiguous_day(text)] == ["03/04/2019", "3-4-2019"]
    assert not is_ambiguous_day(date(2019, 3, 4))


@pytest.mark.parametrize("text", ["2019-03-04 00:00:00", "2019-03-04T14:30", "2019-03-04 14:30:05.123"])
def test_a_moment_is_the_day_on_which_it_lies(text: str) -> None:
    assert cell_day(text) == date(2019, 3, 4)


def test_a_moment_of_another_zone_is_no_day() -> None:
    assert cell_day("2019-03-04T23:30Z") is None
