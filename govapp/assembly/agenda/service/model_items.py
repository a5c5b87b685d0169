"""Putting model items on the agenda of a draft."""

from dataclasses import dataclass

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.rules.model_items import (
    ItemModel,
    financial_year_name,
    in_lawful_order,
    model_draft,
    model_place,
)
from govapp.assembly.agenda.rules.refusals import NoModelChosen
from govapp.assembly.agenda.service.items import AddItem, MoveItem, add_item, move_item
from govapp.assembly.meeting.rules.calendar import year_end_before
from govapp.assembly.meeting.rules.changes import check_count
from govapp.assembly.meeting.service.rows import editable, reference
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.db.uow import Work
from govapp.statutes.queries import get_profile_on


@dataclass(frozen=True)
class AddModels:
    """Put an item on a draft for each of `models`, where the law puts it.

    `count` is how many items the agenda had when it was read, so that two presses add them once.
    """

    assembly_id: int
    models: frozenset[ItemModel]
    count: int


def add_models(work: Work, command: AddModels) -> tuple[int, ...]:
    """Add an item for each model, in lawful order among those that are there, and return their numbers.

    Their texts name the financial year that ended before the meeting. Raises NoModelChosen, AgendaLocked, AlreadyThere.
    """
    if not command.models:
        raise NoModelChosen
    assembly = editable(work, command.assembly_id)
    agenda = get_agenda(work.session, assembly.id)
    check_count(command.count, len(agenda), assembly.changed_by, assembly.changed_at)
    year = financial_year_name(year_end_before(assembly.held_on, get_profile_on(work.session, assembly.held_on)))
    added = []
    for model in in_lawful_order(command.models):
        place = model_place(model, agenda)
        added.append(add_item(work, AddItem(assembly.id, len(agenda) + 1, model_draft(model, year))))
        if place <= len(agenda):
            move_item(work, MoveItem(added[-1], place))
        agenda = get_agenda(work.session, assembly.id)
    journal.record(work, AssemblyTag.MODELS_ADDED, reference(assembly.id), facts={"items": len(added)})
    return tuple(added)
