"""Importing the register: every way a file can be wrong, and all or nothing, on both databases."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from sqlalchemy import select, text

from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.demo.population import as_csv, as_rows, population
from govapp.kernel.clock import FixedClock
from govapp.shares.importing.models import StagedImport
from govapp.shares.importing.reader import csvfiles, files
from govapp.shares.importing.rules.refusals import (
    FileEncoding,
    FileHasErrors,
    FileTooLarge,
    FileUnreadable,
    ImportNotFound,
    OldWorkbook,
)
from govapp.shares.importing.service import (
    COLUMNS,
    Checked,
    ConfirmImport,
    ImportFile,
    StageImport,
    check_file,
    check_import,
    confirm_import,
    discard_import,
    get_known_numbers,
    get_staged_file,
    import_file,
    stage_import,
)
from govapp.shares.ledger.models import LedgerTransaction
from govapp.shares.people.models import Party
from govapp.shares.people.rules.days import as_of, day_of
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.register.cli import shares
from govapp.shares.register.queries import check_register, get_holder_detail, get_register_totals
from govapp.shares.rolls.queries import list_roll_candidates
from govapp.shares.rolls.rules.roll import compile_roll
from tests.factories.accounts import ZONE
from tests.factories.ballots import KEY
from tests.factories.shares import NO_ROOMS, REGISTRAR, registered

TODAY = date(2026, 6, 1)
HEAD = (
    "number;kind;name;given_name;language;category;email;company_number;representative_number;representative_name;"
    "shares;paid_in;effective_date"
)
LIEVE = "1;natural;Peeters;Lieve;nl;A;lieve@mail.example;;;;2;;2022-03-03"
FIRM = "2;legal;Peeters & Zonen bv;;nl;C;;0403.227.515;1;;20;;12/12/2018"


def file(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines, ""]).encode()


def checked(content: bytes, known: dict[int, PartyKind] | None = None) -> Checked:
    return check_file(content, known or {}, TODAY, lambda _day: 3000)


def codes(content: bytes, known: dict[int, PartyKind] | None = None) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.trouble.code) for one in checked(content, known).problems]


def test_a_good_file_shows_its_totals() -> None:
    found = checked(file(LIEVE, FIRM))
    assert found.problems == []
    assert (found.totals.holders, found.totals.shares, found.totals.paid_in_cents) == (2, 22, 66000)
    assert found.totals.shares_by_category == {"member": 2, "partner": 20}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (LIEVE.replace("1;", "x;", 1), ("number", "bad_number")),
        (LIEVE.replace("1;", "0;", 1), ("number", "bad_number")),
        (LIEVE.replace("1;", "1000000000;", 1), ("number", "number_too_large")),
        (LIEVE.replace("1;", ";", 1), ("number", "empty")),
        (LIEVE.replace("natural", "robot"), ("kind", "unknown_value")),
        (LIEVE.replace("Peeters", ""), ("name", "empty")),
        (LIEVE.replace("Peeters", "P" * 201), ("name", "too_long")),
        (LIEVE.replace("Peeters", "#N/A"), ("name", "spreadsheet_error")),
        (LIEVE.replace(";nl;", ";it;"), ("language", "unknown_value")),
        (LIEVE.replace(";A;", ";D;"), ("category", "unknown_category")),
        (LIEVE.replace(";A;", ";;"), ("category", "empty")),
        (LIEVE.replace("lieve@mail.example", "lieve"), ("email", "bad_email")),
        (LIEVE.replace(";2;", ";-2;"), ("shares", "bad_quantity")),
        (LIEVE.replace(";2;", ";1,5;"), ("shares", "bad_quantity")),
        (LIEVE.replace(";2;", ";1000001;"), ("shares", "number_too_large")),
        (LIEVE.replace(";2;", f";{'9' * 40};"), ("shares", "number_too_large")),
        (LIEVE.replace(";2;;", ";2;100000001;"), ("paid_in", "amount_too_large")),
        (LIEVE.replace(";2;;", ";2;12345678901,50;"), ("paid_in", "amount_too_large")),
        (LIEVE.replace(";2;", ";;"), ("shares", "empty")),
        (LIEVE.replace(";2;;", ";2;60,01;"), ("paid_in", "too_much_paid")),
        (LIEVE.replace(";2;;", ";2;€ 60;"), ("paid_in", "bad_amount")),
        (LIEVE.replace("2022-03-03", "2022-02-30"), ("effective_date", "bad_date")),
        (LIEVE.replace("2022-03-03", "03.03.22"), ("effective_date", "bad_date")),
        (LIEVE.replace("2022-03-03", "44623"), ("effective_date", "excel_day")),
        (LIEVE.replace("2022-03-03", "2026-06-02"), ("effective_date", "future_date")),
        (LIEVE.replace("2022-03-03", ""), ("effective_date", "empty")),
        (FIRM.replace("0403.227.515", "0403.227.516"), ("company_number", "bad_company_number")),
        (FIRM.replace(";1;;20", ";;;20"), ("representative_name", "missing_representative")),
        (FIRM.replace(";1;;20", ";7;;20"), ("representative_number", "unknown_representative")),
        (FIRM.replace(";1;;20", ";1;Vos;20"), ("representative_name", "two_representatives")),
        (FIRM.replace(";;nl", ";An;nl"), ("given_name", "given_name_of_organisation")),
        (LIEVE.replace(";;;;2", ";;;Vos;2"), ("representative_name", "representative_of_human")),
        (LIEVE + ";more", ("", "extra_cells")),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(line: str, problem: tuple[str, str]) -> None:
    lines = [line] if line.startswith("2;") is False else ["1;natural;Vos;Jan;fr;B;;;;;1;;2020-01-01", line]
    assert codes(file(*lines)) == [(len(lines) + 1, *problem)]


def test_texts_come_in_on_one_line_and_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    two_lines = LIEVE.replace("Peeters", '" Van\u00a0den \n Bossche\t"')
    found = checked(file(two_lines, "", "2;natural;Vos;Jan;fr;Z;;;;;1;;2020-01-01"))
    assert found.people[1].name == "Van den Bossche"
    assert [(one.row, one.trouble.code) for one in found.problems] == [(4, "unknown_category")]


def test_a_company_number_of_another_country_is_kept_whole() -> None:
    head = f"{HEAD};country"
    french = FIRM.replace("0403.227.515", "FR 40 303 265 045") + ";fr"
    assert checked(file(LIEVE, french, head=head)).people[2].company_number == "FR40303265045"
    endless = FIRM.replace("0403.227.515", "F" * 21) + ";FR"
    assert codes(file(LIEVE, endless, head=head)) == [(3, "company_number", "bad_foreign_number")]


def test_all_wrong_rows_come_at_once_in_their_order() -> None:
    bad = LIEVE.replace(";2;", ";-2;")
    other = "3;natural;;Jan;xx;B;;;;;0;;never"
    assert codes(file(bad, FIRM, other)) == [
        (2, "shares", "bad_quantity"),
        (4, "name", "empty"),
        (4, "language", "unknown_value"),
        (4, "shares", "bad_quantity"),
        (4, "effective_date", "bad_date"),
    ]


def test_a_number_is_used_once_in_the_file_and_in_the_register() -> None:
    other = LIEVE.replace("Lieve", "Lies")
    assert codes(file(LIEVE, other)) == [(3, "number", "other_person")]
    assert checked(file(LIEVE, other)).problems[0].facts["columns"] == "given_name"
    assert codes(file(LIEVE), {1: PartyKind.NATURAL}) == [(2, "number", "number_in_register")]


def test_a_number_without_a_name_adds_a_movement() -> None:
    found = checked(file(LIEVE, "1;;;;;;;;;;3;;2024-01-02"))
    assert found.problems == []
    assert [movement.quantity for movement in found.movements] == [2, 3]
    assert codes(file("1;;;;;;;;;;3;;2024-01-02"))[0] == (2, "kind", "empty")


def test_a_person_may_be_repeated_on_every_movement_as_it_is() -> None:
    assert [one.quantity for one in checked(file(LIEVE, LIEVE, FIRM)).movements][:2] == [2, 2]
    assert codes(file(LIEVE, LIEVE, FIRM)) == []


def test_headers_are_known_in_four_languages_and_others_are_named() -> None:
    dutch = "nummer;soort;naam;voornaam;taal;categorie;aandelen;ingangsdatum"
    assert codes(file("1;natuurlijke persoon;Peeters;Lieve;nl;lid;1;3/3/2022", head=dutch)) == []
    german = "Nummer;Art;Name;Vorname;Sprache;Kategorie;Anteile;wirksam ab"
    assert codes(file("1;natürliche Person;Peeters;Lieve;de;Mitglied;1;3.3.2022", head=german)) == []
    found = codes(file(LIEVE, head=HEAD.replace("given_name;", "givenname;", 1).replace("shares", "stock")))
    assert found == [
        (1, "givenname", "unknown_column"),
        (1, "stock", "strange_column"),
        (1, "shares", "missing_column"),
    ]
    assert (1, "number", "double_column") in codes(file(LIEVE, head=HEAD.replace("email", "number")))
    assert codes(file()) == [(1, "", "no_rows")]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings_are_recognised(separator: str, encoding: str) -> None:
    text = file(LIEVE.replace("Lieve", "Zoë")).decode().replace(";", separator)
    found = checked(text.encode(encoding))
    assert found.problems == []
    assert found.people[1].given_name == "Zoë"
    assert len(found.notes) == (0 if encoding.startswith("utf-8") else 1)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileUnreadable),
        (b"  \r\n", FileUnreadable),
        (b"\xd0\xcf\x11\xe0old excel", OldWorkbook),
        (b"PK\x03\x04not really", FileUnreadable),
        (b"number\x00;kind", FileEncoding),
        (b"\xff\xfea", FileEncoding),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        checked(content)


def staged(work: Work, content: bytes) -> str:
    return stage_import(work, StageImport("register.csv", content, check_import(work, content)))


def test_too_much_at_once_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvfiles, "MAX_ROWS", 1)
    with pytest.raises(FileTooLarge):
        list(files.read_sheet(file(LIEVE, FIRM)).rows)
    monkeypatch.setattr(files, "MAX_UNPACKED_BYTES", 10)
    with pytest.raises(FileTooLarge):
        files.read_sheet(workbook([["number"]]))


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_brings_real_dates_numbers_and_day_numbers() -> None:
    head: list[object] = ["number", "kind", "name", "language", "category", "shares", "paid_in", "effective_date", None]
    rows: list[list[object]] = [
        head,
        [1, "natural", "Peeters", "nl", "A", 2.0, 45.5, datetime(2022, 3, 3), None],  # noqa: DTZ001 - as Excel has it
        [2, "natural", "Vos", "fr", "B", 1, None, 44623, None],
        [None, None, None, None, None, None, None, None, None],
        [3, "natural", "True", "fr", "B", True, None, 12, None],
    ]
    found = checked(workbook(rows))
    assert [(one.row, one.column, one.trouble.code) for one in found.problems] == [
        (5, "shares", "bad_quantity"),
        (5, "effective_date", "bad_date"),
    ]
    first, second, _ = found.movements
    assert (first.quantity, first.paid_in_cents, first.effective_date) == (2, 4550, date(2022, 3, 3))
    assert second.effective_date == date(2022, 3, 3)


@pytest.mark.parametrize(
    ("cell", "cents"), [(30, 3000), (45.5, 4550), (29.999999999999996, 3000), (45.505, None), (-1, None)]
)
def test_amounts_of_a_workbook_are_whole_cents_or_a_mistake(cell: float, cents: int | None) -> None:
    head: list[object] = ["number", "kind", "name", "language", "category", "shares", "paid_in", "effective_date"]
    found = checked(workbook([head, [1, "natural", "Vos", "fr", "B", 2, cell, datetime(2022, 3, 3)]]))  # noqa: DTZ001
    if cents is None:
        assert [(one.column, one.trouble.code) for one in found.problems] == [("paid_in", "bad_amount")]
    else:
        assert (found.problems, found.totals.paid_in_cents) == ([], cents)


def test_the_first_sheet_is_read_and_others_are_mentioned() -> None:
    book = Workbook()
    for name in ("one", "two"):
        sheet = book.create_sheet(name)
        sheet.append(["number", "kind", "name", "language", "category", "shares", "effective_date"])
        sheet.append([1, "natural", name, "fr", "B", 1, "2022-03-03"])
    book.remove(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    found = checked(target.getvalue())
    assert ([person.name for person in found.people.values()], found.problems) == (["one"], [])
    assert [note.facts for note in found.notes] == [{"names": "two"}]


def test_a_workbook_that_says_it_is_smaller_than_it_is_loses_no_row() -> None:
    head: list[object] = ["number", "kind", "name", "language", "category", "shares", "effective_date"]
    rows: list[list[object]] = [[number, "natural", "Vos", "fr", "B", 1, "2022-03-03"] for number in (1, 2, 3)]
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([head, *rows]))) as honest,
        zipfile.ZipFile(target, "w") as lying,
    ):
        for part in honest.namelist():
            lying.writestr(part, honest.read(part).replace(b'<dimension ref="A1:G4"', b'<dimension ref="A1:G2"'))
    assert target.getvalue() != workbook([head, *rows])
    assert checked(target.getvalue()).totals.holders == 3


def test_the_whole_small_cooperative_comes_in_and_is_sound(database: Database, clock: FixedClock) -> None:
    people = population(300, record_date=date(2026, 5, 15))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        outcome = import_file(work, ImportFile("register.csv", as_csv(people)))
    with database.read_only(REGISTRAR, clock.now()) as work:
        session = work.session
        totals = get_register_totals(session)
        assert (totals.holders, totals.shares) == (300, sum(person.shares for person in people))
        assert totals == get_register_totals(session, as_of(clock.now(), ZONE))
        report = check_register(session)
        assert report.faults == ()
        assert report.ledger_head == outcome.ledger_head
        draft = compile_roll(list_roll_candidates(session, as_of(clock.now(), ZONE)))
        assert len(draft.entries) == 300
        events = session.scalars(select(JournalEntryRecord.tag)).all()
        assert events == ["register:imported"]
        born = {person.number: person.birth_date for person in people}
        assert (
            dict(session.execute(select(Party.number, Party.birth_date).where(Party.number.is_not(None))).all()) == born
        )


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_postgresql_counts_an_imported_register_before_anybody_asks_for_a_list(
    database: Database, clock: FixedClock
) -> None:
    """Planned for the empty tables of before, the list of a few hundred shareholders took minutes."""
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        work.session.execute(text("ANALYZE"))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        import_file(work, ImportFile("register.csv", as_csv(population(60, record_date=date(2026, 5, 15)))))
        counted = work.session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'ledger_line'"))
        assert counted == work.session.scalar(text("SELECT count(*) FROM ledger_line"))


def test_a_workbook_of_the_same_people_brings_the_same(database: Database, clock: FixedClock) -> None:
    people = population(60, record_date=date(2026, 5, 15))
    names = [column.name for column in COLUMNS]
    rows = [[row.get(name, "") for name in names] for row in as_rows(people, history=False)]
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        outcome = import_file(work, ImportFile("register.xlsx", workbook([names, *rows])))
        assert outcome.totals.shares == sum(person.shares for person in people)
        assert check_register(work.session).is_sound


def test_a_row_without_a_price_has_that_of_the_statutes_of_its_day() -> None:
    content = file(LIEVE, FIRM)
    prices = {date(2022, 3, 3): 5000, date(2018, 12, 12): 3000}
    movements = check_file(content, {}, TODAY, prices.__getitem__).movements
    assert [(each.unit_price_cents, each.paid_in_cents) for each in movements] == [(5000, 10_000), (3000, 60_000)]


def test_one_wrong_row_keeps_everything_out(database: Database, clock: FixedClock) -> None:
    content = file(LIEVE, FIRM, "3;natural;Vos;Jan;fr;Z;;;;;1;;2020-01-01")
    with pytest.raises(FileHasErrors), database.unit_of_work(REGISTRAR, clock.now()) as work:
        import_file(work, ImportFile("register.csv", content))
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert work.session.scalars(select(Party.id)).all() == []
        assert work.session.scalars(select(LedgerTransaction.sequence)).all() == []


def test_a_checked_file_waits_and_is_imported_once(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        digest = staged(work, file(LIEVE, FIRM))
        assert staged(work, file(LIEVE, FIRM)) == digest
    with database.read_only(REGISTRAR, clock.now()) as work:
        waiting = get_staged_file(work, digest)
        assert (waiting.filename, waiting.rows, waiting.totals.shares) == ("register.csv", 2, 22)
        assert work.session.scalars(select(Party.id)).all() == []
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        confirm_import(work, ConfirmImport(digest), NO_ROOMS)
    with pytest.raises(ImportNotFound), database.unit_of_work(REGISTRAR, clock.now()) as work:
        confirm_import(work, ConfirmImport(digest), NO_ROOMS)


def test_a_file_of_the_day_before_yesterday_waits_no_longer(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        digest = staged(work, file(LIEVE))
    clock.advance(timedelta(days=1, seconds=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        with pytest.raises(ImportNotFound):
            get_staged_file(work, digest)
        with pytest.raises(ImportNotFound):
            confirm_import(work, ConfirmImport(digest), NO_ROOMS)


def test_a_file_is_checked_again_when_the_register_moved_on(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        digest = staged(work, file(LIEVE))
        registered(work)
    with pytest.raises(FileHasErrors), database.unit_of_work(REGISTRAR, clock.now()) as work:
        confirm_import(work, ConfirmImport(digest), NO_ROOMS)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        assert get_known_numbers(work) == {1: PartyKind.NATURAL}
        discard_import(work, digest)
        assert work.session.scalars(select(StagedImport.id)).all() == []
        tags = work.session.scalars(select(JournalEntryRecord.tag).order_by(JournalEntryRecord.sequence)).all()
        assert [tag for tag in tags if tag.startswith("register:")] == [
            "register:import_checked",
            "register:import_discarded",
        ]
        with pytest.raises(ImportNotFound):
            discard_import(work, digest)


def test_a_representative_may_be_known_to_the_register_already(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
        import_file(work, ImportFile("register.csv", file(FIRM)))
        firm = work.session.scalars(select(Party.id).where(Party.number == 2)).one()
        found = get_holder_detail(work.session, firm, as_of(clock.now(), ZONE))
        assert found.representative is not None
        assert found.representative.name == "Lieve Peeters"
        assert day_of(clock.now(), ZONE) == TODAY


def test_the_command_checks_imports_and_exports(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    # An export carries the signed state of its moment.
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY.decode())
    good, bad, out = tmp_path / "good.csv", tmp_path / "bad.csv", tmp_path / "list.csv"
    good.write_bytes(file(LIEVE, FIRM))
    bad.write_bytes(file(LIEVE.replace(";2;", ";-2;")))
    runner = CliRunner()
    refused = runner.invoke(shares, ["import", str(bad)])
    assert refused.exit_code == 1
    assert 'Row 2, column shares: "-2" is not a number of shares. Use a whole number of 1 or more.' in refused.output
    dry = runner.invoke(shares, ["import", "--dry-run", str(good)])
    assert dry.exit_code == 0
    assert "22 shares, EUR 660.00 paid in" in dry.output
    assert runner.invoke(shares, ["import", str(good)], input="n\n").exit_code == 1
    done = runner.invoke(shares, ["import", "--yes", str(good)])
    assert done.exit_code == 0, done.output
    assert "Imported." in done.output
    exported = runner.invoke(shares, ["export", "--purpose", "Test", "--on", "2020-01-01", str(out)])
    assert exported.exit_code == 0, exported.output
    assert "1 shareholders, 20 shares" in exported.output
    assert out.stat().st_mode & 0o777 == 0o600
    assert runner.invoke(shares, ["export", "--purpose", "Test", str(tmp_path / "list.doc")]).exit_code == 2
    with database.read_only(REGISTRAR, datetime.now(UTC)) as work:
        tags = work.session.scalars(select(JournalEntryRecord.tag).order_by(JournalEntryRecord.sequence)).all()
        assert tags == ["register:imported", "register:exported"]
