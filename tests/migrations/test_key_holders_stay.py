"""Key holders named before the upgrade stay as they are, and after it the database lets nobody change them."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.ballots.service import list_key_faults
from govapp.db.append_only import triggers_found
from govapp.db.engine import Database
from govapp.db.guards import faults_of_guards
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.ballots import SECRETARY, prepared
from tests.migrations.steps import before
from tests.schema import metadata


def test_key_holders_of_before_are_kept_and_stay(database: Database, clock: FixedClock) -> None:
    metadata()
    hall = prepared(database, clock, trustees=2, needed=2)
    downgrade(database, before(database, "key_holders_stay"))
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE key_member SET name = name"))
    upgrade(database)
    hall.make_keys()
    hall.seal()
    with hall.act(SECRETARY) as work:
        assert set(list_key_faults(work.session).values()) == {()}
    with database.engine.connect() as connection:
        assert list(faults_of_guards(connection, triggers_found(connection))) == []
    for change in (
        "UPDATE key_member SET name = 'Eve'",
        "UPDATE key_member SET key_at = NULL",
        "DELETE FROM key_group",
    ):
        with database.engine.begin() as connection, pytest.raises(IntegrityError, match="locked: "):
            connection.execute(text(change))
