"""Exporting the shareholder list, on both databases."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from govapp.audit.models import JournalEvent
from govapp.db.engine import Database
from govapp.demo.population import as_csv, population
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.shares.models import RegisterExport
from govapp.shares.queries import HolderFilter, ledger_head
from govapp.shares.rules.kinds import Category, FileFormat
from govapp.shares.rules.refusals import PurposeMissing
from govapp.shares.service import (
    ChangeCategory,
    IssueShares,
    ReverseEntry,
    SetEmail,
    change_category,
    issue_shares,
    reverse_entry,
    set_email,
)
from govapp.shares.service.exporting import COLUMNS, ExportedFile, ExportRegister, log_export, make_export
from govapp.shares.service.exporting.files import safe
from govapp.shares.service.importing import ImportFile, import_file
from tests.factories.shares import REGISTRAR, ZONEN, person, registered, shares

PURPOSE = "Request of shareholder 1"


def made(database: Database, clock: FixedClock, command: ExportRegister) -> ExportedFile:
    with database.read_only(REGISTRAR, clock.now()) as work:
        return make_export(work, command)


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_three_formats_agree_and_name_the_head_of_the_ledger(database: Database, clock: FixedClock) -> None:
    people = population(60, record_date=date(2026, 5, 15))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        import_file(work, ImportFile("register.csv", as_csv(people)))
        head = ledger_head(work.session).hash
    files = {one: made(database, clock, ExportRegister(one, PURPOSE)).content for one in FileFormat}
    rows = csv_rows(files[FileFormat.CSV])
    book = load_workbook(io.BytesIO(files[FileFormat.XLSX]), read_only=True)
    document = json.loads(files[FileFormat.JSON])
    listed = [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:61]]
    assert rows[0] == list(COLUMNS)
    assert sum(int(row["shares"]) for row in listed) == sum(person.shares for person in people)
    assert sum(one["shares"] for one in document["holders"]) == document["total_shares"]
    stamps = [
        dict(row for row in rows[61:]),
        {str(name): str(value) for name, value in book["totals"].iter_rows(values_only=True)},
        {name: str(value) for name, value in document.items() if name != "holders"},
    ]
    assert stamps[0] == stamps[1] == stamps[2]
    assert stamps[0]["ledger_head"] == head
    sheet = [[str(cell or "") for cell in row] for row in book["shareholders"].iter_rows(values_only=True, min_row=2)]
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
    assert (now.stamp.holders, now.stamp.shares) == (3, 3)


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
        event = work.session.scalars(select(JournalEvent).order_by(JournalEvent.sequence.desc())).first()
        assert event is not None
        assert (event.tag, event.reason, event.facts["digest"]) == ("register:exported", PURPOSE, file.digest)
    with pytest.raises(PurposeMissing):
        made(database, clock, ExportRegister(FileFormat.CSV, "  "))
