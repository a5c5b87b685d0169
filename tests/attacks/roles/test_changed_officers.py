"""Whoever owns the database changes an officer's address, to get the next invitation, or name, to act as another."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, text

from govapp.accounts.models import Link
from govapp.accounts.queries import find_officer
from govapp.accounts.refusals import OfficerChanged
from govapp.accounts.service import invite_again
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from tests.conftest import KEY
from tests.factories.accounts import OfficerHandle, a_browser, an_officer, sign_in
from tests.factories.tampering import tamper

CHANGES = {
    "e-mail address": "UPDATE officer SET email = 'eve@elsewhere.example' WHERE id = :id",
    "name": "UPDATE officer SET name = 'Nadia Wouters' WHERE id = :id",
}


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Callable[[], tuple[int, str]]:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)

    def run() -> tuple[int, str]:
        result = CliRunner().invoke(govapp, ["accounts", "check"])
        return result.exit_code, result.output

    return run


def change(database: Database, officer: OfficerHandle, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement), {"id": officer.id})


def count(database: Database, clock: FixedClock, model: type) -> int:
    with database.read_only(SYSTEM, clock.now()) as work:
        return work.session.scalar(select(func.count()).select_from(model)) or 0


def is_in(app: Flask, officer: OfficerHandle, clock: FixedClock) -> bool:
    browser = a_browser(app)
    try:
        sign_in(browser, officer, clock)
    except AssertionError:
        return False
    return not browser.get("/office/me").all("input", name="password")


@pytest.mark.parametrize("changed", CHANGES)
def test_a_changed_name_or_address_lets_nobody_in_gets_no_invitation_and_is_named(
    app: Flask, database: Database, clock: FixedClock, check: Callable[[], tuple[int, str]], changed: str
) -> None:
    officer = an_officer(database, clock.now(), Role.SECRETARY, email="own@ambora.example")
    administrator = an_officer(database, clock.now(), Role.ADMINISTRATOR, email="administrator@ambora.example")
    assert check()[0] == 0
    change(database, officer, CHANGES[changed])
    status, output = check()
    assert (status, f"officer {officer.id} has " in output and changed in output) == (1, True), output
    assert f"officer {administrator.id} " not in output
    before = count(database, clock, Link), count(database, clock, OutboxMessage)
    with pytest.raises(OfficerChanged), database.unit_of_work(SYSTEM, clock.now()) as work:
        invite_again(work, officer.id)
    assert (count(database, clock, Link), count(database, clock, OutboxMessage)) == before
    with database.read_only(SYSTEM, clock.now()) as work:
        found = find_officer(work.session, officer.id, clock.now())
    assert found is not None
    assert not is_in(app, OfficerHandle(officer.id, found.email), clock)
    assert is_in(app, administrator, clock)


def test_an_administrator_who_invites_again_reads_that_the_address_was_changed(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    administrator = an_officer(database, clock.now(), Role.ADMINISTRATOR, email="administrator@ambora.example")
    invited = an_officer(database, clock.now(), Role.SECRETARY, email="own@ambora.example")
    browser = a_browser(app)
    sign_in(browser, administrator, clock)
    change(database, invited, CHANGES["e-mail address"])
    page = browser.post(f"/office/officers/{invited.id}/invite", {"reason": "lost the phone"}, status=409)
    assert "govapp accounts check" in page.text


def test_officers_of_an_older_version_are_known_from_their_next_sign_in_on(
    app: Flask, database: Database, clock: FixedClock, check: Callable[[], tuple[int, str]]
) -> None:
    officer = an_officer(database, clock.now(), Role.SECRETARY, email="own@ambora.example")
    enrolled = "journal_entry SET facts = '{}' WHERE tag = 'officer:enrolled'"
    tamper(database, "journal_entry", f"UPDATE {enrolled}")
    assert is_in(app, officer, clock)
    assert check()[0] == 0
    change(database, officer, CHANGES["e-mail address"])
    status, output = check()
    assert (status, f"officer {officer.id} has an e-mail address" in output) == (1, True), output
