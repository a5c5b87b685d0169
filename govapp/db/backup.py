"""Backup and restore with one command for both databases.

SQLite copies itself page by page while in use. PostgreSQL uses its own `pg_dump` and `pg_restore`, which must be
of the server's version or newer.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect

from govapp.db.engine import Database
from govapp.kernel.errors import N_, Conflict, Invalid


class DatabaseInUse(Conflict):
    """Restoring would replace what is there."""

    code = "database_in_use"
    message = N_("There is already something in this database.")
    help = N_("Restore into an empty database, or add --yes to replace everything in it.")


class NotABackup(Invalid):
    """The file is not a backup of this kind of database."""

    code = "not_a_backup"
    message = N_("%(file)s is not a backup of this kind of database.")
    help = N_("Nothing was changed. Give the file that `govapp db backup` wrote.")


class ToolMissing(Invalid):
    """PostgreSQL's own tools are not installed."""

    code = "tool_missing"
    message = N_("The program %(tool)s is not installed.")
    help = N_("Install the client programs of PostgreSQL and try again.")


class ToolFailed(Invalid):
    """PostgreSQL's own tool gave up."""

    code = "tool_failed"
    message = N_("%(tool)s gave up: %(reason)s")
    help = N_("Mend what it says and try again. A backup that was not finished has left no file.")


PRIVATE = 0o600
_AFTER_RESTORING: list[Callable[[Connection], None]] = []


def after_restoring(step: Callable[[Connection], None]) -> None:
    """Have `step` taken in each database that was put back: a room forgets there what no longer counts.

    The schema may be an older one than this program's.
    """
    _AFTER_RESTORING.append(step)


SQLITE_MAGIC = b"SQLite format 3\x00"
POSTGRESQL_MAGIC = b"PGDMP"


def back_up(database: Database, file: Path) -> None:
    """Write a consistent copy to `file`; the copy appears whole or not at all."""
    unfinished = file.with_name(file.name + ".unfinished")
    # Everybody's names, addresses and shares: for the owner of the file alone.
    unfinished.touch(mode=PRIVATE)
    try:
        if database.is_sqlite:
            with closing(_driver(database)) as source, closing(sqlite3.connect(unfinished)) as target:
                source.backup(target)
        else:
            _run(database, "pg_dump", "--format=custom", f"--file={unfinished}", f"--dbname={_address(database)}")
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(database: Database, file: Path, *, replace: bool) -> None:
    """Put the copy in `file` in place of what the database holds.

    The file of a SQLite database is then for its owner alone, and nobody is signed in any more: who signed out since
    the copy was made would be in again. Raises NotABackup for another file, and DatabaseInUse when the database holds
    tables and `replace` is false.
    """
    if not replace and inspect(database.engine).get_table_names():
        raise DatabaseInUse
    magic = SQLITE_MAGIC if database.is_sqlite else POSTGRESQL_MAGIC
    with file.open("rb") as handle:
        if handle.read(len(magic)) != magic:
            raise NotABackup(file=file.name)
    if database.is_sqlite:
        _restore_sqlite(database, file)
    else:
        options = ("--clean", "--if-exists", "--exit-on-error", "--single-transaction", "--no-owner")
        _run(database, "pg_restore", *options, f"--dbname={_address(database)}", str(file))
    with database.engine.begin() as connection:
        for step in _AFTER_RESTORING:
            step(connection)


def _restore_sqlite(database: Database, file: Path) -> None:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
        if not _is_whole(source):
            raise NotABackup(file=file.name)
        file_restored = database.engine.url.database
        if file_restored:
            # Before anything is in it: made by the driver, it would be for everybody to read.
            Path(file_restored).touch(mode=PRIVATE)
            Path(file_restored).chmod(PRIVATE)
        with closing(_driver(database)) as target:
            source.backup(target)


def _is_whole(source: sqlite3.Connection) -> bool:
    try:
        return bool(source.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        # Too damaged to be read at all.
        return False


def _driver(database: Database) -> sqlite3.Connection:
    return sqlite3.connect(database.engine.url.database or ":memory:")


def _address(database: Database) -> str:
    # The password goes by the environment: a command line can be read by everybody on the machine.
    return database.engine.url.set(drivername="postgresql", password=None).render_as_string()


def _run(database: Database, tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissing(tool=tool)
    password = database.engine.url.password
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    done = subprocess.run([program, *arguments], check=False, capture_output=True, text=True, env=environment)  # noqa: S603 - a program of PostgreSQL, our own arguments
    if done.returncode != 0:
        raise ToolFailed(tool=tool, reason=(done.stderr.strip().splitlines() or ["?"])[0])
