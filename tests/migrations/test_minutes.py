"""Assemblies of before get their minutes after the step; what was written goes when the step is taken back."""

from govapp.assembly.minutes.queries import list_versions
from govapp.assembly.minutes.rules.record import reading_digest
from govapp.assembly.minutes.service import FixMinutes, compile_draft, fix_minutes
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.factories.assembly import Meeting, counted
from tests.migrations.steps import before


def fix(meeting: Meeting) -> int:
    with meeting.at() as work:
        draft = compile_draft(work, meeting.id, Language.FR)
        return fix_minutes(work, FixMinutes(meeting.id, reading_digest(draft), Language.FR))


def test_an_assembly_of_before_gets_its_minutes_after_the_step(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    assert fix(meeting) == 1
    downgrade(database, before(database, "minutes"))
    upgrade(database)
    with meeting.at() as work:
        assert list_versions(work.session, meeting.id) == ()
    assert fix(meeting) == 1
