"""What all tests need: databases of both kinds, an application, a clock that stands still, a checking client."""

import os
import tempfile
from collections.abc import Generator, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from pydantic import SecretStr

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.settings import Settings
from tests.compiled import keep_compiled
from tests.databases import PostgresqlStore, SqliteStore, Store, postgresql_store, sqlite_store
from tests.web.page import PageClient

hypothesis_settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis_settings.register_profile("ci", max_examples=300, deadline=None)
hypothesis_settings.load_profile(os.environ.get("GOVAPP_HYPOTHESIS", "dev"))

# The PostgreSQL from the wheel keeps its lock there; it wants a folder of its own.
if "XDG_RUNTIME_DIR" not in os.environ:
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="govapp-run-")

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
KEY = "a-key-for-tests-only-0123456789abcdef"


# What these try runs in the tests beside them too.
UNWATCHED = ("tests/e2e/", "tests/interop/")


keep_compiled()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure coverage where the same code does not run again: being watched makes a test two or three times slower."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    controller = plugin.cov_controller if plugin is not None else None
    if controller is None or not (item.nodeid.startswith(UNWATCHED) or "[postgresql" in item.name):
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest test: at the end it would run alone, while the other process has nothing left to do."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/exit/"))


@pytest.fixture(scope="session")
def sqlite() -> Iterator[SqliteStore]:
    """Return where the SQLite databases of this process come from."""
    with sqlite_store() as store:
        yield store


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlStore]:
    """Return the PostgreSQL (from a wheel) of this process."""
    with postgresql_store() as store:
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Return where the empty, migrated database of this test is: a test runs once on each kind of database."""
    found: Store = request.getfixturevalue(request.param)
    yield found
    found.empty()


@pytest.fixture
def database_url(store: Store) -> str:
    """Return the address of the database."""
    return store.url


@pytest.fixture
def database(store: Store) -> Database:
    """Return the database itself, open."""
    return store.database


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that stands at noon (UTC) of 1 June 2026."""
    return FixedClock(NOON)


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Return the settings of a test: no mail leaves, passwords are hashed cheaply."""
    return Settings(
        database_url=database_url,
        secret_key=SecretStr(KEY),
        base_url="http://localhost",
        weak_passwords=True,
        demo=True,
    )


@pytest.fixture
def app(settings: Settings, database: Database, clock: FixedClock) -> Flask:
    """Return the application on the test's database and clock."""
    from govapp.web.app import create_app

    return create_app(settings, database=database, clock=clock)


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Return a browser without script that checks every page it fetches."""
    return PageClient(app)
