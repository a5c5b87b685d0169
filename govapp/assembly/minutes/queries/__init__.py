"""Reads of minutes."""

from govapp.assembly.minutes.queries.versions import (
    MinutesNoteRow,
    SignedRow,
    VersionRow,
    get_bytes,
    get_facts,
    get_note,
    get_signed,
    get_version,
    list_annexes,
    list_exports,
    list_notes,
    list_versions,
)

__all__ = [
    "MinutesNoteRow",
    "SignedRow",
    "VersionRow",
    "get_bytes",
    "get_facts",
    "get_note",
    "get_signed",
    "get_version",
    "list_annexes",
    "list_exports",
    "list_notes",
    "list_versions",
]
