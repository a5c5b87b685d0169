"""The place of an assembly and the name of its voting list stay readable in every language, up and down."""

import pytest
from sqlalchemy import text

from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.rolls.queries import get_roll
from tests.factories.assembly import NADIA, TITLE, written
from tests.migrations.steps import before


@pytest.mark.parametrize("is_locked", [False, True])
def test_what_was_one_text_is_read_in_every_language(database: Database, clock: FixedClock, *, is_locked: bool) -> None:
    meeting = written(database, clock)
    if is_locked:
        meeting.lock()
    downgrade(database, before(database, "places_and_lists"))
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT place FROM assembly")) == "De Markten, Bruxelles, 17 h 30"
        assert connection.scalars(text("SELECT purpose FROM roll")).all() == [TITLE.fr] * is_locked
        assert list(connection.execute(text("SELECT name FROM paper"))) or not is_locked
    upgrade(database)
    assert meeting.row().place == Texts.same("De Markten, Bruxelles, 17 h 30")
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == []
    if is_locked:
        with database.read_only(NADIA, clock.now()) as work:
            assert get_roll(work.session, meeting.vote_row().frozen_roll_id).purpose == TITLE
