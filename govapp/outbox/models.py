"""The tables of the outbox: messages, and what is known of the mail server."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import Base
from govapp.db.types import Identity, JsonText, UtcDateTime


class OutboxMessage(Base):
    """One message to one person. Its words are made when it is sent, so no personal link is ever stored."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'dead')", name="state"),
        Index(None, "state", "due_at"),
        Index(None, "subject_ref"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    message_key: Mapped[str] = mapped_column(String(36), unique=True)
    template: Mapped[str] = mapped_column(String(40))
    to_address: Mapped[str] = mapped_column(String(320))
    to_name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText)
    subject_ref: Mapped[str] = mapped_column(String(120))
    link_id: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(String(300))


class OutboxServer(Base):
    """What the worker last knew of the mail server: one row, present from the first failure on."""

    __tablename__ = "outbox_server"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    down_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(Integer)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(String(300))
