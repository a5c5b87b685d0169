"""Whoever owns the database and one officer's password gives that officer's phone to another, and takes it back."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from govapp.accounts import phone, queries
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.conftest import KEY
from tests.factories.accounts import OfficerHandle, a_browser, an_officer, sign_in

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


@pytest.fixture
def two_old_phones(database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> list[OfficerHandle]:
    """Return two officers whose phones were connected by a program that told the journal of no digest."""
    with monkeypatch.context() as program_of_before:
        program_of_before.setattr(queries, "phone_digest", lambda _kept: "")
        return [
            an_officer(database, clock.now(), Role.ADMINISTRATOR, email="one@ambora.example", name="Old One"),
            an_officer(database, clock.now(), Role.SECRETARY, email="two@ambora.example", name="Old Two"),
        ]


def test_a_phone_of_before_the_digests_is_named_until_it_is_connected_again(
    app: Flask, clock: FixedClock, two_old_phones: list[OfficerHandle], check: Callable[[], tuple[int, str]]
) -> None:
    one, two = two_old_phones
    status, output = check()
    assert status == 0, "nothing is wrong yet, but nothing would tell"
    assert "2 phones are older" in output
    assert f"officer {one.id} (Old One), officer {two.id} (Old Two)" in output
    browser = a_browser(app)
    sign_in(browser, one, clock)
    banner = browser.get("/office/officers").one("div", class_="warn")
    assert [each.get("href") for each in banner.iter("a")] == [f"/office/officers/{each.id}" for each in (one, two)]
    assert browser.get("/office/me").all("p", class_="warn")
    secret = "".join("".join(browser.post("/office/me/phone/new").one("b", id="key").itertext()).split())
    browser.post("/office/me/phone", {"code": phone.code_at(secret, clock.now())})
    assert not browser.get("/office/me").all("p", class_="warn")
    assert f"officer {one.id}" not in check()[1]
    assert f"officer {two.id} (Old Two)" in check()[1]


def test_of_two_old_phones_that_are_one_neither_opens_anything(
    app: Flask,
    database: Database,
    clock: FixedClock,
    two_old_phones: list[OfficerHandle],
    check: Callable[[], tuple[int, str]],
) -> None:
    one, two = two_old_phones
    with database.engine.begin() as connection:
        connection.execute(text(COPY), {"own": one.id, "other": two.id})
    for officer in two_old_phones:
        browser = a_browser(app)
        with pytest.raises(AssertionError):
            sign_in(browser, officer, clock)
    status, output = check()
    assert status == 1
    assert all(f"officer {each.id} has a phone" in output for each in two_old_phones)
