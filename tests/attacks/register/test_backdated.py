"""Who is entered after the record date with an earlier day comes on the list, and whoever leads the vote is told."""

from datetime import date

from govapp.assembly.votes.queries.standing import find_standing
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.shares.rolls import queries as rolls
from tests.factories.assembly import NADIA, written
from tests.factories.shares import REGISTRAR, person, registered, shares


def test_an_entry_of_an_earlier_day_is_counted_and_listed_before_and_after_the_freeze(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock, voters=6)
    record_date = meeting.row().record_date
    with database.read_only(NADIA, clock.now()) as work:
        before = rolls.count_backdated_people(work.session, record_date, work.zone)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        friend = registered(work, person("Vriend"), first=shares(1, date(2022, 1, 3)))
        registered(work, person("Later"), first=shares(1, clock.now().date()))
    with database.read_only(NADIA, clock.now()) as work:
        assert rolls.count_backdated_people(work.session, record_date, work.zone) == before + 1
    meeting.lock()
    with database.read_only(NADIA, clock.now()) as work:
        standing = find_standing(work.session, meeting.vote_row(), clock.now())
        assert standing is not None
        listed = rolls.list_backdated_on(work.session, standing.roll, work.zone, limit=50)
        assert standing.backdated == before + 1
    assert listed[0].holder_id == friend
    assert listed[0].effective_date == date(2022, 1, 3)
    assert "Later" not in {entry.name for entry in listed}


def test_what_was_recorded_on_the_record_date_itself_is_not_late(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock, voters=3)
    with database.read_only(NADIA, clock.now()) as work:
        assert rolls.count_backdated_people(work.session, clock.now().date(), work.zone) == 0
        assert rolls.count_backdated_people(work.session, meeting.row().record_date, work.zone) == 3
