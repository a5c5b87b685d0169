"""The tables of agendas and documents."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from govapp.assembly.meeting.models import ASSEMBLY_IS_LOCKED, Edited
from govapp.db.base import AppendOnly, Base
from govapp.db.guards import Guarded, guards_of
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

_ITEM_IS_LOCKED = (
    "EXISTS (SELECT 1 FROM agenda_item JOIN assembly ON assembly.id = agenda_item.assembly_id "
    "WHERE agenda_item.id = ROW.item_id AND assembly.locked_at IS NOT NULL)"
)


class AgendaItem(Edited, Guarded, Base):
    """One item of an agenda, in the order of `position`."""

    __tablename__ = "agenda_item"
    guards = guards_of("agenda_item", ASSEMBLY_IS_LOCKED)
    __table_args__ = (Index(None, "assembly_id", "position"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    method: Mapped[str] = mapped_column(String(10))
    title: Mapped[dict[str, str]] = mapped_column(JsonText)
    body: Mapped[dict[str, str]] = mapped_column(JsonText)
    seats: Mapped[int] = mapped_column(Integer)
    maximum: Mapped[int] = mapped_column(Integer)
    threshold: Mapped[str] = mapped_column(String(7))
    legal_kind: Mapped[str] = mapped_column(String(20))
    stricter: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    stricter_reason: Mapped[str] = mapped_column(Text)
    question: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")
    summary: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")
    changes: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")
    advice: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")
    old_text: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")
    new_text: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")
    choice_order: Mapped[str] = mapped_column(String(12), server_default="entered")
    lot_seed: Mapped[str] = mapped_column(String(32), server_default="")


class ItemChoice(Guarded, Base):
    """A candidate or an option of an item, in the order of `position`."""

    __tablename__ = "item_choice"
    guards = guards_of("item_choice", _ITEM_IS_LOCKED)
    __table_args__ = (Index(None, "item_id", "position"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int] = mapped_column(Integer)
    label: Mapped[dict[str, str]] = mapped_column(JsonText)
    note: Mapped[dict[str, str]] = mapped_column(JsonText)
    text: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")
    link: Mapped[str] = mapped_column(Text, server_default="")
    # The digest of a document_file; no foreign key, which SQLite cannot take off a column again.
    portrait: Mapped[str] = mapped_column(DigestHex, server_default="")
    portrait_alt: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")


class DocumentFile(AppendOnly, Base):
    """The bytes of a document under their SHA-256; the same file is kept once."""

    __tablename__ = "document_file"

    sha256: Mapped[str] = mapped_column(DigestHex, primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))


class AttachedDocument(Guarded, Base):
    """A document of an item, or of the whole assembly when it names no item."""

    __tablename__ = "attached_document"
    guards = guards_of("attached_document", ASSEMBLY_IS_LOCKED)
    __table_args__ = (Index(None, "assembly_id"), Index(None, "sha256"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    title: Mapped[dict[str, str]] = mapped_column(JsonText)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("document_file.sha256"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(200))
