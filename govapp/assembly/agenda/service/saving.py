"""Everything of an item saved at once: its texts, its candidates or options, its documents."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from govapp.assembly.agenda.models import AgendaItem, AttachedDocument, ItemChoice
from govapp.assembly.agenda.queries import list_documents
from govapp.assembly.agenda.rules.drafts import ItemDraft, check_name, check_names_differ, check_text, checked_link
from govapp.assembly.agenda.rules.items import MAX_CHOICES
from govapp.assembly.agenda.rules.refusals import ItemNotFound, TooManyChoices
from govapp.assembly.agenda.service.documents import AttachDocument, RemoveDocument, attach_document, remove_document
from govapp.assembly.agenda.service.items import AddItem, EditItem, add_item, edit_item
from govapp.assembly.agenda.service.rows import choices_in_order, put_in_declared_order, put_in_place, store_portrait
from govapp.assembly.meeting.service.rows import reference
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.db.uow import Work
from govapp.kernel.texts import Texts


@dataclass(frozen=True)
class ChoiceDraft:
    """A candidate or an option as it shall be; `choice_id` None is a new one.

    `portrait` are the bytes of a new picture, or none; `keeps_portrait` says whether an earlier one stays.
    """

    label: Texts
    note: Texts = field(default_factory=Texts)
    text: Texts = field(default_factory=Texts)
    link: str = ""
    choice_id: int | None = None
    portrait: bytes = b""
    portrait_alt: Texts = field(default_factory=Texts)
    keeps_portrait: bool = True


@dataclass(frozen=True)
class DocumentDraft:
    """A document of an item as it shall be: a new one with `name` and `content`, or `document_id` with its title."""

    title: Texts
    document_id: int | None = None
    name: str = ""
    content: bytes = b""


@dataclass(frozen=True)
class SaveItem:
    """Save an item with its choices, in their order, and its documents; those that are not named go.

    `item_id` None puts a new one at place `number`; else it was read at `version`.
    """

    assembly_id: int
    draft: ItemDraft
    choices: tuple[ChoiceDraft, ...] = ()
    documents: tuple[DocumentDraft, ...] = ()
    item_id: int | None = None
    number: int = 0
    version: int = 0


def save_item(work: Work, command: SaveItem) -> int:
    """Save all of an item in one go and return its number in the database.

    Raises what `add_item`, `edit_item` and `attach_document` raise, and ChoiceNameMissing, ChoiceNamedTwice,
    ChoiceTextTooLong, LinkNotHttps, TooManyChoices, PortraitTooLarge, PortraitUnreadable, ItemNotFound.
    """
    _check(command.choices)
    item_id = command.item_id
    if item_id is None:
        item_id = add_item(work, AddItem(command.assembly_id, command.number, command.draft))
    else:
        edit_item(work, EditItem(item_id, command.version, command.draft))
    item = work.session.get_one(AgendaItem, item_id)
    _save_choices(work, item, command.choices)
    _save_documents(work, item, command.documents)
    return item_id


def _check(choices: Sequence[ChoiceDraft]) -> None:
    if len(choices) > MAX_CHOICES:
        raise TooManyChoices(count=len(choices), most=MAX_CHOICES)
    for each in choices:
        check_name(each.label)
        check_text(each.text)
        checked_link(each.link)
    check_names_differ([each.label for each in choices])


def _save_choices(work: Work, item: AgendaItem, choices: Sequence[ChoiceDraft]) -> None:
    known = {row.id: row for row in choices_in_order(work, item.id)}
    before = [_members(row) for row in known.values()]
    rows = [_written(work, item, known, each) for each in choices]
    kept = {row.id for row in rows}
    for row in known.values():
        if row.id not in kept:
            work.session.delete(row)
    work.session.flush()
    put_in_place(rows)
    work.session.flush()
    put_in_declared_order(work, item)
    after = [_members(row) for row in choices_in_order(work, item.id)]
    if before != after:
        facts = {"item": item.id, "choices": len(after)}
        journal.record(work, AssemblyTag.CHOICES_CHANGED, reference(item.assembly_id), facts=facts)


def _written(work: Work, item: AgendaItem, known: dict[int, ItemChoice], draft: ChoiceDraft) -> ItemChoice:
    if draft.choice_id is None:
        row = ItemChoice(item_id=item.id, position=0, portrait="", portrait_alt={})
        work.session.add(row)
    elif draft.choice_id in known:
        row = known[draft.choice_id]
    else:
        raise ItemNotFound
    row.label, row.note, row.text = draft.label.as_dict(), draft.note.as_dict(), draft.text.as_dict()
    row.link = checked_link(draft.link)
    if draft.portrait:
        row.portrait = store_portrait(work, draft.portrait)
    elif not draft.keeps_portrait:
        row.portrait = ""
    row.portrait_alt = draft.portrait_alt.as_dict() if row.portrait else {}
    work.session.flush()
    return row


def _members(row: ItemChoice) -> tuple[object, ...]:
    return row.id, row.position, row.label, row.note, row.text, row.link, row.portrait, row.portrait_alt


def _save_documents(work: Work, item: AgendaItem, documents: Sequence[DocumentDraft]) -> None:
    known = {each.id: each for each in list_documents(work.session, item.assembly_id) if each.item_id == item.id}
    named = {each.document_id for each in documents}
    for document_id in known.keys() - named:
        remove_document(work, RemoveDocument(document_id))
    for each in documents:
        if each.document_id is None:
            attach_document(work, AttachDocument(item.assembly_id, item.id, each.title, each.name, each.content))
        elif each.document_id not in known:
            raise ItemNotFound
        elif each.title:
            work.session.get_one(AttachedDocument, each.document_id).title = each.title.as_dict()
