"""Items of before have no question, advice or portraits; locked agendas go up and down as they are."""

import pytest
from sqlalchemy import text

from govapp.assembly.agenda.rules.items import Choice
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from tests.factories.assembly import written
from tests.migrations.steps import before


@pytest.mark.usefixtures("words_of_before")
@pytest.mark.parametrize("is_locked", [False, True])
def test_agendas_of_before_keep_all_they_said(database: Database, clock: FixedClock, is_locked: bool) -> None:
    meeting = written(database, clock)
    if is_locked:
        meeting.lock()
    items, paper = meeting.items(), meeting.hall().paper() if is_locked else None

    downgrade(database, before(database, "told_items"))
    with database.engine.connect() as connection:
        assert connection.scalars(text("SELECT title FROM agenda_item ORDER BY position")).all()
    upgrade(database)

    assert meeting.items() == items
    assert {row.item.choice_order for row in items} == {ChoiceOrder.ENTERED}
    assert items[3].choices[0].choice == Choice(Texts.same("Amina Benali"))
    if is_locked:
        assert meeting.hall().paper() == paper
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == []
