"""Entries of the first stage become transactions of one line: nothing is lost, and their digests keep verifying."""

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from govapp.db.engine import Database
from govapp.db.errors import CannotGoBack
from govapp.db.migrate import downgrade, revisions, upgrade
from govapp.kernel.clock import FixedClock
from govapp.shares.importing.service import ImportFile, import_file
from govapp.shares.ledger.models import Holding, LedgerLine, LedgerTransaction
from govapp.shares.ledger.service import IssueShares, ReverseEntry, issue_shares, reverse_entry
from govapp.shares.register.queries import check_register
from tests.factories.first_stage import DAY, ENTRIES, first_stage
from tests.factories.shares import REGISTRAR
from tests.migrations.steps import before

STEP = "ledger_of_transactions"

FILE = b"number;kind;name;language;category;shares;effective_date\r\n9;natural;Peeters;nl;member;1;2022-03-03\r\n"


def faults(database: Database, clock: FixedClock) -> set[tuple[str, str]]:
    with database.read_only(REGISTRAR, clock.now()) as work:
        found = check_register(work.session).faults
    # The entries of the factory have no lines in the journal.
    return {(fault.subject, fault.code) for fault in found if fault.code != "no_journal_line"}


def digests(database: Database, table: str) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.scalars(text(f"SELECT hash FROM {table} ORDER BY sequence")))


def test_old_entries_become_transactions_of_one_line_and_are_still_checked(
    database: Database, clock: FixedClock
) -> None:
    old = first_stage(database)
    upgrade(database)
    assert digests(database, "ledger_transaction") == old
    assert faults(database, clock) == set()
    with database.read_only(REGISTRAR, clock.now()) as work:
        rows = work.session.execute(
            select(LedgerTransaction.type, LedgerLine.party_id, LedgerLine.quantity, LedgerLine.paid_in_cents)
            .join(LedgerLine, LedgerLine.sequence == LedgerTransaction.sequence)
            .where(LedgerTransaction.version == 0, LedgerLine.ordinal == 1)
            .order_by(LedgerTransaction.sequence)
        ).all()
        assert [tuple(row) for row in rows] == [entry[:4] for entry in ENTRIES]
        # EUR 15 and EUR 15 is one share.
        assert work.session.scalars(select(Holding.paid_shares).order_by(Holding.party_id)).all() == [2, 1, 1, 1]


def test_the_chain_goes_on_over_the_seam(database: Database, clock: FixedClock) -> None:
    old = first_stage(database)
    upgrade(database)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(3, 2, 3000, 6000, DAY))
        reverse_entry(work, ReverseEntry(3, 4, "Typing error"))
        rows = work.session.scalars(select(LedgerTransaction).order_by(LedgerTransaction.sequence)).all()
        assert [row.version for row in rows] == [0] * len(old) + [1, 1]
        assert rows[len(old)].previous_hash == old[-1]
    assert faults(database, clock) == set()


def test_a_changed_entry_of_the_first_stage_is_found_after_the_change(database: Database, clock: FixedClock) -> None:
    first_stage(database)
    with database.engine.begin() as connection:
        for trigger in ("ledger_entry_no_update", "ledger_entry_append_only ON ledger_entry"):
            if ("ON" in trigger) == (connection.dialect.name == "postgresql"):
                connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE ledger_entry SET reason = 'x' WHERE sequence = 3"))
        if connection.dialect.name == "postgresql":
            connection.execute(
                text(
                    "CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry "
                    "FOR EACH ROW EXECUTE FUNCTION govapp_append_only()"
                )
            )
        else:
            connection.execute(
                text(
                    "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry "
                    "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
                )
            )
    upgrade(database)
    assert faults(database, clock) == {("entry 3", "content")}


def test_the_way_back_and_forth_loses_nothing(database: Database, clock: FixedClock) -> None:
    old = first_stage(database)
    upgrade(database)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(3, 2, 3000, 6000, DAY))
    now = digests(database, "ledger_transaction")
    downgrade(database, before(database, STEP))
    assert digests(database, "ledger_entry") == now
    assert now[: len(old)] == old
    upgrade(database)
    assert digests(database, "ledger_transaction") == now
    assert faults(database, clock) == set()


def test_what_an_entry_cannot_say_bars_the_way_back(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        import_file(work, ImportFile("register.csv", FILE))
    with pytest.raises(CannotGoBack) as refused:
        downgrade(database, before(database, STEP))
    assert "Entry 1 of the ledger" in str(refused.value)
    assert inspect(database.engine).has_table("ledger_transaction")
    upgrade(database)
    assert faults(database, clock) == set()


def test_an_interrupted_change_leaves_the_old_tables(database: Database, clock: FixedClock) -> None:
    old = first_stage(database)
    # The name of an index that the change makes after it copied the rows.
    with database.engine.begin() as connection:
        connection.execute(text("CREATE INDEX ix_ledger_line__position ON party (name)"))
    with pytest.raises(DBAPIError):
        upgrade(database)
    assert revisions(database)[0] == before(database, STEP)
    assert digests(database, "ledger_entry") == old
    assert not inspect(database.engine).has_table("ledger_transaction")
    with database.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_ledger_line__position"))
    upgrade(database)
    assert faults(database, clock) == set()
