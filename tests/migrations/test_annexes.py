"""Minutes of before have no annexes and are still as recorded; annexes go when the step is taken back."""

from govapp.assembly.minutes.models import MinutesAnnex
from govapp.assembly.minutes.queries import get_version
from govapp.assembly.minutes.rules.record import MINUTES, reading_digest
from govapp.assembly.minutes.service import FixMinutes, compile_draft, fix_minutes
from govapp.assembly.minutes.service.checking import check_version
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.factories.assembly import counted
from tests.factories.tampering import tamper
from tests.migrations.steps import before


def test_minutes_of_before_have_no_annexes_and_are_as_recorded(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    with meeting.at() as work:
        draft = compile_draft(work, meeting.id, Language.FR)
        fix_minutes(work, FixMinutes(meeting.id, reading_digest(draft), Language.FR))
        assert work.session.query(MinutesAnnex).count()
    downgrade(database, before(database, "annexes"))
    upgrade(database)
    with meeting.at() as work:
        assert not work.session.query(MinutesAnnex).count()
        assert [each for each in check_version(work, get_version(work.session, meeting.id, 1)) if "annexes" in each]
    # What a version of before held: the draft alone.
    record = MINUTES.canonical(draft, 1).decode()
    statement = "UPDATE minutes_version SET record = :record, digest = :digest"
    tamper(database, "minutes_version", statement, record=record, digest=MINUTES.digest(draft, 1))
    with meeting.at() as work:
        found = list(check_version(work, get_version(work.session, meeting.id, 1)))
    assert [each for each in found if "the journal" not in each] == []
