"""What whoever owns the database can do: change rows behind the back of the triggers, and leave no other trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.engine import Database


@contextmanager
def without_triggers(database: Database, *tables: str) -> Iterator[Connection]:
    """Open a transaction in which the triggers of `tables` are away; they are made again at its end."""
    with database.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        for table in tables:
            drop_append_only(operations, table)
        yield connection
        for table in tables:
            append_only(operations, table)


def tamper(database: Database, table: str, statement: str, **values: Any) -> None:
    """Run one statement on a table that refuses it."""
    with without_triggers(database, table) as connection:
        connection.execute(text(statement), values)
