"""Alembic's environment: runs the numbered versions on the engine that `govapp.db.migrate` hands over."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, Engine, text

# Two hosts that start together must not both migrate.
MIGRATION_LOCK = 7_206_114_230


def _run(engine: Engine) -> None:
    with engine.connect().execution_options(govapp_begin="BEGIN IMMEDIATE") as connection, _loose_keys(connection):
        context.configure(connection=connection, render_as_batch=True, transaction_per_migration=False)
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            context.run_migrations()
            _check_keys(connection)
        connection.commit()


@contextmanager
def _loose_keys(connection: Connection) -> Iterator[None]:
    """Let SQLite make a table anew to which others refer: the way its manual describes for changing a table.

    Only outside of a transaction can it be told; what the rows refer to is checked before the migration is kept.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")


def _check_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise ValueError(f"a migration left rows that refer to nothing: {broken[:5]}")


_run(context.config.attributes["engine"])
