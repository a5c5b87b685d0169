"""Votes of before are held on line only; one that is locked after the step can be held in the room as well."""

import pytest

from govapp.assembly.votes.rules.in_room import NotHeldInRoom
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import written
from tests.factories.room import arrive, in_the_evening, mark
from tests.migrations.steps import before


def test_a_vote_of_before_marks_nobody(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    downgrade(database, before(database, "room_marks"))
    upgrade(database)
    with pytest.raises(NotHeldInRoom):
        mark(meeting, 0)


def test_marks_go_when_the_step_is_taken_back_and_can_be_made_again(database: Database, clock: FixedClock) -> None:
    meeting = in_the_evening(database, clock)
    arrive(meeting, 0)
    mark(meeting, 0)
    downgrade(database, before(database, "room_marks"))
    upgrade(database)
    assert mark(meeting, 0).number == 1
