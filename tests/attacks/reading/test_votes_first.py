"""Nobody who votes waits for a file: it is checked by a process of its own, one at a time, and written in few rows."""

import io
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.shares.importing.checker.apart import MODULE as READER
from govapp.shares.importing.checker.processes import OwnProcess
from govapp.shares.importing.checker.reports import Order
from govapp.shares.importing.rules.refusals import FileTooHeavy, OtherFileInCheck, VoteGoesFirst
from govapp.shares.importing.rules.turns import MAX_ROWS_BESIDE_VOTE
from govapp.shares.importing.service import apart
from govapp.shares.importing.service.apart import MODULE, check_apart
from tests.factories.accounts import officer_browser
from tests.factories.ballots import decision, opened
from tests.factories.http_voting import PATIENCE
from tests.factories.shares import REGISTRAR, registered
from tests.web.page import Page, PageClient

HEAD = "number;kind;name;language;category;shares;effective_date"
ORDER = Order({}, date(2026, 6, 1), ((date(1900, 1, 1), 3000),), with_rows=True)


def csv_file(count: int, first: int = 500_001) -> bytes:
    rows = [f"{number};natural;Peeters;nl;A;1;2022-03-03" for number in range(first, first + count)]
    return "\n".join([HEAD, *rows, ""]).encode()


def send(registrar: PageClient, content: bytes) -> Page:
    file = (io.BytesIO(content), "leden.csv")
    return registrar.post("/office/register/import", {"file": file}, content_type="multipart/form-data")


def confirm_address(page: Page) -> str:
    actions = [form.get("action") or "" for form in page.all("form")]
    return next(action for action in actions if action.endswith("/discard")).removesuffix("/discard")


def readers_of(folder: Path) -> list[str]:
    """Return the commands of the processes that read a file and were told of this folder."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            command = (environment.parent / "cmdline").read_text(encoding="utf-8")
            if READER in command and f"TMPDIR={folder}" in environment.read_text(encoding="utf-8"):
                found.append(command)
        except OSError:
            continue
    return found


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        os.sched_yield()


def test_the_process_that_checks_gives_back_what_would_be_written() -> None:
    found = check_apart(csv_file(3), ORDER)
    assert (list(found.people), len(found.movements), found.totals.shares) == ([500_001, 500_002, 500_003], 3, 3)


def test_while_a_file_is_checked_another_is_refused_and_taken_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MAX_WAIT_SECONDS", 0)
    with apart._TURN, pytest.raises(OtherFileInCheck):
        check_apart(csv_file(1), ORDER)
    assert check_apart(csv_file(1), ORDER).rows == 1


def test_a_check_that_is_stopped_is_a_refusal_and_takes_the_reader_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    process = OwnProcess(MODULE, (ORDER.line(), csv_file(200_000)), begins_others=True)
    wait_until(lambda: bool(readers_of(tmp_path)))
    process._kill()
    with pytest.raises(FileTooHeavy):
        process.line()
    wait_until(lambda: not readers_of(tmp_path))


def test_a_large_file_is_not_written_while_a_vote_is_under_way(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    opened(database, clock, questions=(decision(),), voters=3)
    registrar = officer_browser(app, database, clock, Role.REGISTRAR)
    page = send(registrar, csv_file(MAX_ROWS_BESIDE_VOTE + 1))
    confirm = confirm_address(page)
    offers = [form.get("action") for form in page.all("form")]
    if database.is_sqlite:
        assert confirm not in offers
        assert "A vote is under way" in page.text
        refused = registrar.post(confirm, {"seen": "y"}, status=409)
        assert VoteGoesFirst.help % {"limit": "2,000"} in refused.text
    else:
        assert confirm in offers
    few = send(registrar, csv_file(2))
    assert "2 shareholders were imported." in registrar.post(confirm_address(few), {"seen": "y"}).text


def test_a_number_that_was_given_since_the_check_is_shown_on_the_page_of_the_file(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    registrar = officer_browser(app, database, clock, Role.REGISTRAR)
    page = send(registrar, csv_file(3, first=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
    page = registrar.post(confirm_address(page), {"seen": "y"})
    assert "Number 1 is already in the register." in page.text
    assert "Import all of it" not in page.text
