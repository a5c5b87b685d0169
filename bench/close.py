"""Measures closing a full ballot box: `python -m bench.close [--ballots 36000] [--questions 1|5]`.

The box holds one ballot of each voter. Valid ballots are repeated under other numbers: adding up reads and adds them
all the same. Prints how long the ballots are added up ahead, which holds nobody up, and how long the transaction that
closes the box and counts it lasts with and without that, on the clock and of the processor.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice

from sqlalchemy import insert, select, update

from bench.cast import CHOICES, FIVE
from govapp.ballots import service
from govapp.ballots.models import BallotRecord, CredentialRecord, Paper, PaperEvent, table
from govapp.ballots.rules import PaperQuestion, PreparePaper
from govapp.db.engine import Database, open_database
from govapp.db.migrate import upgrade
from govapp.demo.population import as_csv, population
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.importing.service import ImportFile, import_file
from govapp.shares.rolls.queries import list_roll_entries
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.accounts import ZONE
from tests.factories.ballots import KEYS, RULES, SECRETARY, Hall, decision, texts

DIFFERENT = 50
STRIDE = 1000


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=36000)
    parser.add_argument("--questions", type=int, default=1, choices=sorted(CHOICES))
    parser.add_argument("--database", help="an empty PostgreSQL database; SQLite in a temporary folder otherwise")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(options.database or f"sqlite:///{folder}/bench.db", keys=lambda: KEYS, zone=ZONE)
        upgrade(database)
        hall = _full_box(database, options.ballots, FIVE if options.questions == len(FIVE) else (decision(),))
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
        print(f"{kind}, {options.ballots} ballots of {options.questions} question(s)")
        _timed("closing, nothing added up ahead", lambda: _close(hall, undo=True))
        _timed("adding up ahead", lambda: _add_up_ahead(hall))
        _timed("closing after that", lambda: _close(hall, undo=False))
        assert hall.paper().counted == options.ballots
        database.dispose()
    print(f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}")


def _close(hall: Hall, *, undo: bool) -> None:
    with hall.act(SECRETARY) as work:
        service.close_paper(work, hall.uuid)
        if undo:
            work.session.rollback()


def _add_up_ahead(hall: Hall) -> None:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        service.precompute_tally(work.session, hall.uuid)


def _timed(what: str, act: Callable[[], object]) -> None:
    begin, worked = time.perf_counter(), time.process_time()
    act()
    clock, processor = time.perf_counter() - begin, time.process_time() - worked
    print(f"{what:<34} {clock:6.2f} s, processor {processor:6.2f} s", flush=True)


def _full_box(database: Database, voters: int, questions: tuple[PaperQuestion, ...]) -> Hall:
    clock = FixedClock(datetime.now(UTC).replace(microsecond=0))
    people = as_csv(population(voters, record_date=date.today() - timedelta(days=1)), history=False)  # noqa: DTZ011
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        import_file(work, ImportFile("people.csv", people))
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        roll_id = freeze_roll(work, FreezeRoll(clock.now().date() - timedelta(days=1), Texts.same("Bench")))
        command = PreparePaper(
            subject_ref="bench:1",
            roll_id=roll_id,
            name=texts("Bench"),
            questions=questions,
            opens_at=clock.now(),
            closes_at=clock.now() + timedelta(days=1),
            trustees=(service.SERVER,),
            rules_digest=RULES,
        )
        uuid = service.prepare_paper(work, command)
        service.seal_paper(work, uuid)
        service.open_paper(work, uuid)
        holders = [entry.holder_id for entry in islice(list_roll_entries(work.session, roll_id), DIFFERENT)]
    hall = Hall(database, clock, uuid, roll_id, holders)
    _fill(hall, [hall.ballot(number, *CHOICES[len(questions)]) for number in range(len(holders))])
    clock.set(hall.paper().closes_at)
    return hall


def _fill(hall: Hall, bodies: list[bytes]) -> None:
    """Put one of `bodies` in the box for every voting code, with an event each that names nothing."""
    paper = hall.paper()
    with hall.act(SECRETARY) as work:
        connection = work.session.connection()
        codes = connection.scalars(select(CredentialRecord.id).where(CredentialRecord.paper_id == paper.id)).all()
        rows = list(enumerate(zip(codes, cycle(bodies), strict=False), start=1))
        for piece in _pieces(rows):
            connection.execute(insert(table(BallotRecord)), [_ballot(paper.id, hall, *row) for row in piece])
            connection.execute(insert(table(PaperEvent)), [_event(paper.id, height) for height, _ in piece])
        last = f"{len(rows):064x}"
        moved = update(Paper).where(Paper.id == paper.id)
        work.session.execute(moved.values(head=last, height=len(rows), ballots=len(rows)))


def _pieces(rows: list[tuple[int, tuple[int, bytes]]]) -> Iterator[list[tuple[int, tuple[int, bytes]]]]:
    for start in range(0, len(rows), STRIDE):
        yield rows[start : start + STRIDE]


def _ballot(paper_id: int, hall: Hall, height: int, ballot: tuple[int, bytes]) -> dict[str, object]:
    credential_id, body = ballot
    facts = {"credential_id": credential_id, "tracker": f"{height:043}", "received_at": hall.clock.now()}
    return facts | {"paper_id": paper_id, "height": height, "body": body}


def _event(paper_id: int, height: int) -> dict[str, object]:
    event = {"type": "Ballot", "hash": f"{height:064x}", "parent": f"{height - 1:064x}", "payload": f"{height:064x}"}
    return event | {"paper_id": paper_id, "height": height}


if __name__ == "__main__":
    main()
