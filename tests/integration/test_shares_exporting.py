"""Exporting the shareholder list, on both databases."""

import csv
import io
import json
from datetime import date, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from govapp.audit.models import JournalEntryRecord
from govapp.audit.rules.anchor import read_anchor
from govapp.db.engine import Database
from govapp.demo.population import as_csv, population
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.shares.exporting.models import RegisterExport
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.rules.refusals import PurposeMissing
from govapp.shares.exporting.service import COLUMNS, ExportedFile, ExportRegister, log_export, make_export
from govapp.shares.exporting.service.files import safe
from govapp.shares.importing.service import ImportFile, import_file
from govapp.shares.ledger.queries import HolderFilter, get_ledger_head
from govapp.shares.ledger.rules.kinds import HolderState
from govapp.shares.ledger.service import (
    ChangeCategory,
    IssueShares,
    ReverseEntry,
    SetEmail,
    change_category,
    issue_shares,
    reverse_entry,
    set_email,
)
from govapp.shares.people.rules.kinds import Category
from govapp.shares.people.rules.refusals import DayInFuture
from tests.factories.shares import REGISTRAR, ZONEN, person, registered, shares

PURPOSE = "Request of shareholder 1"


def made(database: Database, clock: FixedClock, command: ExportRegister) -> ExportedFile:
    with database.read_only(REGISTRAR, clock.now()) as work:
        return make_export(work, command)


def written(cell: object) -> str:
    """Return a cell of a workbook as CSV writes it; days are real days there."""
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell or "")


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_three_formats_agree_and_name_the_head_of_the_ledger(database: Database, clock: FixedClock) -> None:
    people = population(60, record_date=date(2026, 5, 15))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        import_file(work, ImportFile("register.csv", as_csv(people)))
        head = get_ledger_head(work.session).hash
    files = {one: made(database, clock, ExportRegister(one, PURPOSE)).content for one in FileFormat}
    rows = csv_rows(files[FileFormat.CSV])
    book = load_workbook(io.BytesIO(files[FileFormat.XLSX]), read_only=True)
    document = json.loads(files[FileFormat.JSON])
    listed = [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:61]]
    assert rows[0] == list(COLUMNS)
    assert sum(int(row["shares"]) for row in listed) == sum(person.shares for person in people)
    assert sum(one["shares"] for one in document["holders"]) == document["total_shares"]
    assert rows[61] == []
    stamps = [
        dict(row for row in rows[62:]),
        {str(name): str(value) for name, value in book["totals"].iter_rows(values_only=True)},
        {name: str(value) for name, value in document.items() if name != "holders"},
    ]
    assert stamps[0] == stamps[1] == stamps[2]
    assert stamps[0]["ledger_head"] == head
    sheet = [[written(cell) for cell in row] for row in book["shareholders"].iter_rows(values_only=True, min_row=2)]
    assert sheet == rows[1:61]


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
    assert rows[1][COLUMNS.index("name")] == "'=cmd|' /C calc'!A0"
    assert rows[1][COLUMNS.index("given_name")] == "'@An"
    book = load_workbook(io.BytesIO(made(database, clock, ExportRegister(FileFormat.XLSX, PURPOSE)).content))
    cell = book["shareholders"].cell(2, COLUMNS.index("name") + 1)
    assert (cell.data_type, cell.value) == ("s", "'=cmd|' /C calc'!A0")


def test_an_export_holds_no_birth_date_gender_or_former_holder(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        gone = registered(work)
        reverse_entry(work, ReverseEntry(gone, 1, "Never paid"))
        registered(work, person("Vos"))
    assert not {"birth_date", "gender"} & set(COLUMNS)
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
    since = [book["shareholders"].cell(row, COLUMNS.index("since") + 1) for row in (2, 3)]
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
