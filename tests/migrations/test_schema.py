"""Models and migrations say the same, in both directions, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from govapp.db.engine import Database
from govapp.db.migrate import downgrade, revisions, upgrade
from tests.schema import metadata


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        return list(compare_metadata(context, metadata()))


def test_the_migrations_make_the_tables_that_the_models_describe(database: Database) -> None:
    assert differences(database) == []
    current, head = revisions(database)
    assert current == head


def test_the_schema_goes_down_to_nothing_and_up_again(database: Database) -> None:
    downgrade(database, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    upgrade(database)
    assert differences(database) == []
