"""The table of announcements. It refuses UPDATE and DELETE."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class Announcement(AppendOnly, Base):
    """The announced result: the record as it was made, and its digest. There is one for an assembly, for ever."""

    __tablename__ = "announcement"
    __table_args__ = (UniqueConstraint("assembly_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    announced_by: Mapped[str] = mapped_column(String(200))
    record: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(DigestHex)
