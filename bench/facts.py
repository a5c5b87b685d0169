"""Measures what a vote asks about the facts of one person: `python -m bench.facts [--size 36000] [--postgresql]`.

Imports the invented cooperative, lets a registrar change some addresses, and compares the facts of people taken evenly
from the whole register with their chain, one after another, as each cast and each opening of the booth does.
"""

import argparse
import os
import platform
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import select

from bench.register import REGISTRAR, empty_database, import_bytes
from govapp.db.engine import Database
from govapp.demo.population import FULL_SIZE, as_csv, population
from govapp.shares.ledger.service import SetEmail, set_email
from govapp.shares.people.models import Party
from govapp.shares.people.queries.evidence import list_faults_of_people

ASKED = 1000
CHANGED = 200


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=FULL_SIZE)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with empty_database(postgresql=options.postgresql) as database:
        clock, processor = (sorted(each) for each in zip(*_times(database, options.size), strict=True))
    kind = "PostgreSQL" if options.postgresql else "SQLite"
    print(f"{kind}, {options.size} shareholders, {len(clock)} people asked about")
    for what, times in (("clock", clock), ("processor", processor)):
        middle, late = statistics.median(times), times[int(len(times) * 0.95)]
        print(f"one person, {what}: median {middle:.2f} ms, 95th percentile {late:.2f} ms")
    print(f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}")


def _times(database: Database, size: int) -> Iterator[tuple[float, float]]:
    """Yield the milliseconds that one person takes, after a first one that opens connections and caches."""
    people = population(size, record_date=date(2026, 5, 15))
    import_bytes(database, "register.csv", as_csv(people))
    now = datetime.now(UTC)
    with database.read_only(REGISTRAR, now) as work:
        ids = list(work.session.scalars(select(Party.id).where(Party.number.is_not(None)).order_by(Party.id)))
    for person in ids[:: max(1, len(ids) // CHANGED)]:
        with database.unit_of_work(REGISTRAR, now) as work:
            set_email(work, SetEmail(person, f"changed.{person}@mail.example"))
    asked = ids[:: max(1, len(ids) // ASKED)]
    for person in (asked[0], *asked):
        with database.read_only(REGISTRAR, now) as work:
            begin, worked = time.perf_counter(), time.process_time()
            faults = list_faults_of_people(work.session, {person})
            took = (time.perf_counter() - begin) * 1000, (time.process_time() - worked) * 1000
        assert not faults, faults
        if person != asked[0]:
            yield took


if __name__ == "__main__":
    main()
