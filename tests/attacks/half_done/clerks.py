"""A role of PostgreSQL that may write to every table and owns none."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from govapp.db.engine import Database

ROLE = "govapp_clerk"


@contextmanager
def a_clerk(database: Database) -> Iterator[None]:
    """Make the role for as long as the context lasts."""
    with database.engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {ROLE}"))
        connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}"))
        connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}"))
    try:
        yield
    finally:
        with database.engine.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {ROLE}"))
            connection.execute(text(f"DROP ROLE {ROLE}"))


def as_clerk(database: Database, *statements: str) -> None:
    """Run statements as that role, in one transaction."""
    with database.engine.begin() as connection:
        connection.execute(text(f"SET LOCAL ROLE {ROLE}"))
        for statement in statements:
            connection.execute(text(statement))
