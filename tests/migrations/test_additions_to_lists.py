"""Lists of before can grow after the upgrade; one that has grown does not go back."""

from datetime import date, timedelta

import pytest

from govapp.assembly.votes.service.additions import confirm_for_list, propose_for_list
from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.db.errors import ListsCannotGoBack
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.shares.rolls.queries import get_roll, get_roll_file
from govapp.shares.rolls.service import ProposeAddition
from tests.factories.assembly import KAREL, NADIA, written
from tests.factories.shares import REGISTRAR, person, registered, shares
from tests.migrations.steps import before

STEP = "additions_to_lists"


def test_a_list_of_before_grows_after_the_upgrade_and_then_stays(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    roll_id = meeting.vote_row().frozen_roll_id
    with database.read_only(NADIA, clock.now()) as work:
        file, roll = get_roll_file(work.session, roll_id), get_roll(work.session, roll_id)
    downgrade(database, before(database, STEP))
    upgrade(database)
    with database.read_only(NADIA, clock.now()) as work:
        assert get_roll_file(work.session, roll_id) == file
        assert get_roll(work.session, roll_id) == roll
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == []

    clock.advance(timedelta(minutes=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, person("Vergeten"), first=shares(1, date(2026, 5, 3)))
    number = len(meeting.voters) + 1
    with meeting.at(NADIA) as work:
        proposal = propose_for_list(work, ProposeAddition(roll_id, number, "Recorded after the freeze by our fault"))
    with meeting.at(KAREL) as work:
        confirm_for_list(work, proposal)
    with pytest.raises(ListsCannotGoBack, match=f"Voting list {roll_id}"):
        downgrade(database, before(database, STEP))
    with database.read_only(NADIA, clock.now()) as work:
        assert get_roll(work.session, roll_id).digests > {roll.digest}
