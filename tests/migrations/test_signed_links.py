"""Personal links of before the upgrade still open, and after it nobody points them elsewhere."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.accounts.queries import list_link_faults
from govapp.db.append_only import triggers_found
from govapp.db.engine import Database
from govapp.db.guards import faults_of_guards
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_link
from tests.migrations.steps import before


def test_links_of_before_open_and_stay_what_they_are(app: Flask, database: Database, clock: FixedClock) -> None:
    path = a_link(database, clock.now(), next_path="/my/devices")
    downgrade(database, before(database, "signed_links"))
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE link SET name = name"))
    upgrade(database)
    a_browser(app).post(path)
    with database.read_only(SYSTEM, clock.now()) as work:
        assert list(list_link_faults(work.session)) == []
    with database.engine.connect() as connection:
        assert list(faults_of_guards(connection, triggers_found(connection))) == []
    with database.engine.begin() as connection, pytest.raises(IntegrityError, match="locked: "):
        connection.execute(text("UPDATE link SET name = 'Berta'"))
