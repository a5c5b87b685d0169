"""Everything that changes an agenda."""

from govapp.assembly.agenda.rules.drafts import ItemDraft
from govapp.assembly.agenda.service.choices import AddChoice, NewPortrait, add_choice
from govapp.assembly.agenda.service.copying import CopyAgenda, RepeatItems, copy_agenda, repeat_items
from govapp.assembly.agenda.service.documents import AttachDocument, RemoveDocument, attach_document, remove_document
from govapp.assembly.agenda.service.items import (
    AddItem,
    EditItem,
    MoveItem,
    RemoveItem,
    add_item,
    edit_item,
    move_item,
    remove_item,
)
from govapp.assembly.agenda.service.model_items import AddModels, add_models
from govapp.assembly.agenda.service.saving import ChoiceDraft, DocumentDraft, SaveItem, save_item

__all__ = [
    "AddChoice",
    "AddItem",
    "AddModels",
    "AttachDocument",
    "ChoiceDraft",
    "CopyAgenda",
    "DocumentDraft",
    "EditItem",
    "ItemDraft",
    "MoveItem",
    "NewPortrait",
    "RemoveDocument",
    "RemoveItem",
    "RepeatItems",
    "SaveItem",
    "add_choice",
    "add_item",
    "add_models",
    "attach_document",
    "copy_agenda",
    "edit_item",
    "move_item",
    "remove_document",
    "remove_item",
    "repeat_items",
    "save_item",
]
