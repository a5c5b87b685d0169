"""Votes of before wait for somebody to open them."""

from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from tests.factories.assembly import written
from tests.migrations.steps import before


def test_a_vote_that_was_locked_before_waits_for_somebody_to_open_it(database: Database, clock: FixedClock) -> None:
    # Before, a place was one text for all; what is sealed with this vote has to be the same after the step.
    meeting = written(database, clock, place=Texts.same("De Markten"))
    meeting.lock()
    downgrade(database, before(database, "opening_by_itself"))
    upgrade(database)
    assert not meeting.vote_row().opens_itself
    meeting.open()
    assert meeting.vote_row().is_voting(clock.now())
