"""A vote that was prepared before the upgrade takes proxies after it, and the database can go back and forth."""

from govapp.assembly.proxies.queries import list_proxies
from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import written
from tests.factories.shareholder_proxies import in_force
from tests.migrations.steps import before

STEP = "proxies"


def test_a_vote_of_before_takes_proxies(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    downgrade(database, before(database, STEP))
    upgrade(database)
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == []
    in_force(meeting, 1, 2)
    meeting.open()
    meeting.hall().vote(2, (1, 0, 0), (1, 0, 0, 0), (1, 0, 0))

    downgrade(database, before(database, STEP))
    upgrade(database)
    with meeting.at() as work:
        assert list_proxies(work.session, meeting.id) == ()
    meeting.hall().vote(0, (1, 0, 0), (1, 0, 0, 0), (1, 0, 0))
