"""An assembly that was prepared before the upgrade takes written questions after it."""

from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import written
from tests.factories.questions import answered, asked, published, questions_of, until
from tests.migrations.steps import before

STEP = "written_questions"


def test_an_assembly_of_before_takes_questions(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    downgrade(database, before(database, STEP))
    upgrade(database)
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == []
    until(meeting)
    asked(meeting)
    answered(meeting, 1)
    assert published(meeting) == 1
    downgrade(database, before(database, STEP))
    upgrade(database)
    assert questions_of(meeting).questions == ()
