"""Each change of the schema, with rows that were there before it: nothing is lost, and old archives keep verifying."""

from govapp.ballots.queries import archive_bytes, public_paper
from govapp.ballots.verifier.checks import verify
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import Meeting, counted


def public_archive(meeting: Meeting) -> bytes:
    with meeting.database.read_only(SYSTEM, meeting.clock.now()) as work:
        return archive_bytes(work.session, public_paper(work.session, meeting.hall().uuid))


def test_a_result_announced_before_the_board_kept_results_back_stays_public(
    database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    before = public_archive(meeting)
    downgrade(database, "0005")
    upgrade(database)
    assert public_archive(meeting) == before
    assert verify(before).valid


def test_a_result_counted_and_not_announced_is_kept_back_after_the_change(
    database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    before = public_archive(meeting)
    downgrade(database, "0005")
    upgrade(database)
    assert public_archive(meeting) == before


def test_an_assembly_that_is_older_than_reminders_was_never_reminded(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    downgrade(database, "0006")
    upgrade(database)
    assert meeting.row().last_reminded_at is None
