"""The table of versions of the statutes; its rows refuse UPDATE and DELETE."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import DigestHex, JsonText, UtcDateTime


class StatutesVersionRecord(AppendOnly, Base):
    """One profile, its first day, and the decision that made it; `last_day` only where it ends by itself."""

    __tablename__ = "statutes_version"
    __table_args__ = (UniqueConstraint("first_day"), CheckConstraint("last_day >= first_day", name="days"))

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    profile: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(DigestHex)
    decided_on: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(200))
