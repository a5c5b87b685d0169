"""Assemblies of before can be taken back after the upgrade; what was called off goes down as what it was before."""

import pytest
from sqlalchemy import text

from govapp.assembly.votes.service import CallOffAssembly, call_off_assembly
from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import written
from tests.migrations.steps import before


@pytest.mark.parametrize("is_locked", [False, True])
def test_an_assembly_of_before_keeps_what_it_has_and_can_be_called_off(
    database: Database, clock: FixedClock, *, is_locked: bool
) -> None:
    meeting = written(database, clock)
    if is_locked:
        meeting.lock()
    row, items = meeting.row(), meeting.items()
    downgrade(database, before(database, "taken_back"))
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE assembly SET version = version + 1"))
    upgrade(database)
    found = meeting.row()
    assert (found.title, found.locked_at, found.called_off_at, meeting.items()) == (
        row.title,
        row.locked_at,
        None,
        items,
    )
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == []
    if is_locked:
        with meeting.at() as work:
            call_off_assembly(work, CallOffAssembly(meeting.id, "The hall burned down"))
        assert meeting.row().call_off_reason == "The hall burned down"
