"""Casts ballots while hostile workbooks are read: `python -m bench.hostile_import`.

A gunicorn as in production serves a vote. A registrar sends, one after the other, a sheet that is formatted down to its
last row (some 17 MB), a row number of two thousand million, two million styles, and 100,000 wrong rows; meanwhile a
voter casts a ballot every tenth of a second. Prints the slowest cast and the most memory of the process that reads.
"""

import logging
import secrets
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import structlog
from pydantic import SecretStr

from govapp.db.engine import open_database
from govapp.db.migrate import upgrade
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock, SystemClock
from govapp.kernel.keys import KeyRing
from govapp.settings import Settings
from govapp.shares.importing.service.apart import MODULE
from govapp.web.app import create_app
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

EACH, FILES = 10, 4
VOTERS = EACH * FILES


def hostile() -> dict[str, bytes]:
    """Return the files by name."""
    far = b'<row r="2000000000"><c r="A2000000000"><v>7</v></c></row>'
    wrong = "\n".join(f"{n};natural;;nl;A;x;30;2022-03-03" for n in range(1, 100_001))
    return {
        "formatted to the last row": formatted_to_the_last_row(),
        "row 2,000,000,000": altered(workbook(), SHEET, with_rows(far)),
        "two million styles": two_million_styles(),
        "100,000 wrong rows": (";".join(HEAD) + "\n" + wrong).encode(),
    }


def watch_readers(stop: threading.Event, most: dict[str, int]) -> None:
    """Watch the processes that read workbooks, and keep the highest resident memory (bytes) of one."""
    while not stop.is_set():
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                if MODULE in (status.parent / "cmdline").read_text():
                    high = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
                    most["bytes"] = max(most["bytes"], int(high.split()[1]) * 1024)
            except (OSError, StopIteration):
                continue
        stop.wait(0.02)


@dataclass(frozen=True)
class Site:
    """A server with an open vote, and a registrar who is signed in there."""

    port: int
    uuid: str
    cookie: str
    token: str

    def send_file(self, name: str, content: bytes) -> tuple[int, float]:
        """Send a file to be checked, and return the status of the answer and the seconds it took."""
        boundary = secrets.token_hex(16)
        parts = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}.xlsx"\r\n\r\n'
        )
        body = parts.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": f"session={self.cookie}",
        }
        begin = time.perf_counter()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=300)) as connection:
            connection.request("POST", "/office/register/import", body, headers)
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
        cookie = registrar.raw.get_cookie("session")
        assert cookie is not None
        voters = [(signed_in(app, hall, voter), hall.ballot(voter, FOR)) for voter in range(VOTERS)]
        with gunicorn(url) as port:
            site = Site(port, hall.uuid, cookie.value, registrar.token())
            for number, (name, content) in enumerate(hostile().items()):
                bench_file(site, name, content, voters[number * EACH :][:EACH])


def bench_file(site: Site, name: str, content: bytes, voters: Sequence[tuple[Session, bytes]]) -> None:
    """Send one file while the voters cast, and print how long the slowest of them waited."""
    stop, most = threading.Event(), {"bytes": 0}
    watcher = threading.Thread(target=watch_readers, args=(stop, most))
    answers: list[tuple[int, float]] = []
    sender = threading.Thread(target=lambda: answers.append(site.send_file(name, content)))
    watcher.start()
    sender.start()
    casts = []
    for voter, body in voters:
        begin = time.perf_counter()
        voter.send(site.port, f"/vote/{site.uuid}/cast", body)
        casts.append(time.perf_counter() - begin)
        time.sleep(0.1)
    sender.join()
    stop.set()
    watcher.join()
    status, seconds = answers[0]
    print(
        f"| {name}, {len(content) / 1e6:.1f} MB | {status} after {seconds:.1f} s | {max(casts) * 1000:.0f} ms "
        f"| {most['bytes'] / 1e6:.0f} MB |",
        flush=True,
    )


if __name__ == "__main__":
    main()
