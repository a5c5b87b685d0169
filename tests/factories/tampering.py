"""What whoever owns the database can do: change rows behind the back of the triggers, and leave no other trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text

from govapp.db.append_only import append_only, append_only_tables, drop_append_only
from govapp.db.engine import Database
from govapp.db.guards import all_guards, drop_guard, put_guard


@contextmanager
def without_triggers(database: Database, *tables: str) -> Iterator[Connection]:
    """Open a transaction in which the triggers of `tables` are away; they are made again at its end."""
    with database.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        guards = [guard for guard in all_guards() if guard.table in tables]
        kept = [table for table in tables if table in append_only_tables()]
        for table in kept:
            drop_append_only(operations, table)
        for guard in guards:
            drop_guard(operations, guard)
        yield connection
        for table in kept:
            append_only(operations, table)
        for guard in guards:
            put_guard(operations, guard)


def tamper(database: Database, table: str, statement: str, **values: Any) -> None:
    """Run one statement on a table that refuses it."""
    with without_triggers(database, table) as connection:
        connection.execute(text(statement), values)
