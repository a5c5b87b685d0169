"""Casts ballots while hostile files are read: `python -m bench.hostile_import`.

A gunicorn as in production serves a vote. A registrar sends, one after the other, a sheet that is formatted down to its
last row (some 17 MB), a row number of two thousand million, two million styles, 100,000 wrong rows in each of the three
formats, a line without an end, a million columns, spreadsheets of OpenDocument with the same in mind, and two
registers without a fault, of 36,000 rows and of as many as are written beside a vote, both confirmed. Meanwhile
voters cast a ballot every tenth of a second, for at least a second and until the answer is there. Prints the slowest
cast, the most memory of a process that reads or checks, and of one that serves pages.
"""

import hashlib
import logging
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import structlog
from pydantic import SecretStr

from govapp.db.engine import open_database
from govapp.db.migrate import upgrade
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock, SystemClock
from govapp.kernel.keys import KeyRing
from govapp.settings import Settings
from govapp.shares.importing.rules.turns import MAX_ROWS_BESIDE_VOTE
from govapp.web.app import create_app
from tests.attacks.reading.documents import contents, heading, holder, number, ods, package, row, sheet, text
from tests.attacks.reading.test_workbooks import (
    HEAD,
    SHEET,
    altered,
    formatted_to_the_last_row,
    two_million_styles,
    with_rows,
    workbook,
)
from tests.factories.accounts import KEY, ZONE, officer_browser
from tests.factories.assembly import FOR
from tests.factories.ballots import decision, opened
from tests.factories.http_voting import Session, gunicorn, signed_in
from tests.factories.statutes import keep_model_statutes

VOTERS, MIN_CASTS = 2000, 10
IMPORT = "/office/register/import"
# The processes that read and check a file are modules of this room.
IMPORTING = "govapp.shares.importing."


def hostile() -> dict[str, bytes]:
    """Return the files by name."""
    far = b'<row r="2000000000"><c r="A2000000000"><v>7</v></c></row>'
    csv_head = ";".join(HEAD)
    wrong = [(n, "natural", "", "nl", "A", "x", 30, "2022-03-03") for n in range(1, 100_001)]
    wide = ";" * 1_000_000
    styled = "".join(f"<table:table-row>{number(n) * 4}</table:table-row>" for n in range(60_000))
    return {
        "formatted to the last row": formatted_to_the_last_row(b"ABCDEFGH"),
        "row 2,000,000,000": altered(workbook(), SHEET, with_rows(far)),
        "two million styles": two_million_styles(),
        "100,000 wrong rows, CSV": csv_of(wrong),
        "100,000 wrong rows, XLSX": workbook(HEAD, *wrong),
        "100,000 wrong rows, ODS": ods("".join(row(*map(text, cells)) for cells in wrong)),
        "one line without an end, CSV": (csv_head + "\n").encode() + b"a" * 18_000_000,
        "a million columns, CSV": "\n".join([csv_head + wide] + [wide] * 15).encode(),
        "60,000 wrong rows, ODS": ods(styled),
        "a row 2,000,000,000 times, ODS": ods(holder(1, attributes='table:number-rows-repeated="2000000000"')),
        "unpacks to 290 MB, ODS": package(contents(sheet(heading(), " " * 290_000_000))),
        "a tag of 250 MB, ODS": ods(f'<table:table-row table:style-name="{"x" * 250_000_000}"/>'),
    }


def csv_of(rows: list[tuple[object, ...]]) -> bytes:
    """Return rows of a register under the usual header."""
    return "\n".join(";".join(map(str, cells)) for cells in (HEAD, *rows)).encode()


def right_rows(count: int, first: int) -> bytes:
    """Return a register in which nothing is wrong, with numbers from `first` on, which nobody has."""
    return csv_of([(n, "natural", f"Peeters {n}", "nl", "A", 1, 30, "2022-03-03") for n in range(first, first + count)])


@dataclass
class MemorySeen:
    """The most memory (bytes) that was seen: of a process that reads files, and of one that serves pages."""

    reader: int = 0
    server: int = 0


def watch_memory(stop: threading.Event, most: MemorySeen) -> None:
    """Watch the processes that read files and those that serve pages."""
    while not stop.is_set():
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                command = (status.parent / "cmdline").read_text()
                if IMPORTING in command:
                    most.reader = max(most.reader, _bytes_of(status, "VmHWM"))
                elif "gunicorn" in command:
                    most.server = max(most.server, _bytes_of(status, "VmRSS"))
            except (OSError, StopIteration):
                continue
        stop.wait(0.02)


