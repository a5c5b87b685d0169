"""Candidates and options of an item of a draft, one by one."""

from dataclasses import dataclass, field

from govapp.assembly.agenda.models import AgendaItem, ItemChoice
from govapp.assembly.agenda.rules.drafts import check_name, check_text, checked_link
from govapp.assembly.agenda.service.rows import (
    choices_in_order,
    editable_item,
    put_in_declared_order,
    store_portrait,
)
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.changes import check_count
from govapp.assembly.meeting.service.rows import reference, touch
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.db.uow import Work
from govapp.kernel.texts import Texts


@dataclass(frozen=True)
class NewPortrait:
    """A picture as it was sent, and what it shows."""

    content: bytes
    alt: Texts = field(default_factory=Texts)


@dataclass(frozen=True)
class AddChoice:
    """Add a candidate or an option at the end; `number` is the place it was meant for."""

    item_id: int
    number: int
    label: Texts
    note: Texts = field(default_factory=Texts)
    text: Texts = field(default_factory=Texts)
    link: str = ""
    portrait: NewPortrait | None = None


def add_choice(work: Work, command: AddChoice) -> int:
    """Add a candidate or an option and put it where the order of the item wants it.

    Raises AgendaLocked, ChoiceNameMissing, ChoiceTextTooLong, LinkNotHttps, PortraitEmpty, PortraitTooLarge,
    PortraitUnreadable, AlreadyThere (the place is taken).
    """
    check_name(command.label)
    check_text(command.text)
    assembly, item = editable_item(work, command.item_id)
    count = len(choices_in_order(work, item.id))
    check_count(command.number, count + 1, item.changed_by, item.changed_at)
    row = ItemChoice(
        item_id=item.id,
        position=count + 1,
        label=command.label.as_dict(),
        note=command.note.as_dict(),
        text=command.text.as_dict(),
        link=checked_link(command.link),
        portrait=store_portrait(work, command.portrait.content) if command.portrait else "",
        portrait_alt=command.portrait.alt.as_dict() if command.portrait else {},
    )
    work.session.add(row)
    work.session.flush()
    _changed(work, assembly, item)
    return row.id


def _changed(work: Work, assembly: Assembly, item: AgendaItem) -> None:
    put_in_declared_order(work, item)
    touch(work, item, assembly)
    count = len(choices_in_order(work, item.id))
    journal.record(work, AssemblyTag.CHOICES_CHANGED, reference(assembly.id), facts={"item": item.id, "choices": count})
