"""Loading items and choices under the lock of their assembly, and putting them in order."""

import secrets
from collections.abc import Sequence
from typing import Final, TypeVar

from sqlalchemy import select

from govapp.assembly.agenda.models import AgendaItem, DocumentFile, ItemChoice
from govapp.assembly.agenda.rules.order import ChoiceOrder, choice_places
from govapp.assembly.agenda.rules.portraits import read_portrait
from govapp.assembly.agenda.rules.refusals import ItemNotFound
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.service.rows import editable
from govapp.db.uow import Work
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.texts import Texts

LOT_SEED_BYTES: Final = 16

Placed = TypeVar("Placed", AgendaItem, ItemChoice)


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


def put_in_declared_order(work: Work, item: AgendaItem) -> None:
    """Give the choices of an item the places that its order declares; a lot gets its seed once and keeps it."""
    order = ChoiceOrder(item.choice_order)
    if order is ChoiceOrder.LOT and not item.lot_seed:
        item.lot_seed = secrets.token_hex(LOT_SEED_BYTES)
    rows = choices_in_order(work, item.id)
    places = choice_places([Texts.from_dict(row.label) for row in rows], order, item.lot_seed)
    put_in_place([rows[place] for place in places])


def store_portrait(work: Work, content: bytes) -> str:
    """Keep a picture under the SHA-256 of what is shown of it, and return that.

    Raises PortraitEmpty, PortraitTooLarge, PortraitUnreadable.
    """
    picture = read_portrait(content)
    return store_file(work, picture.content, picture.media_type)


def store_file(work: Work, content: bytes, media_type: str) -> str:
    """Keep bytes once under their SHA-256, and return that."""
    digest = sha256_hex(content)
    if work.session.get(DocumentFile, digest) is None:
        work.session.add(DocumentFile(sha256=digest, media_type=media_type, size=len(content), content=content))
        work.session.flush()
    return digest