def _bytes_of(status: Path, name: str) -> int:
    line = next(line for line in status.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024


@dataclass(frozen=True)
class Site:
    """A server with an open vote, and a registrar who is signed in there."""

    port: int
    uuid: str
    cookie: str
    token: str

    def confirm(self, digest: str) -> tuple[int, float]:
        """Say yes to a file that was checked, and return the status and the seconds."""
        fields = {"csrf_token": self.token, "seen": "y", "encoding": ""}
        return self._post(f"{IMPORT}/{digest}", urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def send_file(self, name: str, content: bytes) -> tuple[int, float]:
        """Send a file to be checked, and return the status of the answer and the seconds it took."""
        boundary = secrets.token_hex(16)
        parts = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        )
        body = parts.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return self._post(IMPORT, body, f"multipart/form-data; boundary={boundary}")

    def _post(self, path: str, body: bytes, kind: str) -> tuple[int, float]:
        headers = {"Content-Type": kind, "Cookie": f"session={self.cookie}"}
        begin = time.perf_counter()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=300)) as connection:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        return answer.status, time.perf_counter() - begin


def main() -> None:
    """Print a row for each file."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="govapp-bench-") as folder:
        url = f"sqlite:///{folder}/bench.db"
        database = open_database(url, keys=lambda: KeyRing(KEY), zone=ZONE)
        upgrade(database)
        keep_model_statutes(database)
        settings = Settings(secret_key=SecretStr(KEY.decode()), database_url=url, log_format="plain")
        clock = FixedClock(datetime.now(UTC) - timedelta(hours=2))
        hall = opened(database, clock, questions=(decision(),), voters=VOTERS)
        clock.set(datetime.now(UTC))
        app = create_app(settings, database=database, clock=SystemClock())
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        registrar = officer_browser(app, database, clock, Role.REGISTRAR)
        # The token first: it goes with the session of the page that gave it.
        token, cookie = registrar.token(), registrar.raw.get_cookie("session")
        assert cookie is not None
        voters = [(signed_in(app, hall, voter), hall.ballot(voter, FOR)) for voter in range(VOTERS)]
        with gunicorn(url) as port:
            site = Site(port, hall.uuid, cookie.value, token)
            waiting = iter(voters)
            bench_act("nothing, while the server starts", lambda: (HTTPStatus.OK, 0.0), site, waiting)
            for name, content in hostile().items():
                bench_act(f"{name}, {len(content) / 1e6:.1f} MB", partial(site.send_file, name, content), site, waiting)
            for count, first in ((36_000, 500_001), (MAX_ROWS_BESIDE_VOTE, 600_001)):
                right = right_rows(count, first)
                digest = hashlib.sha256(right).hexdigest()
                bench_act(f"{count:,} right rows, CSV", partial(site.send_file, "right.csv", right), site, waiting)
                bench_act(f"the yes to these {count:,}", partial(site.confirm, digest), site, waiting)


def bench_act(
    name: str, act: Callable[[], tuple[int, float]], site: Site, voters: Iterator[tuple[Session, bytes]]
) -> None:
    """Let the registrar act while the voters cast, and print how long the slowest of them waited."""
    stop, most = threading.Event(), MemorySeen()
    watcher = threading.Thread(target=watch_memory, args=(stop, most))
    answers: list[tuple[int, float]] = []
    sender = threading.Thread(target=lambda: answers.append(act()))
    watcher.start()
    sender.start()
    casts, refused = [], 0
    while len(casts) < MIN_CASTS or sender.is_alive():
        voter, body = next(voters)
        begin = time.perf_counter()
        answer, _text = voter.send(site.port, f"/vote/{site.uuid}/cast", body)
        casts.append(time.perf_counter() - begin)
        refused += answer.status != HTTPStatus.CREATED
        time.sleep(0.1)
    sender.join()
    stop.set()
    watcher.join()
    status, seconds = answers[0]
    print(
        f"| {name} | {status} after {seconds:.1f} s | {max(casts) * 1000:.0f} ms of {len(casts)}, {refused} refused "
        f"| {most.reader / 1e6:.0f} MB | {most.server / 1e6:.0f} MB |",
        flush=True,
    )


if __name__ == "__main__":
    main()
