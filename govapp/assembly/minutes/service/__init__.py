"""Everything that writes minutes."""

from govapp.assembly.minutes.service.versions import (
    MAX_NOTE_CHARACTERS,
    PDF,
    AddSigned,
    FixMinutes,
    WriteNote,
    add_signed,
    compile_draft,
    fix_minutes,
    keep_exports,
    write_note,
)

__all__ = [
    "MAX_NOTE_CHARACTERS",
    "PDF",
    "AddSigned",
    "FixMinutes",
    "WriteNote",
    "add_signed",
    "compile_draft",
    "fix_minutes",
    "keep_exports",
    "write_note",
]
