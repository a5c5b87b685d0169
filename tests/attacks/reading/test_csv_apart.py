"""CSV files that were made to keep the server busy: read in a process of its own, within the limits of workbooks."""

import io
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.shares.importing.checker.apart import MODULE, SheetApart
from govapp.shares.importing.reader.files import read_sheet
from govapp.shares.importing.reader.letters import decodings
from govapp.shares.importing.reader.sheets import MAX_COLUMNS, MAX_ROWS
from govapp.shares.importing.rules.problems import MAX_PROBLEMS_KEPT
from govapp.shares.importing.rules.refusals import (
    FileTooHeavy,
    FileTooLarge,
    FileTooWide,
    FileUnreadable,
    FileWithZeros,
)
from govapp.shares.importing.service import Checked, check_file
from tests.factories.accounts import officer_browser

HEAD = "number;kind;name;language;category;shares;paid_in;effective_date"
LIEVE = "1;natural;Peeters;nl;A;1;30;2022-03-03"
TODAY = date(2026, 6, 1)


def checked(content: bytes) -> Checked:
    return check_file(content, {}, TODAY, lambda _day: 3000)


def csv_file(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


def readers() -> Iterator[str]:
    """Yield the commands of the processes of this test that read a file."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = status.read_text(encoding="utf-8")
            if f"PPid:\t{os.getpid()}\n" in lines:
                command = (status.parent / "cmdline").read_text(encoding="utf-8")
                if MODULE in command:
                    yield command
        except OSError:
            continue


def test_a_csv_file_is_read_by_a_process_of_its_own_which_ends_with_the_reading() -> None:
    sheet = SheetApart(csv_file(*[LIEVE] * 30_000))
    assert len(list(readers())) == 1
    assert sheet.header == tuple(HEAD.split(";"))
    assert len(list(sheet.rows)) == 30_000
    assert not list(readers())


def test_a_hundred_thousand_bad_rows_are_counted_and_a_few_hundred_kept() -> None:
    wrong = [f"{n};natural;;nl;A;x;30;2022-03-03" for n in range(1, 100_001)]
    found = checked(csv_file(*wrong))
    assert len(found.problems) == MAX_PROBLEMS_KEPT
    assert (found.problems.count_of_all, found.problems.bad_rows) == (200_000, 100_000)


def test_more_rows_than_any_register_has_are_refused_and_empty_ones_are_not_counted() -> None:
    empty = "\n" + ";" * 7
    assert checked(csv_file(LIEVE) + (empty * 400_000).encode()).rows == 1
    with pytest.raises(FileTooLarge) as refused:
        checked(csv_file(*["x"] * (MAX_ROWS + 1)))
    assert refused.value.params == {"rows": MAX_ROWS}


@pytest.mark.parametrize("line", [b"a", b'"', b'a"', b";", b"\xe9"])
def test_a_line_of_a_hundred_megabytes_is_refused_by_name(line: bytes) -> None:
    with pytest.raises((FileTooHeavy, FileUnreadable)):
        checked(csv_file(LIEVE) + line * (100_000_000 // len(line)))


def test_a_million_empty_columns_are_no_columns() -> None:
    wide = ";" * 1_000_000
    found = checked(f"{HEAD}{wide}\n{LIEVE}{wide}\n".encode())
    assert (found.rows, list(found.problems)) == (1, [])


def test_what_stands_beyond_a_million_columns_is_not_lost_in_silence() -> None:
    wide = ";" * 1_000_000
    assert [(one.row, one.trouble.code) for one in checked(csv_file(f"{LIEVE}{wide}far")).problems] == [
        (2, "extra_cells")
    ]
    with pytest.raises(FileTooWide) as refused:
        checked(f"{HEAD}{wide}email\n{LIEVE}\n".encode())
    assert refused.value.params == {"columns": MAX_COLUMNS}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_byte_of_zero_is_named_with_its_line(encoding: str) -> None:
    content = f"{HEAD}\n{LIEVE}\n2;natural;Ren\0\xe9\n".encode(encoding)
    with pytest.raises(FileWithZeros) as refused:
        checked(content)
    assert refused.value.params == {"line": 3}


def test_a_word_of_many_megabytes_is_weighed_once() -> None:
    # Begun anew at each of its letters, the search for words would take days.
    (first, *_) = decodings(b"\xe9;" + b"a" * 5_000_000 + b";" + b"\xe9" * 5_000_000)
    assert first.words


def test_the_encodings_that_fit_come_from_the_process_that_reads() -> None:
    sheet = read_sheet(csv_file(LIEVE.replace("Peeters", "Zo\xeb")).decode().encode("cp1252"))
    assert sheet.encoding == "cp1252"
    assert "Zo\xeb" in sheet.decodings[0].words


def test_a_registrar_reads_why_and_nothing_is_kept(app: Flask, database: Database, clock: FixedClock) -> None:
    registrar = officer_browser(app, database, clock, Role.REGISTRAR)
    for content in (csv_file(LIEVE) + b"a" * 15_000_000, csv_file(LIEVE) + b"\0", f"{HEAD};{'x;' * 300}".encode()):
        file = (io.BytesIO(content), "leden.csv")
        data = {"file": file, "csrf_token": registrar.token()}
        answer = registrar.raw.post("/office/register/import", data=data, content_type="multipart/form-data")
        assert answer.status_code == 422
