"""Exporting the shareholder list, on both databases."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from govapp.audit.journal import get_head
from govapp.audit.models import JournalEntryRecord
from govapp.audit.rules.anchor import read_anchor
from govapp.db.engine import Database
from govapp.demo.population import as_csv, population
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import LANGUAGES, Language
from govapp.shares.exporting.cli import export
from govapp.shares.exporting.models import RegisterExport
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.rules.refusals import PurposeMissing, RegisterChangedMeanwhile
from govapp.shares.exporting.service import MEMBERS, ExportedFile, ExportRegister, log_export, make_export
from govapp.shares.exporting.service.files import safe
from govapp.shares.importing.service import ImportFile, import_file
from govapp.shares.ledger.queries import HolderFilter, get_ledger_head
from govapp.shares.ledger.rules.kinds import HolderState
from govapp.shares.ledger.service import (
    ChangeCategory,
    CorrectAddress,
    CorrectName,
    IssueShares,
    ReverseEntry,
    SetEmail,
    change_category,
    correct_address,
    correct_name,
    issue_shares,
    reverse_entry,
    set_email,
)
from govapp.shares.people.rules.dated import Address, PersonName
from govapp.shares.people.rules.kinds import Category
from govapp.shares.people.rules.refusals import DayInFuture, MomentInFuture
from tests.databases import Store
from tests.factories.ballots import KEY
from tests.factories.shares import LIEVE, REGISTRAR, ZONEN, person, registered, shares

PURPOSE = "Request of shareholder 1"
NUMBER, NAME, GIVEN_NAME, SHARES, PAID_IN, SINCE = 0, 1, 2, 6, 7, 8


def made(database: Database, clock: FixedClock, command: ExportRegister) -> ExportedFile:
    with database.read_only(REGISTRAR, clock.now()) as work:
        return make_export(work, command)


def written(cell: object) -> str:
    """Return a cell of a workbook as CSV writes it; days are real days there."""
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell or "")


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def sheet_rows(content: bytes, place: int = 0) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(content))
    return list(book.worksheets[place].iter_rows(values_only=True))


def test_the_three_formats_agree_and_name_the_head_of_the_ledger(database: Database, clock: FixedClock) -> None:
    people = population(60, record_date=date(2026, 5, 15))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        import_file(work, ImportFile("register.csv", as_csv(people)))
        head = get_ledger_head(work.session).hash
    commands = {
        one: ExportRegister(one, PURPOSE, cooperative="Ambora & Co", language=Language.NL) for one in FileFormat
    }
    files = {one: made(database, clock, command).content for one, command in commands.items()}
    rows, sheet = csv_rows(files[FileFormat.CSV]), sheet_rows(files[FileFormat.XLSX])
    document = json.loads(files[FileFormat.JSON])
    assert len(rows) == len(sheet) == 61
    assert rows[0] == list(sheet[0])
    for text, cells, one in zip(rows[1:], sheet[1:], document["holders"], strict=True):
        assert int(text[NUMBER]) == cells[NUMBER] == one["number"]
        assert int(text[SHARES]) == cells[SHARES] == one["shares"]
        assert text[PAID_IN] == f"{cells[PAID_IN]:.2f}".replace(".", ",")
        assert Decimal(str(cells[PAID_IN])) * 100 == one["paid_in_cents"]
        assert one["since"] == cells[SINCE].date().isoformat()
        assert one["since"] == "-".join(reversed(text[SINCE].split("/")))
    assert sum(one["shares"] for one in document["holders"]) == document["total_shares"]
    assert document["ledger_head"] == head
    told = {str(row[0]): row[1:] for row in sheet_rows(files[FileFormat.XLSX], 1)}
    assert told["Coöperatie"] == ("Ambora & Co", None)
    assert told["Toestand op"] == ("1\u00a0juni 2026", "2026-06-01")
    assert told["Zoals geregistreerd tot"][1] == document["recorded_until"]
    assert (told["Wie erop staat"], told["Vingerafdruk van de laatste boeking"][0]) == (
        ("met aandelen", "state=holding"),
        head,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file_format", [FileFormat.CSV, FileFormat.XLSX])
def test_a_list_in_any_language_can_be_imported_into_another_register(
    store: Store, database: Database, clock: FixedClock, file_format: FileFormat, language: Language
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, first=shares(2), email="lieve@mail.example")
        registered(work, ZONEN, category=Category.PARTNER, representative=lieve)
        firm = replace(ZONEN, name="Alba asbl", company_number="0202.239.951", language="fr")
        registered(work, firm, category=Category.STAFF, first=shares(3, paid_in_cents=4550), representative=LIEVE)
    file = made(database, clock, ExportRegister(file_format, PURPOSE, language=language, cooperative="Ambora"))
    kept = made(database, clock, ExportRegister(FileFormat.JSON, PURPOSE))
    store.empty()
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        import_file(work, ImportFile(file.filename, file.content))
    again = made(database, clock, ExportRegister(FileFormat.JSON, PURPOSE))
    assert json.loads(again.content)["holders"] == json.loads(kept.content)["holders"]


@pytest.mark.parametrize("file_format", FileFormat)
def test_the_same_question_gives_the_same_bytes_whatever_happens_later(
    database: Database, clock: FixedClock, file_format: FileFormat
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, first=shares(2), email="lieve@mail.example")
        registered(work, ZONEN, category=Category.PARTNER, representative=lieve)
    yesterday, day = date(2026, 6, 1), date(2026, 5, 1)
    command = ExportRegister(file_format, PURPOSE, effective=day, recorded=yesterday)
    clock.advance(timedelta(days=1))
    before = made(database, clock, command)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        reverse_entry(work, ReverseEntry(lieve, 1, "One was meant"))
        issue_shares(work, IssueShares(lieve, 1, 3000, 3000, day))
        change_category(work, ChangeCategory(lieve, Category.STAFF, day, "Hired"))
        set_email(work, SetEmail(lieve, ""))
        registered(work, person("Nieuw"), first=shares(1, day))
    clock.advance(timedelta(days=30))
    after = made(database, clock, command)
    assert after.content == before.content
    assert after.digest == before.digest == sha256_hex(before.content)
    now = made(database, clock, ExportRegister(file_format, PURPOSE, effective=day))
    assert (now.stamp.people, now.stamp.shares) == (3, 3)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert safe(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert safe("Peeters") == "Peeters"


def test_dangerous_names_are_defused_in_both_tables(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, person("=cmd|' /C calc'!A0", "@An"))
    rows = csv_rows(made(database, clock, ExportRegister(FileFormat.CSV, PURPOSE)).content)
    assert rows[1][NAME] == "'=cmd|' /C calc'!A0"
    assert rows[1][GIVEN_NAME] == "'@An"
    book = load_workbook(io.BytesIO(made(database, clock, ExportRegister(FileFormat.XLSX, PURPOSE)).content))
    cell = book.worksheets[0].cell(2, NAME + 1)
    assert (cell.data_type, cell.value) == ("s", "'=cmd|' /C calc'!A0")


def test_an_export_holds_no_birth_date_gender_or_former_holder(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        gone = registered(work)
        reverse_entry(work, ReverseEntry(gone, 1, "Never paid"))
        registered(work, person("Vos"))
    assert not {"birth_date", "gender"} & set(MEMBERS)
    document = json.loads(made(database, clock, ExportRegister(FileFormat.JSON, PURPOSE)).content)
    assert [one["name"] for one in document["holders"]] == ["Vos"]


def test_an_export_is_logged_with_its_purpose_and_needs_one(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
    wanted = HolderFilter("peeters", category=Category.MEMBER)
    file = made(database, clock, ExportRegister(FileFormat.CSV, f" {PURPOSE} ", wanted=wanted))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        log_export(work, file)
        row = work.session.scalars(select(RegisterExport)).one()
        assert (row.purpose, row.file_format, row.holders, row.digest) == (PURPOSE, "csv", 1, file.digest)
        assert row.filters == {"text": "peeters", "category": "member", "state": "holding"}
        event = work.session.scalars(select(JournalEntryRecord).order_by(JournalEntryRecord.sequence.desc())).first()
        assert event is not None
        assert (event.tag, event.reason, event.facts["digest"]) == ("register:exported", PURPOSE, file.digest)
    with pytest.raises(PurposeMissing):
        made(database, clock, ExportRegister(FileFormat.CSV, "  "))
    for statement in (update(RegisterExport).values(purpose="Another"), delete(RegisterExport)):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            database.unit_of_work(REGISTRAR, clock.now()) as work,
        ):
            work.session.execute(statement)


def test_a_file_says_what_narrows_its_list(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        gone = registered(work)
        reverse_entry(work, ReverseEntry(gone, 1, "Never paid"))
        registered(work, person("Vos"))
    wanted = HolderFilter("", category=Category.MEMBER, state=HolderState.ALL)
    document = json.loads(made(database, clock, ExportRegister(FileFormat.JSON, PURPOSE, wanted=wanted)).content)
    assert document["filters"] == "state=all; category=member"
    assert (document["total_people"], document["total_shares"]) == (2, 1)


def test_nobody_is_told_what_will_be_so(database: Database, clock: FixedClock) -> None:
    tomorrow = date(2026, 6, 2)
    for effective, recorded in ((tomorrow, None), (None, tomorrow)):
        with pytest.raises(DayInFuture):
            made(database, clock, ExportRegister(FileFormat.CSV, PURPOSE, effective, recorded))


def test_a_day_that_a_workbook_cannot_hold_is_written_in_words(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, first=shares(1, date(1899, 12, 31)))
        registered(work, person("Vos"), first=shares(1, date(1900, 3, 1)))
    book = load_workbook(io.BytesIO(made(database, clock, ExportRegister(FileFormat.XLSX, PURPOSE)).content))
    since = [book.worksheets[0].cell(row, SINCE + 1) for row in (2, 3)]
    assert [(cell.data_type, written(cell.value)) for cell in since] == [("s", "1899-12-31"), ("d", "1900-03-01")]


def test_a_file_carries_the_signed_state_of_its_moment(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
    clock.advance(timedelta(minutes=1))
    document = json.loads(made(database, clock, ExportRegister(FileFormat.JSON, PURPOSE)).content)
    signed = read_anchor(document["signed_state"])
    journal, ledger = signed.anchor.heads
    assert (journal.chain, journal.length, ledger.chain, ledger.length) == ("journal", 1, "ledger", 1)
    assert ledger.head == document["ledger_head"]
    assert signed.anchor.at == clock.now()


@pytest.mark.parametrize("file_format", FileFormat)
def test_a_file_of_now_is_asked_for_again_by_the_moment_that_it_names(
    database: Database, clock: FixedClock, file_format: FileFormat
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, first=shares(2), email="lieve@mail.example")
        registered(work, ZONEN, category=Category.PARTNER, representative=lieve)
    clock.advance(timedelta(hours=3, seconds=7, microseconds=412_345))
    first = made(database, clock, ExportRegister(file_format, PURPOSE))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        log_export(work, first)
    named = first.stamp.recorded_until
    assert named == clock.now().replace(microsecond=0)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        reverse_entry(work, ReverseEntry(lieve, 1, "One was meant"))
        issue_shares(work, IssueShares(lieve, 1, 3000, 3000, date(2022, 3, 3)))
        correct_name(work, CorrectName(lieve, PersonName("Peters", "Lieve"), None, "As on her identity card"))
        correct_address(work, CorrectAddress(lieve, Address("Kerkstraat 1", "9000", "Gent"), None, "A slip"))
        change_category(work, ChangeCategory(lieve, Category.STAFF, date(2026, 5, 1), "Hired"))
        set_email(work, SetEmail(lieve, "other@mail.example"))
        registered(work, person("Nieuw"), first=shares(1, date(2026, 5, 1)))
    clock.advance(timedelta(days=2000))
    again = made(database, clock, ExportRegister(file_format, PURPOSE, first.stamp.effective_date, named))
    assert again.content == first.content
    assert made(database, clock, ExportRegister(file_format, PURPOSE)).stamp.people == 3


def test_whoever_waited_for_an_export_records_after_the_moment_that_it_names(
    database: Database, clock: FixedClock
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, email="lieve@mail.example")
    began = clock.now() + timedelta(seconds=1)
    clock.advance(timedelta(seconds=5))
    first = made(database, clock, ExportRegister(FileFormat.JSON, PURPOSE))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        log_export(work, first)
    # Their requests came before the file was made; their transactions began after it.
    with database.unit_of_work(REGISTRAR, began) as work:
        issue_shares(work, IssueShares(lieve, 1, 3000, 3000, date(2022, 3, 3)))
    with database.unit_of_work(REGISTRAR, began) as work:
        set_email(work, SetEmail(lieve, "other@mail.example"))
    clock.advance(timedelta(days=1))
    asked = ExportRegister(FileFormat.JSON, PURPOSE, first.stamp.effective_date, first.stamp.recorded_until)
    assert made(database, clock, asked).content == first.content


@pytest.mark.parametrize("is_fact", [True, False])
def test_a_file_that_was_overtaken_while_it_was_made_does_not_leave(
    database: Database, clock: FixedClock, *, is_fact: bool
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, email="lieve@mail.example")
    began = clock.now() + timedelta(seconds=1)
    clock.advance(timedelta(seconds=5))
    overtaken = made(database, clock, ExportRegister(FileFormat.JSON, PURPOSE))
    with database.unit_of_work(REGISTRAR, began) as work:
        if is_fact:
            set_email(work, SetEmail(lieve, "other@mail.example"))
        else:
            issue_shares(work, IssueShares(lieve, 1, 3000, 3000, date(2022, 3, 3)))
    with pytest.raises(RegisterChangedMeanwhile), database.unit_of_work(REGISTRAR, clock.now()) as work:
        log_export(work, overtaken)
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert work.session.scalars(select(RegisterExport)).all() == []


def test_what_was_recorded_within_the_second_of_an_export_is_in_it(database: Database, clock: FixedClock) -> None:
    clock.advance(timedelta(microseconds=300_000))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
    recorded = clock.now()
    clock.advance(timedelta(microseconds=200_000))
    first = made(database, clock, ExportRegister(FileFormat.JSON, PURPOSE))
    assert (first.stamp.people, first.stamp.recorded_until) == (1, recorded)


def test_the_journal_of_a_moment_does_not_hear_of_a_line_that_came_late(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
    early = clock.now() + timedelta(seconds=1)
    clock.advance(timedelta(minutes=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, person("Vos"))
        known = get_head(work.session, before=clock.now())
    with database.unit_of_work(REGISTRAR, early) as work:
        registered(work, person("Laat"))
        assert get_head(work.session, before=clock.now()) == known
        assert get_head(work.session, before=clock.now() + timedelta(days=1)) == get_head(work.session)


def test_nobody_is_told_what_will_be_known_in_a_second(database: Database, clock: FixedClock) -> None:
    command = ExportRegister(FileFormat.CSV, PURPOSE, recorded=clock.now() + timedelta(seconds=1))
    with pytest.raises(MomentInFuture):
        made(database, clock, command)


def test_the_command_names_the_moment_and_makes_the_same_file_again(
    database: Database, database_url: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY.decode())
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, first=shares(2))
    run = CliRunner().invoke
    first = run(export, [str(tmp_path / "first.csv"), "--purpose", PURPOSE])
    assert first.exit_code == 0, first.output
    asked = first.output.split("later: ")[1].split()
    with database.unit_of_work(REGISTRAR, datetime.now(UTC)) as work:
        reverse_entry(work, ReverseEntry(lieve, 1, "One was meant"))
        issue_shares(work, IssueShares(lieve, 1, 3000, 3000, date(2022, 3, 3)))
    again = run(export, [str(tmp_path / "again.csv"), "--purpose", PURPOSE, *asked])
    assert again.exit_code == 0, again.output
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "first.csv").read_bytes()
    # On the clock of the cooperative, in whose zone it is two hours later than UTC on that day.
    long_ago = ["--on", "2026-05-01", "--recorded", "2026-06-01 11:59:59"]
    early = run(export, [str(tmp_path / "early.json"), "--purpose", PURPOSE, *long_ago])
    assert early.exit_code == 0, early.output
    assert '"recorded_until":"2026-06-01T09:59:59.000000Z"' in (tmp_path / "early.json").read_text()
    days = ["--on", "2026-05-01", "--recorded", "2026-05-31"]
    assert run(export, [str(tmp_path / "day.json"), "--purpose", PURPOSE, *days]).exit_code == 0
    wrong = run(export, [str(tmp_path / "no.csv"), "--purpose", PURPOSE, "--recorded", "yesterday"])
    assert (wrong.exit_code, "no day and no moment" in wrong.output) == (2, True)
