"""Which files may be attached, and under which name they are kept."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from govapp.kernel.errors import N_, Invalid

MAX_DOCUMENT_BYTES: Final = 10 * 1024 * 1024
MAX_FILE_NAME_CHARACTERS: Final = 120

MEDIA_TYPES: Final = {
    ".pdf": "application/pdf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}


class DocumentEmpty(Invalid):
    """No file came, or a file without bytes."""

    code = "document_empty"
    message = N_("No file was received.")
    help = N_("Choose the file again and send it.")


class DocumentTooLarge(Invalid):
    """The file is larger than shareholders can be asked to download."""

    code = "document_too_large"
    message = N_("This file is too large: a document may hold %(megabytes)s MB.")
    help = N_("Make the file smaller, or split it.")


class DocumentKindUnknown(Invalid):
    """The file is of a kind that not everybody can open safely."""

    code = "document_kind_unknown"
    message = N_("Files of the kind “%(suffix)s” cannot be attached.")
    help = N_("Use one of: %(allowed)s.")


def check_document(name: str, content: bytes) -> tuple[str, str]:
    """Return the safe name and the media type of a file, from its name and never from what the sender claims.

    Raises DocumentEmpty, DocumentTooLarge or DocumentKindUnknown.
    """
    if not content:
        raise DocumentEmpty
    if len(content) > MAX_DOCUMENT_BYTES:
        raise DocumentTooLarge(megabytes=MAX_DOCUMENT_BYTES // (1024 * 1024))
    kept = safe_name(name)
    suffix = PurePosixPath(kept).suffix.lower()
    if suffix not in MEDIA_TYPES:
        raise DocumentKindUnknown(suffix=suffix or kept, allowed=", ".join(MEDIA_TYPES))
    return kept, MEDIA_TYPES[suffix]


def safe_name(name: str) -> str:
    """Return the last part of a file name with only letters, digits, dot, dash and underscore, at most 120 long."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    kept = "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in plain).strip(".-")
    stem, dot, suffix = kept.rpartition(".")
    return (
        f"{stem[: MAX_FILE_NAME_CHARACTERS - len(suffix) - 1]}{dot}{suffix}" if dot else kept[:MAX_FILE_NAME_CHARACTERS]
    )
