"""Rows that nobody may change or delete, whatever the statement is called."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from govapp.ballots.rules import ExtensionGround
from govapp.ballots.service import Extend, extend
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from tests.factories.ballots import FOR, SECRETARY, decision, opened

KEPT = (
    "journal_entry",
    "ledger_transaction",
    "ledger_line",
    "party",
    "party_name",
    "party_address",
    "party_language",
    "party_email",
    "roll",
    "roll_entry",
    "credential",
    "ballot",
    "ballot_nonce",
    "paper_event",
    "archive_record",
    "window_event",
)


# PostgreSQL has no such statement.
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_row_cannot_be_replaced_by_another_under_its_number(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=(decision(),))
    hall.vote(0, FOR)
    until = hall.paper().closes_at + timedelta(hours=1)
    with hall.act(SECRETARY) as work:
        extend(work, Extend(hall.uuid, until, ExtensionGround.OUTAGE, "The site could not be reached."))
    for table in KEPT:
        statement = text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
        with pytest.raises(DBAPIError, match="append-only"), database.unit_of_work(SYSTEM, clock.now()) as work:
            work.session.execute(statement)
