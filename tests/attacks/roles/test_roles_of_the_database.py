"""Whoever owns the database gives out a role: the journal does not tell of it, and the check says so."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from govapp.accounts.rules import RoleGrant, RoleLine, grants_told
from govapp.accounts.service import GrantRole, grant_role, revoke_role
from govapp.ballots.queries import holds_key
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from tests.conftest import KEY
from tests.factories.accounts import an_officer

DAY = timedelta(days=1)


@pytest.fixture
def officer(database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, database_url: str) -> int:
    """Return somebody whose roles came, went, and are to come."""
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    found = an_officer(database, clock.now(), Role.AUDITOR, Role.SECRETARY, email="o@ambora.example").id
    for days, role in ((0, Role.ADMINISTRATOR), (9, Role.REGISTRAR)):
        with database.unit_of_work(SYSTEM, clock.now()) as work:
            begin = work.now + days * DAY
            grant_role(work, GrantRole(found, role, begin, begin + 90 * DAY), holds_key=holds_key)
    clock.advance(DAY)
    for role in (Role.SECRETARY, Role.REGISTRAR):
        with database.unit_of_work(SYSTEM, clock.now()) as work:
            revoke_role(work, found, role)
    return found


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "INSERT INTO officer_role (officer_id, role, from_at) SELECT id, 'registrar', created_at FROM officer",
        "UPDATE officer_role SET role = 'registrar' WHERE role = 'auditor'",
        "UPDATE officer_role SET until_at = NULL WHERE role = 'secretary'",
        "DELETE FROM officer_role WHERE role = 'auditor'",
        "DELETE FROM officer_role",
    ],
)
def test_a_role_that_the_journal_does_not_tell_of_is_named(database: Database, officer: int, statement: str) -> None:
    if statement:
        with database.engine.begin() as connection:
            connection.execute(text(statement))
    checked = CliRunner().invoke(govapp, ["accounts", "check"])
    said = f"officer:{officer} has other roles than the journal tells" if statement else "every role is one"
    assert (checked.exit_code, said in checked.output) == (1 if statement else 0, True), checked.output


def test_the_lines_of_the_journal_make_the_roles(clock: FixedClock) -> None:
    now = clock.now()
    given = RoleGrant(Role.AUDITOR, now)
    coming = RoleGrant(Role.AUDITOR, now + 9 * DAY, now + 99 * DAY)
    lines = [RoleLine(now, Role.AUDITOR, given), RoleLine(now, Role.AUDITOR, coming)]
    assert grants_told(lines) == (given, coming)
    assert grants_told([*lines, RoleLine(now + DAY, Role.SECRETARY)]) == (given, coming)
    ended = grants_told([*lines, RoleLine(now + DAY, Role.AUDITOR)])
    assert [grant.until_at for grant in ended] == [now + DAY, now + 9 * DAY]
    assert (
        grants_told([*lines, RoleLine(now + DAY, Role.AUDITOR), RoleLine(now + 5 * DAY, Role.AUDITOR)])[0] == ended[0]
    )
