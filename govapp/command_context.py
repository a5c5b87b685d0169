"""What a command of the CLI works with: the settings, the database, the clock."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from govapp.db.engine import Database, open_database
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.clock import SystemClock
from govapp.settings import Settings


def operator() -> Actor:
    """Return the person at the keyboard as the journal will name them: the system, on behalf of a login name."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "operator"
    return Actor(ActorKind.SYSTEM, name=name)


def opened(settings: Settings | None = None) -> Database:
    """Open the database that the settings name, with the keys of the installation."""
    settings = settings or Settings()
    return open_database(settings.database_url, keys=settings.key_ring, zone=settings.zone)


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
