"""Opening a database: SQLite (WAL, every commit on disk, one writer through a gate) or PostgreSQL."""

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from govapp.db.uow import KEY_SOURCE, ZONE, Work, refusal_for
from govapp.kernel.actors import Actor
from govapp.kernel.clock import Clock
from govapp.kernel.keys import KeySource

T = TypeVar("T")

ATTEMPTS = 3
# PostgreSQL: serialization_failure and deadlock_detected.
RETRIED = {"40001", "40P01"}
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    # Without it INSERT OR REPLACE deletes a row without asking the triggers that refuse to.
    "recursive_triggers = ON",
    # KiB for each connection: the tables behind the lists of 36,000 shareholders stay in memory between two pages.
    "cache_size = -16384",
)


class WriteGate:
    """Lets one writer at a time through, across threads and processes.

    SQLite's own busy handler sleeps in growing steps, so writers starve; queueing for a lock of ours just before
    BEGIN IMMEDIATE cuts the longest wait many times.
    """

    def __init__(self, path: Path | None) -> None:
        self._thread = threading.Lock()
        self._path = path

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Hold the gate."""
        with self._thread:
            if self._path is None:
                yield
                return
            with self._path.open("a") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield


class Database:
    """One database and the two ways into it: a unit of work that commits, a read-only view that cannot write."""

    def __init__(
        self,
        engine: Engine,
        gate: WriteGate | None = None,
        *,
        keys: KeySource | None = None,
        zone: ZoneInfo | None = None,
    ) -> None:
        self.engine = engine
        self._gate = gate
        self._info = {KEY_SOURCE: keys, ZONE: zone}

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is the embedded database."""
        return self._gate is not None

    @contextmanager
    def unit_of_work(self, actor: Actor, now: datetime) -> Iterator[Work]:
        """Open a transaction, hand out the work, commit at the end or roll back on any exception.

        A violated constraint that has a Refusal of its own (`register_constraint`) is raised as that Refusal.
        """
        if self._gate is None:
            with self._write(actor, now) as work:
                yield work
        else:
            with self._gate(), self._write(actor, now) as work:
                yield work

    @contextmanager
    def _write(self, actor: Actor, now: datetime) -> Iterator[Work]:
        options = {"govapp_begin": "BEGIN IMMEDIATE"} if self.is_sqlite else {}
        with self.engine.connect().execution_options(**options) as connection:
            session = Session(connection, expire_on_commit=False, info=self._info)
            try:
                yield Work(session, actor, now)
                session.commit()
            except IntegrityError as error:
                session.rollback()
                refusal = refusal_for(error)
                if refusal is None:
                    raise
                raise refusal from error
            finally:
                session.close()

    def transact(self, actor: Actor, clock: Clock, use_case: Callable[[Work], T]) -> T:
        """Run `use_case` in a unit of work of its own, again when PostgreSQL chose it to break a deadlock."""
        for attempt in range(ATTEMPTS):
            try:
                with self.unit_of_work(actor, clock.now()) as work:
                    return use_case(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in RETRIED or attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    @contextmanager
    def read_only(self, actor: Actor, now: datetime) -> Iterator[Work]:
        """Open a transaction in which the database itself refuses every write, and which sees one moment throughout.

        So the lines of a list add up to its totals, and an export to the ledger head named on it, while others write.
        """
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("PRAGMA query_only = ON")
            else:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            session = Session(connection, expire_on_commit=False, autoflush=False, info=self._info)
            try:
                yield Work(session, actor, now)
            finally:
                session.close()
                connection.rollback()
                if self.is_sqlite:
                    connection.exec_driver_sql("PRAGMA query_only = OFF")
                    connection.rollback()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(
    url: str, *, pool_size: int = 8, keys: KeySource | None = None, zone: ZoneInfo | None = None
) -> Database:
    """Open the database at `url` (`sqlite:///path` or `postgresql+psycopg://...`).

    `keys` and the time `zone` of the cooperative come with each work.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, parsed.database, keys, zone)
    # An error message quotes the statement and never its values: they are names, addresses, ballots.
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True, hide_parameters=True)
    return Database(engine, keys=keys, zone=zone)


def _open_sqlite(url: str, file: str | None, keys: KeySource | None, zone: ZoneInfo | None) -> Database:
    engine = create_engine(url, connect_args={"timeout": 10, "check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - a sqlite3 connection
        # SQLAlchemy decides when a transaction begins (see _begin); the driver must not.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("govapp_begin", "BEGIN"))

    return Database(engine, WriteGate(Path(f"{file}.gate") if file else None), keys=keys, zone=zone)
