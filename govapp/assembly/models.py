"""The tables of assemblies, agendas, documents and announcements. An announcement refuses UPDATE and DELETE."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from govapp.db.base import Base
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class Assembly(Base):
    """One general assembly. `version` counts every change, so that of two people pressing at once one is told."""

    __tablename__ = "assembly"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'ready', 'open', 'closed', 'counted', 'announced')", name="state"),
        CheckConstraint("opens_at < closes_at", name="window"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    title: Mapped[dict[str, str]] = mapped_column(JsonText)
    held_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(300))
    record_date: Mapped[date] = mapped_column(Date)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    roll_id: Mapped[int | None] = mapped_column(ForeignKey("roll.id"))
    paper_uuid: Mapped[str | None] = mapped_column(String(40), unique=True)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(200))


class AgendaItem(Base):
    """One item of an agenda, in the order of `position`."""

    __tablename__ = "agenda_item"
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
    version: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(200))


class ItemChoice(Base):
    """A candidate or an option of an item, in the order of `position`."""

    __tablename__ = "item_choice"
    __table_args__ = (Index(None, "item_id", "position"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int] = mapped_column(Integer)
    label: Mapped[dict[str, str]] = mapped_column(JsonText)
    note: Mapped[dict[str, str]] = mapped_column(JsonText)


class DocumentFile(Base):
    """The bytes of a document under their SHA-256; the same file is kept once."""

    __tablename__ = "document_file"

    sha256: Mapped[str] = mapped_column(DigestHex, primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))


class AttachedDocument(Base):
    """A document of an item, or of the whole assembly when it names no item."""

    __tablename__ = "attached_document"
    __table_args__ = (Index(None, "assembly_id"), Index(None, "sha256"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    title: Mapped[dict[str, str]] = mapped_column(JsonText)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("document_file.sha256"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(200))


class Announcement(Base):
    """The announced result: the record as it was made, and its digest. There is one for an assembly, for ever."""

    __tablename__ = "announcement"
    __table_args__ = (UniqueConstraint("assembly_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    announced_by: Mapped[str] = mapped_column(String(200))
    record: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(DigestHex)
