"""One document: a typst source of ours, the values that stand in it, its language and its moment give the bytes."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from govapp.kernel.errors import N_, TooMany
from govapp.kernel.folders import templates_folder
from govapp.kernel.texts import Language

MAX_SECONDS: Final = 120
"""How long one document may take. 1,800 letters take some seconds (`bench/letters.py`)."""
MAX_MEMORY_MEBIBYTES: Final = 3_072
"""How much address space the process that makes one document gets."""
MAX_VALUES_BYTES: Final = 64 * 1024 * 1024
"""How much may stand in one document, as JSON."""

_HERE: Final = Path(__file__).parent
FONTS: Final = _HERE / "fonts"


class PdfError(Exception):
    """A fault of ours: typst refuses a source, or what the values have is not what the source asks for."""


class PdfTooLarge(TooMany):
    """A document takes more time, memory or text than one may."""

    code = "pdf_too_large"
    message = N_("This document is too large to be made in one piece.")
    help = N_("Nothing was changed. Choose fewer people or pages, and make it in several pieces.")


def make_pdf(source: str, values: Mapping[str, object], language: Language, made_at: datetime) -> bytes:
    """Return the PDF of `source`, such as `assembly/attendance/list.typ`, a file below `templates`.

    `values` are plain values that JSON knows; the source reads them by `base.values` and shows them as text, never as
    markup. It is PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), with the fonts of the repository. The same values
    and the same `made_at`, which stands in it as the moment of its creation, give the same bytes. A letter that no font
    of ours has becomes U+FFFD. Raises PdfTooLarge beyond the limits above, PdfError where typst refuses the source.
    """
    text = json.dumps(values, ensure_ascii=False)
    if len(text.encode()) > MAX_VALUES_BYTES:
        raise PdfTooLarge
    job = {
        "root": str(templates_folder()),
        "source": source,
        "fonts": str(FONTS),
        "inputs": {"values": text, "language": language.value},
        "made_at": int(made_at.astimezone(UTC).timestamp()),
        "mebibytes": MAX_MEMORY_MEBIBYTES,
    }
    # In a process of its own: typst has no limits itself, and keeps what it computed for as long as it lives.
    command = [sys.executable, "-I", str(_HERE / "compiler.py")]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, by our own Python
            command, input=json.dumps(job).encode(), capture_output=True, timeout=MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise PdfTooLarge from late
    if done.returncode == 0:
        return done.stdout
    if done.returncode == 1:
        raise PdfError(f"{source}: {done.stderr.decode(errors='replace').strip()}")
    # Killed, or out of memory: what typst does not say in words.
    raise PdfTooLarge
