"""The log of exports, which refuses UPDATE and DELETE."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class RegisterExport(AppendOnly, Base):
    """One export of the shareholder list: who, when, why, which two dates, how many people, and the file's digest.

    `language` is that of the file's words.
    """

    __tablename__ = "register_export"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    actor_name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(500))
    file_format: Mapped[str] = mapped_column(String(4))
    language: Mapped[str] = mapped_column(String(2), server_default="en")
    filters: Mapped[dict[str, Any]] = mapped_column(JsonText)
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_until: Mapped[datetime] = mapped_column(UtcDateTime)
    holders: Mapped[int]
    shares: Mapped[int]
    ledger_head: Mapped[str] = mapped_column(DigestHex)
    digest: Mapped[str] = mapped_column(DigestHex)
