"""The table of files that wait to be imported."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import Base
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class StagedImport(Base):
    """A file that was checked and waits for its confirmation, found again by the digest of its bytes."""

    __tablename__ = "staged_import"
    __table_args__ = (Index(None, "digest"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    digest: Mapped[str] = mapped_column(DigestHex)
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    report: Mapped[dict[str, Any]] = mapped_column(JsonText)
    staged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    staged_by: Mapped[str] = mapped_column(String(40))
