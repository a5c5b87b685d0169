"""Model items on the agenda of a draft, on both databases."""

import pytest

from govapp.assembly.agenda.rules.items import ItemKind, item_problems
from govapp.assembly.agenda.rules.model_items import EVERY_YEAR, ItemModel
from govapp.assembly.agenda.rules.refusals import NoModelChosen
from govapp.assembly.agenda.service import AddModels, add_models
from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.assembly.meeting.rules.refusals import AgendaLocked
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.profiles import MODEL_STATUTES
from tests.factories.assembly import ACCOUNTS, Meeting, created, put_item, written


def put_models(meeting: Meeting, *models: ItemModel, count: int = 0) -> tuple[int, ...]:
    with meeting.at() as work:
        return add_models(work, AddModels(meeting.id, frozenset(models), count))


def kinds(meeting: Meeting) -> list[LegalKind | None]:
    return [row.item.legal_kind for row in meeting.items()]


def test_chosen_models_stand_in_lawful_order_with_the_rules_of_the_statutes(
    database: Database, clock: FixedClock
) -> None:
    meeting = created(database, clock)
    put_models(meeting, *ItemModel)
    assert kinds(meeting) == [
        None,
        None,
        None,
        LegalKind.ACCOUNTS,
        None,
        LegalKind.APPROPRIATION,
        LegalKind.DISCHARGE,
        LegalKind.DISCHARGE,
        LegalKind.APPOINTMENT,
        LegalKind.APPOINTMENT,
        LegalKind.STATUTES,
        LegalKind.STRATEGY,
    ]
    items = [row.item for row in meeting.items()]
    assert all(each.rule == MODEL_STATUTES.rule_of(each.legal_kind) for each in items if each.legal_kind)
    assert str(items[3].title.in_language(Language.NL)) == "Jaarrekening van het boekjaar 2025"
    assert [bool(item_problems(each)) for each in items].count(True) == 2, "two elections still lack candidates"


def test_models_go_among_the_items_that_are_there(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS, legal_kind=LegalKind.ACCOUNTS)
    put_models(meeting, ItemModel.STATUTES, count=1)
    put_models(meeting, ItemModel.BOARD_REPORT, ItemModel.DISCHARGE_DIRECTORS, count=2)
    assert kinds(meeting) == [None, LegalKind.ACCOUNTS, LegalKind.DISCHARGE, LegalKind.STATUTES]
    assert meeting.items()[1].item.title == ACCOUNTS


def test_two_presses_add_them_once_and_nothing_ticked_is_a_sentence(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    put_models(meeting, *EVERY_YEAR)
    with pytest.raises(AlreadyThere):
        put_models(meeting, *EVERY_YEAR)
    with pytest.raises(NoModelChosen):
        put_models(meeting, count=len(EVERY_YEAR))
    assert len(meeting.items()) == len(EVERY_YEAR)


def test_a_locked_agenda_takes_no_models(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    with pytest.raises(AgendaLocked):
        put_models(meeting, ItemModel.STRATEGY, count=len(meeting.items()))
