"""Measures ballots accepted per second over HTTP: `python -m bench.cast [--voters N] [--questions 1|5]`.

Gunicorn runs as in production (gunicorn.conf.py) on a database of its own. Voters are signed in and ballots sealed
beforehand; the client, a process on the same machine, then posts them with as many connections as given and takes
its share of the processors. Prints ballots per second and the times of single answers.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

from pydantic import SecretStr

from govapp.ballots.rules import PaperQuestion
from govapp.db.engine import Database, open_database
from govapp.db.migrate import upgrade
from govapp.kernel.clock import FixedClock
from govapp.settings import Settings
from govapp.web.app import create_app
from tests.factories.accounts import ZONE
from tests.factories.ballots import AGAINST, FOR, KEY, KEYS, Hall, decision, election, opened
from tests.factories.http_voting import gunicorn, signed_in

FIVE = (*(decision(number, f"Decision {number}") for number in (1, 2, 3)), election(4, 3, 8), election(5, 5, 5))
CHOICES: dict[int, Sequence[Sequence[int]]] = {
    1: (FOR,),
    5: (FOR, AGAINST, FOR, (0, 1, 0, 0, 1, 0, 1, 0, 0), (0, 0, 1, 0, 0, 1)),
}
Envelope = tuple[bytes, dict[str, str]]


def main() -> None:
    """Run the measurement and print it."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/bench.db"
        database = open_database(url, keys=lambda: KEYS, zone=ZONE)
        upgrade(database)
        hall = _hall(database, options.voters, FIVE if options.questions == len(FIVE) else (decision(),))
        envelopes = _envelopes(hall, url, CHOICES[options.questions])
        with gunicorn(url) as port:
            seconds, waits = _post_all(envelopes, f"/vote/{hall.uuid}/cast", port, options.connections)
        assert hall.paper().ballots == options.voters, hall.paper().ballots
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
        database.dispose()
    waits.sort()
    size = len(envelopes[0][0])
    print(f"{kind}, {options.questions} question(s), ballots of {size} bytes, {options.connections} connections")
    print(f"{options.voters / seconds:.0f} ballots per second ({options.voters} in {seconds:.1f} s)")
    middle, late = statistics.median(waits), waits[int(len(waits) * 0.95)]
    print(f"answer: median {middle:.0f} ms, 95th percentile {late:.0f} ms, most {waits[-1]:.0f} ms")
    print(f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voters", type=int, default=400)
    parser.add_argument("--questions", type=int, default=1, choices=sorted(CHOICES))
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--database", help="an empty PostgreSQL database; SQLite in a temporary folder otherwise")
    return parser.parse_args()


def _hall(database: Database, voters: int, questions: tuple[PaperQuestion, ...]) -> Hall:
    print(f"registering {voters} voters", file=sys.stderr)
    clock = FixedClock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2))
    return opened(database, clock, voters=voters, questions=questions)


def _envelopes(hall: Hall, url: str, choices: Sequence[Sequence[int]]) -> list[Envelope]:
    print("signing in and sealing", file=sys.stderr)
    settings = Settings(database_url=url, secret_key=SecretStr(KEY.decode()))
    app = create_app(settings, database=hall.database)
    return [(hall.ballot(each, *choices), signed_in(app, hall, each).headers) for each in range(len(hall.voters))]


def _post_all(envelopes: list[Envelope], path: str, port: int, connections: int) -> tuple[float, list[float]]:
    shares = [envelopes[start::connections] for start in range(connections)]
    _await(port)
    begin = time.perf_counter()
    with ThreadPoolExecutor(connections) as threads:
        waits = list(threads.map(lambda share: _post(share, path, port), shares))
    return time.perf_counter() - begin, [wait for each in waits for wait in each]


def _await(port: int) -> None:
    """Return when the server answers: its start is not what is measured."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/readyz")
    connection.getresponse().read()
    connection.close()


def _post(share: list[Envelope], path: str, port: int) -> list[float]:
    connection, waits = HTTPConnection("127.0.0.1", port, timeout=60), []
    for body, headers in share:
        begin = time.perf_counter()
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        text = response.read()
        assert response.status == 201, text
        waits.append((time.perf_counter() - begin) * 1000)
    return waits


if __name__ == "__main__":
    main()
