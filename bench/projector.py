"""Measures a hall that looks at its screen: `python -m bench.projector [--clients 1500] [--seconds 60]`.

Gunicorn runs as in production (gunicorn.conf.py) on a database of its own: a meeting with shareholders in the room, an
item that is open and voted, and ballots that came beforehand. Every client asks for the screen each three to five
seconds with the tag of what it has, as the page does; a few officers ask for the moving part of the chair's sheet.
An answer is timed from the moment at which it was due, so that waiting in a queue counts.
"""

import argparse
import heapq
import os
import platform
import random
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection

from pydantic import SecretStr

from govapp.assembly.attendance.rules.items_in_room import ItemStep
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.service.bureau import RecordHour, record_hour
from govapp.assembly.attendance.service.desk import CheckIn, check_in
from govapp.assembly.attendance.service.items import StepItem, step_item
from govapp.assembly.room.views.projector import projector_path
from govapp.db.engine import Database, open_database
from govapp.db.migrate import upgrade
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.settings import Settings
from govapp.web.app import create_app
from tests.factories.accounts import ZONE, officer_browser
from tests.factories.assembly import BALLOTS, Meeting, written
from tests.factories.ballots import KEY, KEYS
from tests.factories.http_voting import gunicorn
from tests.factories.statutes import keep_model_statutes

OFFICERS = 6
CONNECTIONS = 64
PAUSE, JITTER = 3.0, 2.0
SCREEN, SHEET = "screen of the hall", "sheet of the chair"


@dataclass
class Client:
    """Somebody who looks again and again: with the tag of what was seen last, or with the cookie of an officer."""

    kind: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Figures:
    """Waits in milliseconds by kind, and how many answers said that nothing changed."""

    waits: dict[str, list[float]] = field(default_factory=lambda: {SCREEN: [], SHEET: []})
    same: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def main() -> None:
    """Run the measurement and print it."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/bench.db"
        database = open_database(url, keys=lambda: KEYS, zone=ZONE)
        upgrade(database)
        keep_model_statutes(database)
        meeting = _meeting(database, options.voters, options.there, options.ballots)
        screen = projector_path(KEYS, meeting.id)
        cookie = _cookie(url, meeting)
        clients = [Client(SCREEN, f"{screen}/now") for _ in range(options.clients)]
        sheet = f"/office/assemblies/{meeting.id}/room/now"
        clients += [Client(SHEET, sheet, {"Cookie": cookie}) for _ in range(OFFICERS)]
        with gunicorn(url) as port:
            figures = _look(clients, port, options.seconds)
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
        database.dispose()
    looks = len(figures.waits[SCREEN])
    print(f"{kind}, {options.clients} clients, {options.voters} on the voting list, {options.there} in the room")
    print(f"{looks / options.seconds:.0f} looks a second, of which {100 * figures.same / looks:.0f} % changed nothing")
    for name, waits in figures.waits.items():
        waits.sort()
        middle, late = statistics.median(waits), waits[int(len(waits) * 0.95)]
        print(f"{name}: median {middle:.0f} ms, 95th percentile {late:.0f} ms, most {waits[-1]:.0f} ms")
    print(f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1500)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--voters", type=int, default=6000)
    parser.add_argument("--there", type=int, default=280)
    parser.add_argument("--ballots", type=int, default=300)
    parser.add_argument("--database", help="an empty PostgreSQL database; SQLite in a temporary folder otherwise")
    return parser.parse_args()


def _meeting(database: Database, voters: int, there: int, ballots: int) -> Meeting:
    print(f"registering {voters} shareholders, {ballots} ballots, {there} people at the door", file=sys.stderr)
    now = datetime.now(UTC).replace(microsecond=0)
    clock = FixedClock(now - timedelta(days=20))
    day = now.astimezone(ZONE).date()
    meeting = written(database, clock, voters=voters, held_on=day, closes_at=now + timedelta(hours=1))
    meeting.lock()
    meeting.open()
    hall = meeting.hall()
    for voter in range(ballots):
        hall.vote(voter, *BALLOTS[voter % len(BALLOTS)])
    clock.set(now)
    roll_id = meeting.vote_row().frozen_roll_id
    for voter in meeting.voters[-there:]:
        with meeting.at() as work:
            check_in(work, CheckIn(meeting.id, roll_id, voter, 1))
    with meeting.at() as work:
        record_hour(work, RecordHour(meeting.id, MeetingHour.OPENED, now))
    with meeting.at() as work:
        step_item(work, StepItem(meeting.id, roll_id, meeting.items()[1].id, ItemStep.OPENED))
    return meeting


def _cookie(url: str, meeting: Meeting) -> str:
    app = create_app(
        Settings(database_url=url, secret_key=SecretStr(KEY.decode())), database=meeting.database, clock=meeting.clock
    )
    browser = officer_browser(app, meeting.database, meeting.clock, Role.SECRETARY)
    cookie = browser.raw.get_cookie("session")
    assert cookie is not None
    return f"session={cookie.value}"


def _look(clients: list[Client], port: int, seconds: int) -> Figures:
    print(f"looking for {seconds} seconds", file=sys.stderr)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/readyz")
    connection.getresponse().read()
    begin, chance = time.perf_counter(), random.Random(1)
    # Whoever comes in does so within the first five seconds.
    due = [(begin + chance.uniform(0, PAUSE + JITTER), number) for number in range(len(clients))]
    heapq.heapify(due)
    figures = Figures()
    end = begin + seconds
    threads = [
        threading.Thread(target=_work, args=(clients, due, figures, port, end, random.Random(number)))
        for number in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return figures


def _work(
    clients: list[Client],
    due: list[tuple[float, int]],
    figures: Figures,
    port: int,
    end: float,
    chance: random.Random,
) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while True:
        with figures.lock:
            if not due:
                return
            moment, number = heapq.heappop(due)
        if moment > end:
            return
        time.sleep(max(0.0, moment - time.perf_counter()))
        client = clients[number]
        connection.request("GET", client.path, headers=client.headers)
        response = connection.getresponse()
        response.read()
        answered = time.perf_counter()
        assert response.status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}, response.status
        if client.kind == SCREEN:
            client.headers["If-None-Match"] = response.headers["ETag"]
        with figures.lock:
            figures.waits[client.kind].append((answered - moment) * 1000)
            figures.same += response.status == HTTPStatus.NOT_MODIFIED
            heapq.heappush(due, (answered + PAUSE + chance.uniform(0, JITTER), number))


if __name__ == "__main__":
    main()
