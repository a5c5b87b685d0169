"""Reads of announcements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.votes.models import Announcement


@dataclass(frozen=True)
class AnnouncementRow:
    """What was announced, when (UTC), by whom, and the SHA-256 of the canonical record."""

    announced_at: datetime
    announced_by: str
    record: dict[str, Any]
    digest: str


def find_announcement(session: Session, vote_id: int) -> AnnouncementRow | None:
    """Return what was announced, or None before that."""
    found = session.scalar(select(Announcement).where(Announcement.vote_id == vote_id))
    if found is None:
        return None
    return AnnouncementRow(found.announced_at, found.announced_by, found.record, found.digest)
