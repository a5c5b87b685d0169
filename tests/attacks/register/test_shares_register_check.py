"""Whoever gets past the triggers is found out, and the row is named."""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from click.testing import CliRunner
from sqlalchemy import text

from govapp.db.append_only import drop_append_only
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.service import ExportRegister, log_export, make_export
from govapp.shares.ledger.service import IssueShares, ReverseEntry, issue_shares, reverse_entry
from govapp.shares.register.cli import shares
from govapp.shares.register.queries import check_register
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.shares import REGISTRAR, SINCE, register_some
from tests.factories.tampering import tamper

TABLES = (
    "ledger_transaction",
    "ledger_line",
    "roll",
    "roll_entry",
    "representation",
    "party",
    "party_name",
    "party_address",
    "party_language",
    "party_email",
    "party_category",
)


@pytest.fixture
def opened(database: Database, clock: FixedClock) -> Database:
    """Return a register of four people with a reversal and a voting list, its triggers taken away."""
    ids = register_some(database, clock, 4)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(ids[0], 2, 3000, 6000, SINCE))
        reverse_entry(work, ReverseEntry(ids[0], 5, "Typing error"))
        freeze_roll(work, FreezeRoll(SINCE, Texts.same("Assembly")))
    with database.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        for table in TABLES:
            drop_append_only(operations, table)
    return database


def faults(database: Database, clock: FixedClock) -> set[tuple[str, str]]:
    with database.read_only(REGISTRAR, clock.now()) as work:
        return {(fault.subject, fault.code) for fault in check_register(work.session).faults}


def test_an_untouched_register_is_sound(opened: Database, clock: FixedClock) -> None:
    assert faults(opened, clock) == set()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE ledger_line SET quantity = 3 WHERE sequence = 2", ("entry 2", "content")),
        ("UPDATE ledger_line SET claim_cents = 1 WHERE sequence = 2", ("entry 2", "paid_in_out_of_range")),
        ("UPDATE ledger_line SET counter_line = 1 WHERE sequence = 2", ("entry 2", "movements_do_not_fit")),
        ("UPDATE ledger_line SET party_id = 3 WHERE sequence = 2", ("person 2", "number_unfounded")),
        ("UPDATE ledger_line SET effective_date = '2020-01-01' WHERE sequence = 2", ("entry 2", "line_days")),
        ("DELETE FROM ledger_line WHERE sequence = 2", ("entry 2", "movements_do_not_fit")),
        ("UPDATE ledger_transaction SET reason = 'x' WHERE sequence = 6", ("entry 6", "content")),
        ("UPDATE ledger_transaction SET actor_name = 'x' WHERE sequence = 3", ("entry 3", "content")),
        ("UPDATE ledger_transaction SET version = 0 WHERE sequence = 3", ("entry 3", "version")),
        ("UPDATE ledger_transaction SET version = 9 WHERE sequence = 6", ("entry 6", "version")),
        ("UPDATE ledger_transaction SET type = 'resignation' WHERE sequence = 3", ("entry 3", "legal_basis_missing")),
        (f"UPDATE ledger_transaction SET hash = '{'0' * 64}' WHERE sequence = 4", ("entry 5", "link")),
        ("UPDATE ledger_transaction SET reverses = 4 WHERE sequence = 6", ("entry 6", "reversal_does_not_fit")),
        ("UPDATE ledger_line SET paid_in_cents = 9000 WHERE sequence = 1", ("entry 1", "paid_in_out_of_range")),
        ("UPDATE ledger_line SET quantity = -3 WHERE sequence = 6", ("holder 1", "paid_in_out_of_range")),
        ("UPDATE ledger_line SET quantity = -9 WHERE sequence = 6", ("holder 1", "balance_below_zero")),
        ("UPDATE holding SET shares = 7 WHERE party_id = 2", ("holder 2", "holding")),
        ("UPDATE holding SET category = 'staff' WHERE party_id = 2", ("holder 2", "category")),
        ("UPDATE holding SET email = 'x@mail.example' WHERE party_id = 3", ("holder 3", "email")),
        ("DELETE FROM holding WHERE party_id = 3", ("holder 3", "holding_missing")),
        ("UPDATE party_email SET address = 'x@mail.example' WHERE party_id = 3", ("holder 3", "email")),
        ("UPDATE party_category SET category = 'staff' WHERE party_id = 2", ("holder 2", "category")),
        ("UPDATE holding SET name = 'Somebody' WHERE party_id = 2", ("holder 2", "name")),
        ("UPDATE party_name SET name = 'Somebody' WHERE party_id = 2", ("holder 2", "name")),
        ("UPDATE party_name SET search_name = 'somebody' WHERE party_id = 2", ("person 2", "search_name")),
        ("DELETE FROM party_name WHERE party_id = 2", ("person 2", "name_missing")),
        ("UPDATE party_name SET effective_date = '2025-01-01' WHERE party_id = 2", ("person 2", "name_missing")),
        ("UPDATE holding SET town = 'Gent' WHERE party_id = 3", ("holder 3", "address")),
        ("UPDATE party_address SET town = 'Gent' WHERE party_id = 3", ("holder 3", "address")),
        ("DELETE FROM party_address WHERE party_id = 3", ("person 3", "address_missing")),
        ("UPDATE party_language SET language = 'fr' WHERE party_id = 4", ("holder 4", "language")),
        ("DELETE FROM party_language WHERE party_id = 4", ("person 4", "language_missing")),
        ("UPDATE party SET number = 40 WHERE id = 4", ("entry 4", "content")),
        ("UPDATE party SET number = NULL WHERE id = 4", ("person 4", "number_missing")),
        ("UPDATE roll_entry SET name = 'Somebody' WHERE position = 1", ("roll 1", "roll_digest")),
        ("DELETE FROM roll_entry WHERE position = 2", ("roll 1", "roll_digest")),
        ("UPDATE roll SET size = 9", ("roll 1", "roll_size")),
    ],
)
def test_a_changed_row_is_named(opened: Database, clock: FixedClock, statement: str, found: tuple[str, str]) -> None:
    with opened.engine.begin() as connection:
        connection.execute(text(statement))
    assert found in faults(opened, clock)


