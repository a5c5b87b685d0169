"""Everything that changes an agenda."""

from govapp.assembly.agenda.rules.drafts import ItemDraft
from govapp.assembly.agenda.service.choices import (
    AddChoice,
    EditChoice,
    MoveChoice,
    NewPortrait,
    RemoveChoice,
    add_choice,
    edit_choice,
    move_choice,
    remove_choice,
)
from govapp.assembly.agenda.service.copying import CopyAgenda, copy_agenda
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

__all__ = [
    "AddChoice",
    "AddItem",
    "AttachDocument",
    "CopyAgenda",
    "EditChoice",
    "EditItem",
    "ItemDraft",
    "MoveChoice",
    "MoveItem",
    "NewPortrait",
    "RemoveChoice",
    "RemoveDocument",
    "RemoveItem",
    "add_choice",
    "add_item",
    "attach_document",
    "copy_agenda",
    "edit_choice",
    "edit_item",
    "move_choice",
    "move_item",
    "remove_choice",
    "remove_document",
    "remove_item",
]
