"""Whoever owns the database and one officer's password gives that officer's phone to another, and takes it back."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.conftest import KEY
from tests.factories.accounts import a_browser, an_officer, sign_in

COPY = (
    "UPDATE officer SET password_hash = (SELECT password_hash FROM officer AS own WHERE own.id = :own), "
    "phone_secret = (SELECT phone_secret FROM officer AS own WHERE own.id = :own) WHERE id = :other"
)


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Callable[[], tuple[int, str]]:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)

    def run() -> tuple[int, str]:
        result = CliRunner().invoke(govapp, ["accounts", "check"])
        return result.exit_code, result.output

    return run


def test_with_the_phone_of_another_nobody_comes_in_and_the_check_names_it(
    app: Flask, database: Database, clock: FixedClock, check: Callable[[], tuple[int, str]]
) -> None:
    own = an_officer(database, clock.now(), Role.REGISTRAR, email="registrar@ambora.example")
    other = an_officer(database, clock.now(), Role.ADMINISTRATOR, email="administrator@ambora.example")
    assert check()[0] == 0
    with database.engine.begin() as connection:
        connection.execute(text(COPY), {"own": own.id, "other": other.id})
    browser = a_browser(app)
    with pytest.raises(AssertionError):
        sign_in(browser, other, clock)
    assert browser.get("/office/officers").one("input", name="password") is not None
    status, output = check()
    assert (status, f"officer {other.id} has a phone" in output) == (1, True), output


@pytest.mark.parametrize("statement", ["suspended_at = '2026-01-01T00:00:00.000000Z'", "suspended_at = NULL"])
def test_a_suspension_that_nobody_wrote_or_lifted_is_named(
    app: Flask, database: Database, clock: FixedClock, check: Callable[[], tuple[int, str]], statement: str
) -> None:
    administrator = an_officer(database, clock.now(), Role.ADMINISTRATOR, email="one@ambora.example")
    gone = an_officer(database, clock.now(), Role.SECRETARY, email="gone@ambora.example")
    browser = a_browser(app)
    sign_in(browser, administrator, clock)
    if "NULL" in statement:
        browser.post(f"/office/officers/{gone.id}/suspend", {"reason": "left"})
    assert check()[0] == 0
    with database.engine.begin() as connection:
        connection.execute(text(f"UPDATE officer SET {statement} WHERE id = :id"), {"id": gone.id})
    status, output = check()
    assert (status, f"of officer {gone.id} the journal tells otherwise" in output) == (1, True), output
