"""The tables of the journal and of its anchors; triggers refuse every change to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class JournalEntryRecord(AppendOnly, Base):
    """One line of the journal, chained to the line before by its digest."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        CheckConstraint("sequence >= 1", name="sequence"),
        Index(None, "tag", "sequence"),
        Index(None, "subject", "sequence"),
        Index(None, "actor", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    v: Mapped[int] = mapped_column(SmallInteger)
    previous: Mapped[str] = mapped_column(DigestHex)
    digest: Mapped[str] = mapped_column(DigestHex, unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    actor_name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[str] = mapped_column(String(200))
    tag: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText)


class AnchorRecord(AppendOnly, Base):
    """An anchor that was taken for an occasion and is shown for ever: the record as it was signed."""

    __tablename__ = "anchor"
    __table_args__ = (UniqueConstraint("occasion", "subject"), Index(None, "subject"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    occasion: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(120))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    record: Mapped[dict[str, Any]] = mapped_column(JsonText)
