"""The voters of frozen lists keep their names when the column gets its own."""

import pytest
from sqlalchemy import text

from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.service import Person
from govapp.shares.rolls.queries import get_roll, get_roll_file, list_roll_entries
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.shares import REGISTRAR, ZONEN, register_some, registered
from tests.migrations.steps import before

JAN = Person(PartyKind.NATURAL, "Vos", "Jan", "fr")


@pytest.mark.usefixtures("lists_of_before")
def test_the_voters_of_a_frozen_list_are_who_they_were(database: Database, clock: FixedClock) -> None:
    register_some(database, clock, 2)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, ZONEN, representative=JAN)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        roll_id = freeze_roll(work, FreezeRoll(clock.now().date(), Texts.same("Assembly")))
    with database.read_only(REGISTRAR, clock.now()) as work:
        entries, file = list_roll_entries(work.session, roll_id), get_roll_file(work.session, roll_id)

    downgrade(database, before(database, "voters"))
    with database.engine.connect() as connection:
        earlier = connection.scalars(text("SELECT exerciser FROM roll_entry ORDER BY position")).all()
    assert earlier == [entry.voter for entry in entries]

    upgrade(database)
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert list_roll_entries(work.session, roll_id) == entries
        assert get_roll_file(work.session, roll_id) == file
        assert get_roll(work.session, roll_id).size == len(entries) == 3
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == []
