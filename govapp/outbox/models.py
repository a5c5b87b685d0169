"""The tables of the outbox: messages, mailings to many at once, and what is known of the mail server and the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import Base
from govapp.db.types import Identity, JsonText, UtcDateTime


class OutboxMailing(Base):
    """Letters to many people, asked for at once and written batch by batch by the worker.

    `people` is how many it is for, at most. `cursor` is the place on the list of people up to which everybody was
    looked at; `written` counts those who got a letter.
    """

    __tablename__ = "outbox_mailing"
    __table_args__ = (
        CheckConstraint("state IN ('writing', 'written', 'stopped')", name="state"),
        Index(None, "state"),
        Index(None, "subject_ref"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    template: Mapped[str] = mapped_column(String(40))
    subject_ref: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10))
    people: Mapped[int] = mapped_column(Integer)
    cursor: Mapped[int] = mapped_column(Integer)
    written: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OutboxMessage(Base):
    """One message to one person. Its words are made when it is sent, so no personal link is ever stored.

    A discreet letter goes to a voter at a moment of the voter's own: its row knows the day, and goes when it is sent.
    A letter of a mailing names it, and its reader's `place` on the list: nobody can be written to twice by one mailing.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'dead', 'withdrawn')", name="state"),
        UniqueConstraint("mailing_id", "place"),
        Index(None, "state", "due_at"),
        Index(None, "subject_ref"),
        # How far a mailing is can be counted from this index alone.
        Index(None, "mailing_id", "state"),
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
    mailing_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_mailing.id"))
    place: Mapped[int | None] = mapped_column(Integer)
    is_discreet: Mapped[bool] = mapped_column(Boolean, server_default=false())
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


class OutboxWorker(Base):
    """When a worker last showed life: one row, whichever worker it was."""

    __tablename__ = "outbox_worker"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
