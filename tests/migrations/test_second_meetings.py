"""A second meeting names its first and statutes have two texts; such rows do not go back, others do and return."""

from datetime import timedelta

import pytest

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.statutes.rules.profile import LegalKind
from tests.factories.assembly import created, put_item, written


def test_an_assembly_of_before_has_no_second_and_its_items_no_texts_of_statutes(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    before = meeting.row(), meeting.items()
    downgrade(database, "0044")
    upgrade(database)
    assert (meeting.row(), meeting.items()) == before
    assert (meeting.row().first_meeting_id, meeting.row().second_held_on) == (None, None)


def test_an_announced_second_day_does_not_go_back(database: Database, clock: FixedClock) -> None:
    created(database, clock, second_held_on=(clock.now() + timedelta(days=40)).date())
    with pytest.raises(ValueError, match="0 items and 1 assemblies"):
        downgrade(database, "0044")


def test_the_two_texts_of_a_change_of_statutes_do_not_go_back(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    texts = {"old_text": Texts.same("Article 3"), "new_text": Texts.same("Article 3 bis")}
    put_item(meeting, ItemKind.DECISION, Texts.same("Seat"), legal_kind=LegalKind.STATUTES, **texts)
    with pytest.raises(ValueError, match="1 items and 0 assemblies"):
        downgrade(database, "0044")
    assert meeting.items()[0].item.old_text == Texts.same("Article 3")
