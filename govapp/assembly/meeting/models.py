"""The table of assemblies."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import Base
from govapp.db.types import Identity, JsonText, UtcDateTime


class Edited:
    """Who changed a row last, and when. `version` counts every change: of two people pressing at once one is told."""

    version: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(200))


class Assembly(Edited, Base):
    """One general assembly."""

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
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
