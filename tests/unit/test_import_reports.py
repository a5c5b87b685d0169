"""What the process that checks a file is told, and what it tells."""

import io
import json
from datetime import date

import pytest

from govapp.shares.importing.checker import reports
from govapp.shares.importing.checker.checking import check_file
from govapp.shares.importing.checker.reports import ROWS_PER_LINE, Order, checked_of, order_of, write_checked
from govapp.shares.people.rules.kinds import PartyKind

HEAD = (
    "number;kind;name;given_name;birth_date;gender;company_number;language;category;email;shares;effective_date;"
    "representative_number;representative_name"
)
LIEVE = "1;natural;Peeters;Liève;1980-02-29;f;;nl;A;lieve@example.org;1;2022-03-03;;"
FIRM = "2;legal;Ambora;;;;0403.170.701;fr;C;;20;2023-01-01;1;"
CLUB = "3;legal;Club;;;;;de;B;;2;2023-01-01;;Maes"
MORE = "1;;;;;;;;;;4;2024-05-06;;"
ORDER = Order({7: PartyKind.LEGAL}, date(2026, 6, 1), ((date(1900, 1, 1), 2500), (date(2023, 1, 1), 3000)))


def csv_file(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


def answer(content: bytes, order: Order) -> list[object]:
    target = io.StringIO()
    write_checked(io.BytesIO(order.line() + content), target)
    return [json.loads(line) for line in target.getvalue().splitlines()]


def test_an_order_says_the_same_on_the_other_side() -> None:
    found = order_of(ORDER.line())
    assert (found.known, found.day, found.encoding, found.with_rows) == (ORDER.known, ORDER.day, "", False)
    days = [date(1950, 1, 1), date(2022, 12, 31), date(2023, 1, 1), date(2026, 1, 1)]
    assert [found.price_on(day) for day in days] == [2500, 2500, 3000, 3000]
    assert found.line() == ORDER.line()


def test_a_checked_file_is_the_same_on_the_other_side() -> None:
    content = csv_file(LIEVE, FIRM, CLUB, MORE)
    order = Order(ORDER.known, ORDER.day, ORDER.prices, with_rows=True)
    *lines, end = answer(content, order)
    assert end == "end"
    here = check_file(content, ORDER.known, ORDER.day, ORDER.price_on)
    assert here.problems == []
    assert checked_of(lines) == here


def test_a_report_comes_without_rows() -> None:
    report, end = answer(csv_file(LIEVE, FIRM), ORDER)
    found = checked_of([report])
    assert (found.rows, found.totals.shares, found.people, found.movements, end) == (2, 21, {}, [], "end")


def test_what_is_wrong_is_told_and_no_rows() -> None:
    order = Order(ORDER.known, ORDER.day, ORDER.prices, with_rows=True)
    content = csv_file(LIEVE, LIEVE.replace("Peeters", "Maes"), "7;natural;;;;;;nl;Z;x;1;2030-01-01;;")
    report, end = answer(content, order)
    found, here = checked_of([report]), check_file(content, ORDER.known, ORDER.day, ORDER.price_on)
    assert list(found.problems) == list(here.problems)
    assert (found.problems.count_of_all, found.problems.bad_rows, end) == (here.problems.count_of_all, 2, "end")


def test_many_rows_come_some_hundred_in_a_line() -> None:
    rows = [f"{n};natural;Maes;;;;;nl;A;;1;2022-03-03;;" for n in range(100, 101 + ROWS_PER_LINE)]
    lines = answer(csv_file(*rows), Order({}, ORDER.day, ORDER.prices, with_rows=True))
    assert [list(line) for line in lines[1:-1] if isinstance(line, dict)] == [["people"]] * 2 + [["movements"]] * 2


def test_a_refusal_is_told_by_its_code() -> None:
    assert answer(b"PK\x03\x04", ORDER) == [{"refused": "file_unreadable", "params": {}}]


def test_a_file_that_takes_all_memory_is_too_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(*_arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reports, "check_file", check)
    assert answer(b"x", ORDER) == [{"refused": "file_too_heavy", "params": {}}]
