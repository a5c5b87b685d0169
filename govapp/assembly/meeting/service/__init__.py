"""Making an assembly and changing its head."""

from govapp.assembly.meeting.rules.drafts import AssemblyDraft
from govapp.assembly.meeting.service.basics import CreateAssembly, EditAssembly, create_assembly, edit_assembly

__all__ = [
    "AssemblyDraft",
    "CreateAssembly",
    "EditAssembly",
    "create_assembly",
    "edit_assembly",
]
