"""Sends fuzzed requests to every route as everybody, or to one: `python -m bench.fuzz [--seed 1] [--only ROUTE]`.

Prints the figures by person and status, and each request that was answered with a fault of ours, that let somebody in
who may not come in, or that left a trace although it was refused; then the exit status is 1. Request N of a seed is
the same on every run, though the keys and ballots of the cooperative differ.
"""

import argparse
import os
import platform
import sys
import time
import warnings
from datetime import UTC, datetime

import structlog
from pydantic import SecretStr

from govapp.kernel.clock import FixedClock
from govapp.settings import Settings
from govapp.web.app import create_app
from tests.attacks.requests.fuzzing import ROUND, Fuzzer
from tests.databases import sqlite_store
from tests.factories.accounts import KEY
from tests.factories.sample_cooperative import build

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
MAX_SHOWN = 40


def main() -> int:
    """Send the requests and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="begin with this request, for a run in pieces")
    parser.add_argument("--only", default="", help="the one route that is asked, as in tests/web/routes.txt")
    options = parser.parse_args()
    # A server does not stop for a warning of a library, and a developer's machine may print it.
    warnings.simplefilter("ignore")
    structlog.configure(processors=[_drop])
    begin = time.perf_counter()
    with sqlite_store() as store:
        clock = FixedClock(NOON)
        settings = Settings(
            database_url=store.url,
            secret_key=SecretStr(KEY.decode()),
            base_url="http://localhost",
            weak_passwords=True,
            demo=True,
        )
        app = create_app(settings, database=store.database, clock=clock)
        structlog.configure(processors=[_drop])
        fuzzer = Fuzzer(app, build(store.database, clock.now()), clock, store.path)
        for first in range(options.first, options.first + options.requests, ROUND):
            count = min(ROUND, options.first + options.requests - first)
            fuzzer.run(options.seed, first, count, options.only)
            print(f"{first + ROUND - options.first:>7} requests, {len(fuzzer.figures.findings)} found", file=sys.stderr)
    figures = fuzzer.figures
    print(figures.table())
    for finding in figures.findings[:MAX_SHOWN]:
        print(finding)
    spent = time.perf_counter() - begin
    print(
        f"seed {options.seed}, {options.requests} requests from {options.first} in {spent:.0f} s, "
        f"{len(figures.routes - {''})} routes, {len(figures.findings)} findings; "
        f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
    )
    return 1 if figures.findings else 0


def _drop(_logger: object, _name: str, _event: object) -> dict[str, object]:
    raise structlog.DropEvent


if __name__ == "__main__":
    sys.exit(main())
