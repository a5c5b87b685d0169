"""Loading rows under their lock, naming them, putting them in order, and saying who changed them last."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select

from govapp.assembly.models import AgendaItem, Assembly, ItemChoice
from govapp.assembly.rules.refusals import AssemblyNotFound, ItemNotFound
from govapp.assembly.rules.states import AssemblyState, check_editable
from govapp.db.uow import Work

Placed = TypeVar("Placed", AgendaItem, ItemChoice)


def reference(assembly_id: int) -> str:
    """Return how the journal, the ballot paper and the outbox name an assembly: `assembly:3`."""
    return f"assembly:{assembly_id}"


def number_of(subject_ref: str) -> int:
    """Return the number of the assembly that `reference` named."""
    return int(subject_ref.removeprefix("assembly:"))


def locked(work: Work, assembly_id: int) -> Assembly:
    """Return an assembly under its row lock, so that two people change it one after the other.

    Raises AssemblyNotFound.
    """
    found = work.session.scalar(
        select(Assembly).where(Assembly.id == assembly_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise AssemblyNotFound
    return found


def editable(work: Work, assembly_id: int) -> Assembly:
    """Return an assembly under its row lock whose agenda may still change; raises AgendaLocked otherwise."""
    found = locked(work, assembly_id)
    check_editable(AssemblyState(found.state))
    return found


def editable_item(work: Work, item_id: int) -> tuple[Assembly, AgendaItem]:
    """Return an item and its assembly, which is locked by us and still a draft; raises ItemNotFound, AgendaLocked."""
    assembly_id = work.session.scalar(select(AgendaItem.assembly_id).where(AgendaItem.id == item_id))
    if assembly_id is None:
        raise ItemNotFound
    assembly = editable(work, assembly_id)
    # Only now is it certain that nobody takes it away.
    found = work.session.get(AgendaItem, item_id, populate_existing=True)
    if found is None:
        raise ItemNotFound
    return assembly, found


def editable_choice(work: Work, choice_id: int) -> tuple[Assembly, AgendaItem, ItemChoice]:
    """Return a candidate or option, its item, and their assembly, which is locked by us and still a draft.

    Raises ItemNotFound, AgendaLocked.
    """
    item_id = work.session.scalar(select(ItemChoice.item_id).where(ItemChoice.id == choice_id))
    if item_id is None:
        raise ItemNotFound
    assembly, item = editable_item(work, item_id)
    found = work.session.get(ItemChoice, choice_id, populate_existing=True)
    if found is None:
        raise ItemNotFound
    return assembly, item, found


def items_in_order(work: Work, assembly_id: int) -> list[AgendaItem]:
    """Return the items of an agenda by place."""
    statement = select(AgendaItem).where(AgendaItem.assembly_id == assembly_id)
    return list(work.session.scalars(statement.order_by(AgendaItem.position, AgendaItem.id)))


def choices_in_order(work: Work, item_id: int) -> list[ItemChoice]:
    """Return the candidates or options of an item by place."""
    statement = select(ItemChoice).where(ItemChoice.item_id == item_id)
    return list(work.session.scalars(statement.order_by(ItemChoice.position, ItemChoice.id)))


def put_in_place(rows: Sequence[Placed], moved: Placed | None = None, number: int = 1) -> None:
    """Give rows the places from 1 in their order, with `moved`, if given, at place `number` or as near as there is."""
    order = [each for each in rows if each is not moved]
    if moved is not None:
        order.insert(max(number, 1) - 1, moved)
    for position, each in enumerate(order, start=1):
        each.position = position


def touch(work: Work, *rows: Assembly | AgendaItem) -> None:
    """Note that the actor changed `rows` now.

    Whatever changes an agenda touches its assembly, so that nobody locks another agenda than the one on the screen.
    """
    for row in rows:
        row.version += 1
        row.changed_at = work.now
        row.changed_by = work.actor.name
