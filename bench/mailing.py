"""Measures inviting everybody: `python -m bench.mailing [--size 36000] [--postgresql]`.

Opens a vote, and lets a worker write the invitations while somebody else writes a row again and again, as a shareholder
does who votes. Prints how long opening takes, how long until every letter is written, and how long the other one waits.
"""

import argparse
import logging
import os
import platform
import statistics
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import text

from bench.register import empty_database, import_bytes, timed
from govapp.assembly.votes.service import OpenVoting, open_voting
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.demo import meetings
from govapp.demo.meetings import Days
from govapp.demo.population import FULL_SIZE, as_csv, population
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import SystemClock
from govapp.worker import BREATH_SECONDS, Scribe

T = TypeVar("T")
PAUSE_SECONDS = 0.02
CLOCK = SystemClock()


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=FULL_SIZE)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print("| what | clock | processor | peak memory |\n| --- | --- | --- | --- |")
    with empty_database(postgresql=options.postgresql) as database:
        number = _ready(database, options.size)
        timed("opening", lambda: _act(database, lambda work: open_voting(work, OpenVoting(number))))
        waits = timed("all invitations written", lambda: _written(database))
    print(f"waits of another writer: {len(waits)}, median {statistics.median(waits) * 1000:.0f} ms, ", end="")
    print(f"95th percentile {statistics.quantiles(waits, n=20)[-1] * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms")
    print(f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}")


def _ready(database: Database, size: int) -> int:
    """Bring in the invented cooperative and lock the agenda of an assembly; return its number."""
    now = datetime.now(UTC)
    day = now.astimezone(ZoneInfo("Europe/Brussels")).date()
    import_bytes(database, "register.csv", as_csv(population(size, record_date=day)))
    days = Days(day, now, now + timedelta(days=7), day + timedelta(days=7))
    number = _act(database, lambda work: meetings.convene(work, meetings.script("open", str(day.year)), days))
    _act(database, lambda work: meetings.lock(work, number))
    return number


def _act(database: Database, use_case: Callable[[Work], T]) -> T:
    return database.transact(SYSTEM, CLOCK, use_case)


def _written(database: Database) -> list[float]:
    """Write all letters as the worker does; return how long somebody else waited for each write of theirs."""
    done, waits = threading.Event(), list[float]()

    def write(work: Work) -> None:
        work.session.execute(text("UPDATE outbox_server SET failures = failures"))

    def somebody_else() -> None:
        while not done.wait(PAUSE_SECONDS):
            begun = time.perf_counter()
            database.transact(SYSTEM, CLOCK, write)
            waits.append(time.perf_counter() - begun)

    other = threading.Thread(target=somebody_else)
    other.start()
    scribe = Scribe(database, CLOCK)
    while scribe.write_batch() is not None:
        done.wait(BREATH_SECONDS)
    done.set()
    other.join()
    return waits


if __name__ == "__main__":
    main()