def test_the_command_names_the_row_and_exits_one(
    opened: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    runner = CliRunner()
    sound = runner.invoke(shares, ["check"])
    assert sound.exit_code == 0, sound.output
    assert "The register is sound: 6 entries, 4 shareholders, 4 shares, 1 voting lists" in sound.output
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE ledger_line SET quantity = 3 WHERE sequence = 2"))
    broken = runner.invoke(shares, ["check"])
    assert broken.exit_code == 1
    assert "entry 2: its content is not what was written (content)" in broken.output
    assert '"is_sound": false' in runner.invoke(shares, ["check", "--json"]).output


def test_an_entry_forged_with_a_right_hash_has_no_line_in_the_journal(opened: Database, clock: FixedClock) -> None:
    """Whoever owns the database can compute hashes too, and the chain is whole; but the journal knows nothing of it."""
    with opened.unit_of_work(REGISTRAR, clock.now()) as work:
        before = work.session.scalar(text("SELECT max(sequence) FROM journal_entry"))
        issue_shares(work, IssueShares(2, 1, 3000, 3000, SINCE))
    tamper(opened, "journal_entry", "DELETE FROM journal_entry WHERE sequence > :before", before=before)
    assert faults(opened, clock) == {("entry 7", "no_journal_line")}


def test_a_line_of_the_journal_whose_entry_was_cut_off_is_named(opened: Database, clock: FixedClock) -> None:
    with opened.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(2, 1, 3000, 3000, SINCE))
        line = work.session.scalar(text("SELECT max(sequence) FROM journal_entry"))
    with opened.engine.begin() as connection:
        connection.execute(text("DELETE FROM ledger_line WHERE sequence = 7"))
        connection.execute(text("DELETE FROM ledger_transaction WHERE sequence = 7"))
        holding = "UPDATE holding SET shares = 1, paid_in_cents = 3000, paid_shares = 1 WHERE party_id = 2"
        connection.execute(text(holding))
    assert faults(opened, clock) == {(f"journal line {line}", "entry_missing")}


def test_a_voting_list_that_names_another_head_than_its_entry_has_is_named(opened: Database, clock: FixedClock) -> None:
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE roll SET ledger_sequence = 5"))
    assert faults(opened, clock) == {("roll 1", "ledger_head")}


def test_an_export_that_names_an_entry_which_is_gone_is_named(opened: Database, clock: FixedClock) -> None:
    with opened.unit_of_work(REGISTRAR, clock.now()) as work:
        log_export(work, make_export(work, ExportRegister(FileFormat.JSON, "Inspection")))
    assert faults(opened, clock) == set()
    tamper(opened, "register_export", "UPDATE register_export SET ledger_head = :other", other="e" * 64)
    assert faults(opened, clock) == {("export 1", "ledger_head")}
