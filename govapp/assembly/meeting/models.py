"""The table of assemblies."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import Base
from govapp.db.guards import Guard, Guarded
from govapp.db.types import Identity, JsonText, UtcDateTime


class Edited:
    """Who changed a row last, and when. `version` counts every change: of two people pressing at once one is told."""

    version: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(200))


# The head of an assembly, its agenda and its documents are what a ballot paper asks: they stay while it is locked.
HEAD = (
    "title",
    "held_on",
    "place",
    "record_date",
    "is_second_meeting",
    "first_meeting_id",
    "second_held_on",
)


# Of a row that belongs to an assembly.
ASSEMBLY_IS_LOCKED = (
    "EXISTS (SELECT 1 FROM assembly WHERE assembly.id = ROW.assembly_id AND assembly.locked_at IS NOT NULL)"
)


class Assembly(Edited, Guarded, Base):
    """One general assembly, in which one or more votes are held.

    A second meeting is called because the first, `first_meeting_id`, had no quorum for what is on its agenda.
    `second_held_on` is the day of the second meeting that the notice of the first already announced.
    From `published_at` on everybody may read its agenda; while `locked_at` is there nobody may change it. One that was
    called off stays, with its reason; of a deleted draft, which nobody saw, only this row stays, so that its number is
    never given to another.
    """

    __tablename__ = "assembly"
    guards = (
        Guard("assembly", "UPDATE", "OLD.locked_at IS NOT NULL", HEAD),
        Guard("assembly", "DELETE", "OLD.locked_at IS NOT NULL"),
        Guard(
            "assembly",
            "UPDATE",
            "NEW.locked_at IS NULL AND EXISTS (SELECT 1 FROM vote WHERE vote.assembly_id = OLD.id "
            "AND vote.locked_at IS NOT NULL AND vote.cancelled_at IS NULL)",
            ("locked_at",),
        ),
        Guard(
            "assembly",
            "UPDATE",
            "OLD.called_off_at IS NOT NULL OR OLD.locked_at IS NOT NULL",
            ("called_off_at", "call_off_reason", "deleted_at"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    title: Mapped[dict[str, str]] = mapped_column(JsonText)
    held_on: Mapped[date] = mapped_column(Date)
    place: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")
    record_date: Mapped[date] = mapped_column(Date)
    is_second_meeting: Mapped[bool] = mapped_column(Boolean)
    # No foreign key: SQLite cannot take one off a column again.
    first_meeting_id: Mapped[int | None] = mapped_column(BigInteger)
    second_held_on: Mapped[date | None] = mapped_column(Date)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    call_off_reason: Mapped[str] = mapped_column(Text, server_default="")
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
