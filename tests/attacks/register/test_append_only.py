"""The database refuses to change certain rows, and a command finds out when it no longer does."""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from click.testing import CliRunner
from sqlalchemy import text

from govapp.db.append_only import append_only, append_only_tables, drop_append_only, faults_of_triggers
from govapp.db.cli import db
from govapp.db.engine import Database
from tests.schema import metadata


@pytest.fixture(autouse=True)
def _all_tables() -> None:
    """Have the models of every room loaded, as the command line has."""
    metadata()


def faults(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(faults_of_triggers(connection))


def run(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement))


def trigger_of(database: Database, verb: str = "update") -> str:
    return f"roll_no_{verb}" if database.is_sqlite else "roll_append_only"


def test_the_tables_that_say_so_are_those_that_the_database_protects(database: Database) -> None:
    if database.is_sqlite:
        found = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE '%_locked_%'"
    else:
        found = (
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgname NOT LIKE '%_locked_%'"
        )
    with database.engine.connect() as connection:
        assert sorted(connection.scalars(text(found))) == list(append_only_tables())
    assert faults(database) == []


def test_triggers_that_were_dropped_are_named(database: Database) -> None:
    with database.engine.begin() as connection:
        drop_append_only(Operations(MigrationContext.configure(connection)), "roll")
    names = ("no_update", "no_delete") if database.is_sqlite else ("append_only", "no_truncate")
    assert faults(database) == [
        f"roll: the trigger roll_{name} is missing; rows can be changed or deleted" for name in names
    ]


def test_triggers_that_were_made_again_are_in_order(database: Database) -> None:
    with database.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        drop_append_only(operations, "roll")
        append_only(operations, "roll")
    assert faults(database) == []


def test_a_trigger_that_does_something_else_is_named(database: Database) -> None:
    if database.is_sqlite:
        run(database, "DROP TRIGGER roll_no_update")
        run(
            database,
            "CREATE TRIGGER roll_no_update BEFORE UPDATE ON roll BEGIN SELECT 1; END",
        )
    else:
        run(database, "DROP TRIGGER roll_append_only ON roll")
        run(
            database,
            "CREATE TRIGGER roll_append_only BEFORE DELETE ON roll FOR EACH ROW EXECUTE FUNCTION govapp_append_only()",
        )
    name = trigger_of(database)
    assert faults(database) == [f"roll: the trigger {name} is not what it should be; rows can be changed or deleted"]


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_triggers_that_are_switched_off_are_named(database: Database) -> None:
    run(database, "ALTER TABLE roll DISABLE TRIGGER ALL")
    assert [fault.split(";")[0] for fault in faults(database)] == [
        "roll: the trigger roll_append_only is not what it should be",
        "roll: the trigger roll_no_truncate is not what it should be",
    ]


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_function_that_lets_everything_through_is_found_on_every_table(database: Database) -> None:
    run(
        database,
        "CREATE OR REPLACE FUNCTION govapp_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN COALESCE(NEW, OLD); END $$",
    )
    assert len(faults(database)) == 2 * len(append_only_tables())


def test_the_command_tells_by_its_exit_status(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    sound = CliRunner().invoke(db, ["check"])
    assert sound.exit_code == 0
    assert f"triggers in order: {len(append_only_tables())} tables are append-only, " in sound.output
    with database.engine.begin() as connection:
        drop_append_only(Operations(MigrationContext.configure(connection)), "roll")
    broken = CliRunner().invoke(db, ["check"])
    assert broken.exit_code == 1
    assert "roll: the trigger roll_" in broken.output
