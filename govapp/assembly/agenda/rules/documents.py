"""Which files may be attached, and under which name they are kept."""

import unicodedata
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final
from zipfile import BadZipFile, ZipFile

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


class DocumentNotItsKind(Invalid):
    """The bytes of a file are not what the end of its name says."""

    code = "document_not_its_kind"
    message = N_("“%(name)s” is not a file of the kind “%(suffix)s”, whatever its name says, or it is broken.")
    help = N_("Open it, save it again and choose it once more; PDF is best.")


_BEGINNINGS: Final = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
}
# The part of the archive without which a program cannot open it (ODF 1.3 part 2, 3.3; ECMA-376 part 2, 10.1.2.2).
_NEEDED_PARTS: Final = {
    ".odt": "mimetype",
    ".ods": "mimetype",
    ".docx": "[Content_Types].xml",
    ".xlsx": "[Content_Types].xml",
}
# Readers look for the mark of a PDF in its first kilobyte (ISO 32000-1, annex H.3.4.1).
_PDF_MARK, _PDF_HEAD_BYTES = b"%PDF-", 1024


def check_document(name: str, content: bytes) -> tuple[str, str]:
    """Return the safe name and the media type of a file, from its name and never from what the sender claims.

    Raises DocumentEmpty, DocumentTooLarge, DocumentKindUnknown or DocumentNotItsKind.
    """
    if not content:
        raise DocumentEmpty
    if len(content) > MAX_DOCUMENT_BYTES:
        raise DocumentTooLarge(megabytes=MAX_DOCUMENT_BYTES // (1024 * 1024))
    kept = safe_name(name)
    suffix = PurePosixPath(kept).suffix.lower()
    if suffix not in MEDIA_TYPES:
        raise DocumentKindUnknown(suffix=suffix or kept, allowed=", ".join(MEDIA_TYPES))
    if not _is_of_kind(suffix, content):
        raise DocumentNotItsKind(name=kept, suffix=suffix)
    return kept, MEDIA_TYPES[suffix]


def _is_of_kind(suffix: str, content: bytes) -> bool:
    if suffix == ".pdf":
        return _PDF_MARK in content[:_PDF_HEAD_BYTES]
    if suffix in _BEGINNINGS:
        return content.startswith(_BEGINNINGS[suffix])
    if suffix in _NEEDED_PARTS:
        try:
            with ZipFile(BytesIO(content)) as archive:
                return _NEEDED_PARTS[suffix] in archive.namelist()
        except (BadZipFile, ValueError, EOFError, NotImplementedError):
            return False
    return b"\0" not in content


def safe_name(name: str) -> str:
    """Return the last part of a file name with only letters, digits, dot, dash and underscore, at most 120 long."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    kept = "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in plain).strip(".-")
    stem, dot, suffix = kept.rpartition(".")
    return (
        f"{stem[: MAX_FILE_NAME_CHARACTERS - len(suffix) - 1]}{dot}{suffix}" if dot else kept[:MAX_FILE_NAME_CHARACTERS]
    )
