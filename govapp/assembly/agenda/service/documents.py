"""Attaching documents to an item or to the whole assembly, under the digest of their bytes."""

from dataclasses import dataclass

from sqlalchemy import select

from govapp.assembly.agenda.models import AttachedDocument
from govapp.assembly.agenda.rules.documents import check_document
from govapp.assembly.agenda.rules.refusals import ItemNotFound
from govapp.assembly.agenda.service.rows import editable_item, store_file
from govapp.assembly.meeting.service.rows import editable, reference, touch
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.texts import Texts


@dataclass(frozen=True)
class AttachDocument:
    """Attach a file of `content` bytes; `item_id` None attaches it to the whole assembly."""

    assembly_id: int
    item_id: int | None
    title: Texts
    name: str
    content: bytes


@dataclass(frozen=True)
class RemoveDocument:
    """Detach a document."""

    document_id: int


def attach_document(work: Work, command: AttachDocument) -> str:
    """Attach a document and return its SHA-256; the same file at the same item is attached once.

    Raises AgendaLocked, ItemNotFound, DocumentEmpty, DocumentTooLarge, DocumentKindUnknown.
    """
    name, media_type = check_document(command.name, command.content)
    assembly = editable(work, command.assembly_id)
    if command.item_id is not None and editable_item(work, command.item_id)[0] is not assembly:
        raise ItemNotFound
    digest = store_file(work, command.content, media_type)
    if _is_attached(work, command, digest):
        return digest
    title = command.title or Texts.same(name)
    work.session.add(
        AttachedDocument(
            assembly_id=command.assembly_id,
            item_id=command.item_id,
            title=title.as_dict(),
            name=name,
            sha256=digest,
            added_at=work.now,
            added_by=work.actor.name,
        )
    )
    touch(work, assembly)
    facts: dict[str, FactValue] = {"name": name, "sha256": digest}
    journal.record(work, AssemblyTag.DOCUMENT_ATTACHED, reference(assembly.id), facts=facts)
    return digest


def remove_document(work: Work, command: RemoveDocument) -> None:
    """Detach a document from a draft; its bytes stay, for whoever wrote the digest down.

    Raises AgendaLocked, ItemNotFound.
    """
    statement = select(AttachedDocument.assembly_id).where(AttachedDocument.id == command.document_id)
    assembly_id = work.session.scalar(statement)
    if assembly_id is None:
        raise ItemNotFound
    assembly = editable(work, assembly_id)
    row = work.session.get(AttachedDocument, command.document_id, populate_existing=True)
    if row is None:
        raise ItemNotFound
    work.session.delete(row)
    touch(work, assembly)
    facts: dict[str, FactValue] = {"name": row.name, "sha256": row.sha256}
    journal.record(work, AssemblyTag.DOCUMENT_REMOVED, reference(assembly.id), facts=facts)


def _is_attached(work: Work, command: AttachDocument, digest: str) -> bool:
    statement = select(AttachedDocument.id).where(
        AttachedDocument.assembly_id == command.assembly_id,
        AttachedDocument.item_id == command.item_id,
        AttachedDocument.sha256 == digest,
    )
    return work.session.scalar(statement) is not None
