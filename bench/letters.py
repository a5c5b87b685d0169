"""Measures letters on paper: `python -m bench.letters [--size 60000] [--postgresql]`.

Locks an assembly of the invented cooperative, of whose members three in a hundred have no e-mail address, and makes
their letters: the rows with their codes, the one PDF that is printed, and the file for a printer. Of the PDF it prints
the memory of the process in which typst makes it.
"""

import argparse
import logging
import os
import platform
import resource
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog

from bench.register import empty_database, import_bytes, timed
from govapp.assembly.convocation.queries import list_batches
from govapp.assembly.convocation.service.letter_files import letters_csv, letters_pdf, read_codes
from govapp.assembly.convocation.service.letter_words import LetterSender
from govapp.assembly.votes.service.post import MakeVoteLetters, make_vote_letters
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.demo import meetings
from govapp.demo.meetings import Days
from govapp.demo.population import as_csv, population
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import SystemClock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language

T = TypeVar("T")
CLOCK = SystemClock()
SENDER = LetterSender(
    "Ambora", "Kerkstraat 1, 1000 Brussel", "contact@ambora.example", "", Language.FR, "https://vote.ambora.example"
)


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=60_000)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print("| what | clock | processor | peak memory |\n| --- | --- | --- | --- |")
    with empty_database(postgresql=options.postgresql) as database:
        number = _locked(database, options.size)
        made = timed(
            "letters with their codes",
            lambda: _act(database, lambda work: make_vote_letters(work, MakeVoteLetters(number, 1, SENDER))),
        )
        with database.read_only(SYSTEM, CLOCK.now()) as work:
            (batch,) = list_batches(work.session, SubjectRef.to("assembly", number))
            letters, codes = read_codes(work.session, batch)
        pdf = timed("the PDF to print", lambda: letters_pdf(batch, letters, codes, Language.NL))
        timed("the file for a printer", lambda: letters_csv(batch, letters, codes))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{made.letters} letters, PDF of {len(pdf) / 1e6:.1f} MB, peak memory of typst {peak} MB")
    print(f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}")


def _locked(database: Database, size: int) -> int:
    now = datetime.now(UTC)
    day = now.astimezone(ZoneInfo("Europe/Brussels")).date()
    import_bytes(database, "register.csv", as_csv(population(size, record_date=day)))
    days = Days(day, now, now + timedelta(days=7), day + timedelta(days=7))
    number = _act(database, lambda work: meetings.convene(work, meetings.script("open", str(day.year)), days))
    _act(database, lambda work: meetings.lock(work, number))
    return number


def _act(database: Database, use_case: Callable[[Work], T]) -> T:
    return database.transact(SYSTEM, CLOCK, use_case)


if __name__ == "__main__":
    main()
