"""Checking a whole file: every bad row at once, and the totals that it would bring."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from govapp.kernel.canonical import sha256_hex
from govapp.kernel.money import CENTS_PER_EURO, euros
from govapp.shares.importing.checker.cells import Row, has_lost_digits, is_ambiguous_day, shown
from govapp.shares.importing.checker.comparing import compare_people
from govapp.shares.importing.checker.reading import Table, hidden_rows_note, read_table
from govapp.shares.importing.checker.values import Checked, ImportMovement, ImportPerson
from govapp.shares.importing.reader.sheets import Cell
from govapp.shares.importing.rules.columns import (
    ALLOWED_CATEGORIES,
    ALLOWED_EVENTS,
    ALLOWED_GENDERS,
    ALLOWED_KINDS,
    ALLOWED_LANGUAGES,
    CATEGORIES,
    COLUMNS,
    EVENTS,
    GENDERS,
    IDENTITY,
    KINDS,
    LANGUAGES,
    closest_column,
    column_named,
    is_national_number,
)
from govapp.shares.importing.rules.problems import ProblemList, RowProblem, problem
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Totals, total
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.places import is_country_code
from govapp.shares.people.rules.refusals import EmailUnreadable
from govapp.shares.people.service.identifiers import (
    FOREIGN_LENGTH,
    clean_company_number,
    clean_email,
    is_national_number_of_somebody,
)
from govapp.statutes.rules.versions import BEGINNING

MAX_HOLDER_NUMBER = 999_999_999
MAX_SHARES_PER_ROW = 1_000_000
# Far above any share and any row of a register, and low enough that the sums of 200,000 rows stay exact everywhere.
MAX_UNIT_PRICE_EUROS = 1_000_000
MAX_ROW_EUROS = 100_000_000
_LONG, _SHORT, _TOWN = 200, 20, 120


def check_file(
    content: bytes,
    known: Mapping[int, PartyKind],
    today: date,
    price_on: Callable[[date], int],
    encoding: str = "",
) -> Checked:
    """Return the file with its problems and totals. `known` are the numbers in the register with their kinds.

    `price_on` gives the price of a share (cents) on a day, for rows that do not say theirs. `encoding` is the one that
    somebody has chosen for a file that is not in UTF-8; without it, it is guessed.

    Raises what `read_table` raises when there is no table to check.
    """
    table = read_table(content, encoding)
    try:
        checked = _checked(table, content, known, today, price_on)
        checked.is_encoding_chosen = bool(encoding) and checked.encoding == encoding
        checked.totals = _totals(checked)
        return checked
    finally:
        table.close()


def _totals(checked: Checked) -> Totals:
    """Return holders, shares and cents in all and per category."""
    shares: dict[int, int] = {}
    cents: dict[int, int] = {}
    for movement in checked.movements:
        shares[movement.number] = shares.get(movement.number, 0) + movement.quantity
        cents[movement.number] = cents.get(movement.number, 0) + movement.paid_in_cents
    return total(
        (person.category.value, shares.get(number, 0), cents.get(number, 0))
        for number, person in checked.people.items()
    )


def _checked(
    table: Table, content: bytes, known: Mapping[int, PartyKind], today: date, price_on: Callable[[date], int]
) -> Checked:
    checked = Checked(sha256_hex(content), notes=table.notes, encoding=table.encoding, decodings=table.decodings)
    # Where the first row itself was not read, what is found as header is no header.
    names = _check_header(table, checked.problems) if not table.unread else []
    if checked.problems or table.unread:
        _note_unread(table, checked)
        return checked
    for row in _filled_rows(table, names, checked, today):
        _check_row(row, checked, known, price_on)
    _note_unread(table, checked)
    if table.hidden_rows:
        checked.notes = (*checked.notes, hidden_rows_note(table.hidden_rows))
    if checked.rows == 0:
        checked.problems.append(problem(1, "", "no_rows"))
    compare_people(checked, known)
    return checked


def _note_unread(table: Table, checked: Checked) -> None:
    for one in table.unread:
        checked.problems.append(one)
    checked.rows += len(table.unread)


def _check_header(table: Table, problems: ProblemList) -> list[str]:
    names: list[str] = []
    for header in table.header:
        name = column_named(header)
        if name is None:
            problems.append(_unknown_column(header.strip()))
        elif name in names:
            problems.append(problem(1, name, "double_column"))
        names.append(name or "")
    for column in COLUMNS:
        if column.is_required and column.name not in names:
            problems.append(problem(1, column.name, "missing_column"))
    return names


def _unknown_column(header: str) -> RowProblem:
    if is_national_number(header):
        return problem(1, header, "national_number", value=header)
    if closest := closest_column(header):
        return problem(1, header, "unknown_column", value=header, closest=closest)
    return problem(1, header, "strange_column", value=header)


def _filled_rows(table: Table, names: list[str], checked: Checked, today: date) -> Iterator[Row]:
    for number, cells in table.rows:
        filled: dict[str, Cell] = {
            name: cell for name, cell in zip(names, cells, strict=False) if cell is not None and shown(cell)
        }
        if any(shown(cell) for cell in cells[len(names) :]):
            checked.problems.append(problem(number, "", "extra_cells"))
        if not filled:
            continue
        checked.rows += 1
        yield Row(number, filled, checked.problems, today, table.day_offset)


def _check_row(row: Row, checked: Checked, known: Mapping[int, PartyKind], price_on: Callable[[date], int]) -> None:
    number = row.whole("number", "bad_number", MAX_HOLDER_NUMBER)
    describes_person = not IDENTITY.isdisjoint(row.cells)
    earlier = checked.people.get(number)
    if earlier is not None and describes_person:
        _check_same(row, earlier)
    elif number in known:
        row.complain("number", "number_in_register", value=number)
    if earlier is None:
        person = _person(row, number)
        if number:
            checked.people[number] = person
    if not checked.day_example and is_ambiguous_day(cell := row.cells.get("effective_date")):
        checked.day_example = shown(cell)
    checked.movements.append(_movement(row, number, price_on))


def _check_same(row: Row, earlier: ImportPerson) -> None:
    """Complain where a row that repeats a number says something else about the person."""
    repeated = _person(row.unheard(), earlier.number)
    filled = [column.name for column in COLUMNS if column.name in IDENTITY and column.name in row.cells]
    differing = [name for name in filled if getattr(repeated, name) != getattr(earlier, name)]
    if differing:
        row.complain(
            "number", "other_person", value=earlier.number, other_row=earlier.row, columns=", ".join(differing)
        )


def _person(row: Row, number: int) -> ImportPerson:
    kind = row.choice("kind", KINDS, ALLOWED_KINDS, PartyKind.NATURAL, required=True)
    given_name = row.text("given_name", _LONG)
    country = row.text("country", _LONG).upper() or "BE"
    if not is_country_code(country):
        row.complain("country", "bad_country", value=country[:_SHORT])
    if kind is PartyKind.LEGAL and given_name:
        row.complain("given_name", "given_name_of_organisation")
    person = ImportPerson(
        row=row.number,
        number=number,
        kind=kind,
        name=row.text("name", _LONG, required=True),
        given_name=given_name,
        birth_date=row.day("birth_date"),
        gender=row.choice("gender", GENDERS, ALLOWED_GENDERS, None),
        company_number=_company_number(row, kind, country),
        language=row.choice("language", LANGUAGES, ALLOWED_LANGUAGES, "fr", required=True),
        category=row.choice("category", CATEGORIES, ALLOWED_CATEGORIES, Category.MEMBER, required=True),
        email=_email(row),
        street=row.text("street", _LONG),
        postcode=row.text("postcode", _SHORT),
        town=row.text("town", _TOWN),
        country=country,
        representative_number=_representative_number(row),
        representative_name=row.text("representative_name", _LONG),
        representative_given_name=row.text("representative_given_name", _LONG),
    )
    _check_representative(row, person)
    return person


def _check_representative(row: Row, person: ImportPerson) -> None:
    has_number, has_name = "representative_number" in row.cells, bool(person.representative_name)
    if person.kind is PartyKind.NATURAL:
        if has_number or has_name:
            row.complain("representative_name", "representative_of_human")
    elif not has_number and not has_name:
        row.complain("representative_name", "missing_representative")


def _company_number(row: Row, kind: PartyKind, country: str) -> str:
    text = row.text("company_number", _LONG)
    if not text:
        return ""
    if kind is PartyKind.NATURAL and is_national_number_of_somebody(text):
        row.complain("company_number", "hidden_national_number")
        return ""
    number = clean_company_number(text, country)
    if number is None:
        _complain_of_company_number(row, text, country)
    return number or ""


def _complain_of_company_number(row: Row, text: str, country: str) -> None:
    if has_lost_digits(row.cells.get("company_number")):
        return
    if country == "BE":
        row.complain("company_number", "bad_company_number", value=text[:_SHORT])
    else:
        row.complain("company_number", "bad_foreign_number", value=text[:_SHORT], limit=FOREIGN_LENGTH)


def _email(row: Row) -> str:
    text = row.text("email", _LONG)
    try:
        return clean_email(text)
    except EmailUnreadable:
        row.complain("email", "bad_email", value=text)
        return ""


def _representative_number(row: Row) -> int:
    return (
        row.whole("representative_number", "bad_number", MAX_HOLDER_NUMBER)
        if "representative_number" in row.cells
        else 0
    )


def _movement(row: Row, number: int, price_on: Callable[[date], int]) -> ImportMovement:
    quantity = row.whole("shares", "bad_quantity", MAX_SHARES_PER_ROW)
    day = row.day("effective_date", required=True) or date.min
    price = row.cents("unit_price", price_on(max(day, BEGINNING)), MAX_UNIT_PRICE_EUROS)
    if price == 0:
        row.complain("unit_price", "bad_amount", value="0")
    cost = quantity * price
    if cost > MAX_ROW_EUROS * CENTS_PER_EURO:
        row.complain("unit_price", "row_too_large", shares=quantity, value=euros(cost), limit=MAX_ROW_EUROS)
    paid = row.cents("paid_in", cost, MAX_ROW_EUROS)
    if quantity and paid > cost:
        row.complain("paid_in", "too_much_paid")
    return ImportMovement(
        row=row.number,
        number=number,
        type=row.choice("event", EVENTS, ALLOWED_EVENTS, MovementType.OPENING_BALANCE),
        quantity=quantity,
        unit_price_cents=price,
        paid_in_cents=paid,
        effective_date=day,
        reference=row.text("reference", _LONG),
    )
