"""Loading rows under their lock, naming them, and saying who changed them last."""

from sqlalchemy import func, select

from govapp.assembly.models import AgendaItem, Assembly, ItemChoice
from govapp.assembly.rules.states import AssemblyState, check_editable
from govapp.db.uow import Work
from govapp.kernel.errors import N_, NotFound


class AssemblyNotFound(NotFound):
    """There is no such assembly."""

    code = "assembly_not_found"
    message = N_("We cannot find this assembly.")


class ItemNotFound(NotFound):
    """There is no such item, candidate, option or document: somebody may have removed it."""

    code = "item_not_found"
    message = N_("This part of the agenda is no longer there.")
    help = N_("Somebody may have removed it. Look at the agenda again.")


def reference(assembly_id: int) -> str:
    """Return how the journal, the ballot paper and the outbox name an assembly: `assembly:3`."""
    return f"assembly:{assembly_id}"


def number_of(subject_ref: str) -> int:
    """Return the number of the assembly that `reference` named."""
    return int(subject_ref.removeprefix("assembly:"))


def locked(work: Work, assembly_id: int) -> Assembly:
    """Return an assembly under its row lock, so that two people change it one after the other."""
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


def editable_item(work: Work, item_id: int) -> AgendaItem:
    """Return an item whose assembly is locked by us and still a draft."""
    assembly_id = work.session.scalar(select(AgendaItem.assembly_id).where(AgendaItem.id == item_id))
    if assembly_id is None:
        raise ItemNotFound
    editable(work, assembly_id)
    found = work.session.get(AgendaItem, item_id, populate_existing=True)
    if found is None:
        raise ItemNotFound
    return found


def editable_choice(work: Work, choice_id: int) -> tuple[AgendaItem, ItemChoice]:
    """Return a candidate or option, and its item, whose assembly is locked by us and still a draft."""
    item_id = work.session.scalar(select(ItemChoice.item_id).where(ItemChoice.id == choice_id))
    if item_id is None:
        raise ItemNotFound
    item = editable_item(work, item_id)
    found = work.session.get(ItemChoice, choice_id, populate_existing=True)
    if found is None:
        raise ItemNotFound
    return item, found


def item_count(work: Work, assembly_id: int) -> int:
    """Return how many items an agenda has."""
    statement = select(func.count()).select_from(AgendaItem).where(AgendaItem.assembly_id == assembly_id)
    return work.session.scalar(statement) or 0


def touch(work: Work, row: Assembly | AgendaItem) -> None:
    """Note that the actor changed `row` now."""
    row.version += 1
    row.changed_at = work.now
    row.changed_by = work.actor.name
