"""Items, candidates and options of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import delete, func, select

from govapp.assembly.models import AgendaItem, AttachedDocument, ItemChoice
from govapp.assembly.rules.agenda import METHODS, Item, ItemKind, Method, item_problems
from govapp.assembly.rules.states import check_count, check_version
from govapp.assembly.service.basics import TitleMissing
from govapp.assembly.service.rows import editable, editable_choice, editable_item, item_count, touch
from govapp.audit import journal
from govapp.audit.tags import Tag
from govapp.db.uow import Work
from govapp.kernel.errors import N_, Invalid
from govapp.kernel.texts import Texts


class KindTakesNoMethod(Invalid):
    """The way of voting does not belong to the kind of item."""

    code = "item_method"
    message = N_("This kind of item is not voted in that way.")


class SeatsMissing(Invalid):
    """An election does not say how many seats are filled."""

    code = "item_seats"
    message = N_("Say how many seats there are to fill, from 1 to 30.")


class NameMissing(Invalid):
    """A candidate or an option has no name."""

    code = "choice_name"
    message = N_("Write the name of the candidate or the option.")


@dataclass(frozen=True)
class ItemDraft:
    """What an item says and how it is voted; `method` None takes the usual one of its kind."""

    kind: ItemKind
    title: Texts
    body: Texts = Texts()  # noqa: RUF009 - frozen
    method: Method | None = None
    seats: int = 0
    maximum: int = 0
    threshold: Fraction | None = None


@dataclass(frozen=True)
class AddItem:
    """Put an item at the end of the agenda; `number` is the place it was meant for, so that two presses add one."""

    assembly_id: int
    number: int
    draft: ItemDraft


@dataclass(frozen=True)
class EditItem:
    """Change an item that was read at `version`."""

    item_id: int
    version: int
    draft: ItemDraft


@dataclass(frozen=True)
class MoveItem:
    """Put an item at place `number`, from 1; the others close up."""

    item_id: int
    number: int


@dataclass(frozen=True)
class RemoveItem:
    """Take an item off the agenda."""

    item_id: int


@dataclass(frozen=True)
class AddChoice:
    """Add a candidate or an option at the end; `number` is the place it was meant for."""

    item_id: int
    number: int
    label: Texts
    note: Texts = Texts()  # noqa: RUF009 - frozen


@dataclass(frozen=True)
class EditChoice:
    """Change the words of a candidate or an option of an item that was read at `version`."""

    choice_id: int
    version: int
    label: Texts
    note: Texts


@dataclass(frozen=True)
class MoveChoice:
    """Put a candidate or an option at place `number`, from 1."""

    choice_id: int
    number: int


@dataclass(frozen=True)
class RemoveChoice:
    """Take a candidate or an option away."""

    choice_id: int


def add_item(work: Work, command: AddItem) -> int:
    """Add an item to a draft and return its number in the database.

    Raises AgendaLocked, AlreadyThere (the place is taken), TitleMissing, KindTakesNoMethod, SeatsMissing.
    """
    assembly = editable(work, command.assembly_id)
    count = item_count(work, command.assembly_id)
    check_count(command.number, count + 1, assembly.changed_by, assembly.changed_at)
    row = AgendaItem(
        assembly_id=assembly.id,
        position=count + 1,
        version=1,
        changed_at=work.now,
        changed_by=work.actor.name,
        **_columns(command.draft),
    )
    work.session.add(row)
    work.session.flush()
    touch(work, assembly)
    journal.record(work, Tag.ITEM_ADDED, f"assembly:{assembly.id}", facts={"item": row.id, "kind": row.kind})
    return row.id


def edit_item(work: Work, command: EditItem) -> None:
    """Change an item of a draft; raises AgendaLocked, ChangedMeanwhile and what `add_item` raises."""
    row = editable_item(work, command.item_id)
    check_version(command.version, row.version, row.changed_by, row.changed_at)
    for name, value in _columns(command.draft).items():
        setattr(row, name, value)
    touch(work, row)
    journal.record(work, Tag.ITEM_EDITED, f"assembly:{row.assembly_id}", facts={"item": row.id})


def move_item(work: Work, command: MoveItem) -> None:
    """Put an item at another place; pressing twice moves it once."""
    row = editable_item(work, command.item_id)
    rows = _items(work, row.assembly_id)
    rows.remove(row)
    rows.insert(command.number - 1, row)
    _place(rows)
    journal.record(
        work, Tag.ITEM_MOVED, f"assembly:{row.assembly_id}", facts={"item": row.id, "number": command.number}
    )


def remove_item(work: Work, command: RemoveItem) -> None:
    """Take an item off a draft, with its candidates, options and documents."""
    row = editable_item(work, command.item_id)
    assembly = editable(work, row.assembly_id)
    work.session.execute(delete(ItemChoice).where(ItemChoice.item_id == row.id))
    work.session.execute(delete(AttachedDocument).where(AttachedDocument.item_id == row.id))
    work.session.delete(row)
    work.session.flush()
    _place(_items(work, assembly.id))
    touch(work, assembly)
    journal.record(work, Tag.ITEM_REMOVED, f"assembly:{assembly.id}", facts={"item": command.item_id})


def add_choice(work: Work, command: AddChoice) -> int:
    """Add a candidate or an option; raises AgendaLocked, NameMissing, AlreadyThere (the place is taken)."""
    if not command.label:
        raise NameMissing
    item = editable_item(work, command.item_id)
    count = work.session.scalar(select(func.count()).select_from(ItemChoice).where(ItemChoice.item_id == item.id)) or 0
    check_count(command.number, count + 1, item.changed_by, item.changed_at)
    row = ItemChoice(item_id=item.id, position=count + 1, label=command.label.as_dict(), note=command.note.as_dict())
    work.session.add(row)
    touch(work, item)
    work.session.flush()
    _record_choices(work, item, count + 1)
    return row.id


def edit_choice(work: Work, command: EditChoice) -> None:
    """Change the words of a candidate or an option; raises AgendaLocked, NameMissing, ChangedMeanwhile."""
    if not command.label:
        raise NameMissing
    item, row = editable_choice(work, command.choice_id)
    check_version(command.version, item.version, item.changed_by, item.changed_at)
    row.label, row.note = command.label.as_dict(), command.note.as_dict()
    touch(work, item)
    journal.record(work, Tag.ITEM_EDITED, f"assembly:{item.assembly_id}", facts={"item": item.id})


def move_choice(work: Work, command: MoveChoice) -> None:
    """Put a candidate or an option at another place."""
    item, row = editable_choice(work, command.choice_id)
    rows = _choices(work, item)
    rows.remove(row)
    rows.insert(command.number - 1, row)
    _place(rows)
    touch(work, item)
    _record_choices(work, item, len(rows))


def remove_choice(work: Work, command: RemoveChoice) -> None:
    """Take a candidate or an option away; raises AgendaLocked."""
    item, row = editable_choice(work, command.choice_id)
    work.session.delete(row)
    work.session.flush()
    rows = _choices(work, item)
    _place(rows)
    touch(work, item)
    _record_choices(work, item, len(rows))


def _choices(work: Work, item: AgendaItem) -> list[ItemChoice]:
    statement = select(ItemChoice).where(ItemChoice.item_id == item.id)
    return list(work.session.scalars(statement.order_by(ItemChoice.position, ItemChoice.id)))


def _items(work: Work, assembly_id: int) -> list[AgendaItem]:
    statement = select(AgendaItem).where(AgendaItem.assembly_id == assembly_id)
    return list(work.session.scalars(statement.order_by(AgendaItem.position, AgendaItem.id)))


def _place(rows: Sequence[AgendaItem | ItemChoice]) -> None:
    for position, each in enumerate(rows, start=1):
        each.position = position


def _record_choices(work: Work, item: AgendaItem, count: int) -> None:
    journal.record(work, Tag.CHOICES_CHANGED, f"assembly:{item.assembly_id}", facts={"item": item.id, "choices": count})


def _columns(draft: ItemDraft) -> dict[str, object]:
    if not draft.title:
        raise TitleMissing
    allowed = METHODS[draft.kind]
    method = draft.method or (allowed[0] if allowed else None)
    if method is not None and method not in allowed:
        raise KindTakesNoMethod
    seats = draft.seats if draft.kind is ItemKind.ELECTION else 0
    if draft.kind is ItemKind.ELECTION and _lacks_seats(draft):
        raise SeatsMissing
    is_choice = draft.kind is ItemKind.STRATEGY and method is Method.APPROVAL
    return {
        "kind": draft.kind.value,
        "method": method.value if method else "",
        "title": draft.title.as_dict(),
        "body": draft.body.as_dict(),
        "seats": seats,
        "maximum": draft.maximum if is_choice else 0,
        "threshold": str(draft.threshold) if is_choice and draft.threshold is not None else "",
    }


def _lacks_seats(draft: ItemDraft) -> bool:
    probe = Item(0, 0, draft.kind, draft.title, method=draft.method, seats=draft.seats)
    return any("seats" in problem.message for problem in item_problems(probe))
