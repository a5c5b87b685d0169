"""The minutes and all their annexes in one file: a ZIP with an index to read and digests to check."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from govapp.assembly.agenda.rules.documents import safe_name
from govapp.assembly.meeting.service.rows import locked, reference
from govapp.assembly.minutes.queries import VersionRow, get_bytes, list_annexes
from govapp.assembly.proxies.queries import find_scan, list_proxies
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.canonical import canonical_json

SUMS: Final = "SHA256SUMS"
INDEX: Final = "00-index.pdf"
RECORD: Final = "minutes.json"


def list_bundled(
    session: Session, version: VersionRow, documents: Sequence[tuple[str, bytes]]
) -> list[tuple[str, bytes]]:
    """Return the files of a bundle with their names: `documents` first, the record, the annexes, scans, signed copies.

    Scans are those of the proxies that were recorded when the version was fixed.
    """
    files = [*documents, (RECORD, canonical_json(version.record))]
    files += [(each.name, get_bytes(session, each.sha256)) for each in list_annexes(session, version.id)]
    for proxy in list_proxies(session, version.minutes.assembly_id):
        if proxy.scan_sha256 and proxy.recorded_at <= version.fixed_at:
            files.append((f"proxies/{proxy.id}-{safe_name(proxy.scan_name)}", find_scan(session, proxy.id).content))
    for place, each in enumerate(version.signed, start=1):
        files.append((f"signed/{place}-{safe_name(each.name)}", get_bytes(session, each.sha256)))
    return files


def note_taken(work: Work, assembly_id: int, number: int, files: int) -> None:
    """Write down that somebody took everything as one file: it holds addresses. Raises AssemblyNotFound."""
    assembly = locked(work, assembly_id)
    facts: dict[str, FactValue] = {"number": number, "files": files}
    journal.record(work, AssemblyTag.MINUTES_TAKEN, reference(assembly.id), facts=facts)


def pack(files: Sequence[tuple[str, bytes]], at: datetime) -> bytes:
    """Return a ZIP of files in their order, each of the moment `at` (UTC): the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files:
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return target.getvalue()
