"""The operator lets a suspended officer in again when nobody else is left who could."""

import pytest
from click.testing import CliRunner
from flask import Flask

from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.conftest import KEY
from tests.factories.accounts import a_browser, an_officer, let_in


def test_a_suspended_officer_comes_in_again_by_a_command_that_the_check_names(
    app: Flask, database: Database, clock: FixedClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    one = an_officer(database, clock.now(), Role.ADMINISTRATOR, email="one@ambora.example")
    gone = an_officer(database, clock.now(), Role.SECRETARY, email="gone@ambora.example")
    browser = a_browser(app)
    let_in(browser, one, clock)
    browser.post(f"/office/officers/{gone.id}/suspend", {"reason": "left"})
    runner = CliRunner()
    told = ["accounts", "reinstate", "gone@ambora.example", "--reason", "Nobody else could let her in"]
    assert runner.invoke(govapp, told).exit_code == 0
    assert runner.invoke(govapp, told).exit_code == 1
    assert runner.invoke(govapp, ["accounts", "reinstate", "nobody@ambora.example", "--reason", "x"]).exit_code == 1
    back = a_browser(app)
    let_in(back, gone, clock)
    checked = runner.invoke(govapp, ["accounts", "check"])
    assert checked.exit_code == 0 and "access again from the command line" in checked.output
