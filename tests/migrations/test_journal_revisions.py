"""A journal of the first stage goes through every change of its table and keeps verifying."""

import json
from pathlib import Path

from sqlalchemy import select, text

from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.journal import ChainReport
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.actors import SYSTEM
from govapp.kernel.canonical import canonical_json
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from tests.conftest import NOON

# What `govapp audit export` of the first stage wrote.
FIRST_STAGE = [
    json.loads(line) for line in Path(__file__).with_name("first_stage").joinpath("journal.jsonl").open("rb")
]
HEAD = FIRST_STAGE[-1]["digest"]


def of_the_first_stage(database: Database) -> None:
    """Bring a database back to the schema of the first stage, with the journal that was written there."""
    downgrade(database, "0010")
    names = [*FIRST_STAGE[0]]
    statement = f"INSERT INTO journal_event ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
    with database.engine.begin() as connection:
        rows = [{**line, "facts": canonical_json(line["facts"]).decode()} for line in FIRST_STAGE]
        connection.execute(text(statement), rows)


def verified(database: Database) -> ChainReport:
    with database.read_only(SYSTEM, NOON) as work:
        return journal.verify(work.session)


def versions(database: Database) -> list[int]:
    with database.engine.connect() as connection:
        return list(connection.scalars(select(JournalEntryRecord.v).order_by(JournalEntryRecord.sequence)))


def test_a_journal_of_the_first_stage_keeps_verifying_and_goes_on(database: Database, clock: FixedClock) -> None:
    of_the_first_stage(database)
    upgrade(database)
    assert verified(database) == ChainReport(5, HEAD, None)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        journal.record(work, AccountsTag.SESSION_ENDED, SubjectRef("officer:3"))
    assert versions(database) == [0, 0, 0, 0, 0, 1]
    assert verified(database).is_whole
    with database.read_only(SYSTEM, clock.now()) as work:
        exported = [json.loads(line) for line in journal.export_lines(work.session)]
    assert exported[:5] == FIRST_STAGE
    assert exported[5]["previous"] == HEAD


def test_lines_of_the_first_stage_go_back_as_they_came(database: Database) -> None:
    of_the_first_stage(database)
    upgrade(database)
    downgrade(database, "0010")
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM journal_event ORDER BY sequence")).mappings().all()
    assert [{**row, "facts": json.loads(row["facts"])} for row in rows] == FIRST_STAGE


def test_lines_of_a_newer_program_verify_again_after_an_excursion_to_the_older_one(
    database: Database, clock: FixedClock
) -> None:
    of_the_first_stage(database)
    upgrade(database)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        journal.record(work, AccountsTag.SESSION_ENDED, SubjectRef("officer:3"), facts={"session": 4})
    before = verified(database)
    downgrade(database, "0010")
    upgrade(database)
    assert versions(database) == [0, 0, 0, 0, 0, 1]
    assert verified(database) == before
