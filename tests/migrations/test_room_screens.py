"""What the chair shows on the screen comes with a table of its own; a meeting of before can use it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.assembly.room.queries import read_room
from govapp.assembly.room.rules.screens import ScreenChoice
from govapp.assembly.room.service import ShowOnScreen, show_on_screen
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import written
from tests.migrations.steps import before


def test_a_meeting_of_before_gets_a_screen(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    downgrade(database, before(database, "room_screens"))
    upgrade(database)
    with meeting.at() as work:
        assert read_room(work, meeting.id).facts.chosen is None
        show_on_screen(work, ShowOnScreen(meeting.id, ScreenChoice.ITEM, meeting.items()[0].id))
    with meeting.at() as work:
        assert read_room(work, meeting.id).facts.is_break is False
        show_on_screen(work, ShowOnScreen(meeting.id, ScreenChoice.BREAK))
    with meeting.at() as work:
        assert read_room(work, meeting.id).facts.is_break
    with database.engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text("UPDATE room_screen SET choice = 'steps', item_id = NULL"))
