"""Codes of letters come with a table of their own; links of before have none and open as they did."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_letter, a_link
from tests.migrations.steps import before


def test_links_of_before_open_and_codes_can_be_made(app: Flask, database: Database, clock: FixedClock) -> None:
    path = a_link(database, clock.now(), next_path="/my/devices")
    downgrade(database, before(database, "letter_codes"))
    upgrade(database)
    a_browser(app).post(path)
    code, letter = a_letter(database, clock.now(), next_path="/my/devices")
    assert a_browser(app).post("/code", {"code": code}).one("form", id="enter").get("action") == letter
    with database.engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text("DELETE FROM link_code"))
