"""Votes of before have lost no key and go on as they were."""

from govapp.ballots.rules.states import PaperState
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.ballots import opened
from tests.migrations.steps import before


def test_a_vote_that_was_open_before_is_counted_after_the_step(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, trustees=1)
    hall.vote(0, (1, 0, 0), (0, 1, 0, 0))
    downgrade(database, before(database, "without_result"))
    upgrade(database)
    hall.close()
    hall.decrypt(0)
    assert hall.paper().state is PaperState.COUNTED
