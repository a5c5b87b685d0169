"""The tables of agendas, documents and written questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
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


class QuestionDeadline(AppendOnly, Base):
    """Until when written questions to an assembly are taken; the last row holds."""

    __tablename__ = "question_deadline"
    __table_args__ = (Index(None, "assembly_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[str] = mapped_column(String(40))
    set_by_name: Mapped[str] = mapped_column(String(200))


class WrittenQuestion(AppendOnly, Base):
    """A question as a shareholder asked it, in the own language; `shows_name` is what he or she chose."""

    __tablename__ = "written_question"
    __table_args__ = (UniqueConstraint("assembly_id", "number"), Index(None, "party_id"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    number: Mapped[int] = mapped_column(Integer)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(String(401))
    language: Mapped[str] = mapped_column(String(2))
    # No foreign key: an item may go when the agenda is taken back, the question stays.
    item_id: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
    shows_name: Mapped[bool] = mapped_column(Boolean)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionWithdrawal(AppendOnly, Base):
    """A question that its asker withdrew."""

    __tablename__ = "question_withdrawal"

    question_id: Mapped[int] = mapped_column(ForeignKey("written_question.id"), primary_key=True, autoincrement=False)
    withdrawn_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionAnswer(AppendOnly, Base):
    """What was said to the questions that `AnsweredQuestion` names; a later one to the same question replaces it."""

    __tablename__ = "question_answer"
    __table_args__ = (
        Index(None, "assembly_id"),
        CheckConstraint("kind IN ('written', 'meeting', 'refused')", name="kind"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[dict[str, str]] = mapped_column(JsonText)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(40))
    answered_by_name: Mapped[str] = mapped_column(String(200))


class AnsweredQuestion(AppendOnly, Base):
    """One of the questions that an answer belongs to."""

    __tablename__ = "answered_question"
    __table_args__ = (Index(None, "question_id"),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("question_answer.id"), primary_key=True, autoincrement=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("written_question.id"), primary_key=True, autoincrement=False)


class AnswerPublication(AppendOnly, Base):
    """An answer that everybody reads, with its questions."""

    __tablename__ = "answer_publication"

    answer_id: Mapped[int] = mapped_column(ForeignKey("question_answer.id"), primary_key=True, autoincrement=False)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(40))
    published_by_name: Mapped[str] = mapped_column(String(200))
