"""The use cases of assemblies: everything that writes."""

from govapp.assembly.rules.drafts import AssemblyDraft, ItemDraft
from govapp.assembly.service.announcing import Announce, announce
from govapp.assembly.service.basics import CreateAssembly, EditAssembly, create_assembly, edit_assembly
from govapp.assembly.service.choices import (
    AddChoice,
    EditChoice,
    MoveChoice,
    RemoveChoice,
    add_choice,
    edit_choice,
    move_choice,
    remove_choice,
)
from govapp.assembly.service.course import (
    CloseVoting,
    LockAgenda,
    OpenVoting,
    add_up_ahead,
    close_due,
    close_voting,
    lock_agenda,
    open_voting,
)
from govapp.assembly.service.documents import AttachDocument, RemoveDocument, attach_document, remove_document
from govapp.assembly.service.items import (
    AddItem,
    EditItem,
    MoveItem,
    RemoveItem,
    add_item,
    edit_item,
    move_item,
    remove_item,
)
from govapp.assembly.service.mailings import write_letters
from govapp.assembly.service.reminding import Remind, remind

__all__ = [
    "AddChoice",
    "AddItem",
    "Announce",
    "AssemblyDraft",
    "AttachDocument",
    "CloseVoting",
    "CreateAssembly",
    "EditAssembly",
    "EditChoice",
    "EditItem",
    "ItemDraft",
    "LockAgenda",
    "MoveChoice",
    "MoveItem",
    "OpenVoting",
    "Remind",
    "RemoveChoice",
    "RemoveDocument",
    "RemoveItem",
    "add_choice",
    "add_item",
    "add_up_ahead",
    "announce",
    "attach_document",
    "close_due",
    "close_voting",
    "create_assembly",
    "edit_assembly",
    "edit_choice",
    "edit_item",
    "lock_agenda",
    "move_choice",
    "move_item",
    "open_voting",
    "remind",
    "remove_choice",
    "remove_document",
    "remove_item",
    "write_letters",
]
