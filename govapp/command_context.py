"""What a command of the CLI works with: the settings, the database, the clock."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govapp.db.engine import Database, open_database
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.clock import SystemClock
from govapp.settings import SettingError, Settings, load_settings


def operator() -> Actor:
    """Return the person at the keyboard as the journal will name them: the system, on behalf of a login name."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "operator"
    return Actor(ActorKind.SYSTEM, name=name)


def opened(settings: Settings | None = None) -> Database:
    """Open the database that the settings name, with the keys of the installation.

    Raises SettingError when they name none, or a file that is not there: SQLite would make an empty one.
    """
    settings = settings or load_settings()
    database = open_database(settings.database(), keys=settings.key_ring, zone=settings.zone)
    path = database.engine.url.database
    if database.is_sqlite and path and not Path(path).exists():
        raise SettingError(f"There is no database at {path}: `govapp db upgrade` makes one, with the same settings")
    return database


@contextmanager
def unit_of_work() -> Iterator[Work]:
    """Open a transaction for a command; it commits at the end of the `with`."""
    database = opened()
    try:
        with database.unit_of_work(operator(), SystemClock().now()) as work:
            yield work
    finally:
        database.dispose()


@contextmanager
def read_only() -> Iterator[Work]:
    """Open a view of the database for a command that writes nothing."""
    database = opened()
    try:
        with database.read_only(operator(), SystemClock().now()) as work:
            yield work
    finally:
        database.dispose()
