"""The tables of bureau and attendance. All of them refuse UPDATE and DELETE: a change is another row."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import Identity, JsonText, UtcDateTime


class BureauAppointment(AppendOnly, Base):
    """Somebody took an office in the bureau of a meeting; `number` counts from 1 within the assembly."""

    __tablename__ = "bureau_appointment"
    __table_args__ = (
        UniqueConstraint("assembly_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("office IN ('chair', 'secretary', 'scrutineer')", name="office"),
        CheckConstraint("since <= recorded_at", name="since"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    number: Mapped[int] = mapped_column(Integer)
    office: Mapped[str] = mapped_column(String(12))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(String(401))
    place: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_by_name: Mapped[str] = mapped_column(String(200))


class BureauEnd(AppendOnly, Base):
    """A member of the bureau left it, or another one took over."""

    __tablename__ = "bureau_end"
    __table_args__ = (UniqueConstraint("appointment_id"), CheckConstraint("ended_at <= recorded_at", name="ended"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("bureau_appointment.id"))
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_by_name: Mapped[str] = mapped_column(String(200))


class MeetingHourRecord(AppendOnly, Base):
    """The chair opened or closed the meeting at `at`; each once."""

    __tablename__ = "meeting_hour"
    __table_args__ = (
        UniqueConstraint("assembly_id", "hour"),
        CheckConstraint("hour IN ('opened', 'closed')", name="hour"),
        CheckConstraint("at <= recorded_at", name="at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    hour: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_by_name: Mapped[str] = mapped_column(String(200))


class AttendanceRecord(AppendOnly, Base):
    """Somebody arrived or left; `number` counts from 1 within the assembly, `corrects` is the number of another row.

    `desk` is 0 for a correction. `reason` says why somebody who is not on the voting list was let in, or why a row is
    corrected.
    """

    __tablename__ = "attendance_entry"
    __table_args__ = (
        UniqueConstraint("assembly_id", "number"),
        UniqueConstraint("assembly_id", "corrects"),
        Index(None, "assembly_id", "party_id"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("corrects < number", name="corrects"),
        CheckConstraint("move IN ('arrived', 'left', 'struck')", name="move"),
        CheckConstraint("attending IN ('in_person', 'representative', 'remote')", name="attending"),
        CheckConstraint("at <= recorded_at", name="at"),
        CheckConstraint("move <> 'struck' OR corrects IS NOT NULL", name="struck"),
        CheckConstraint("corrects IS NULL OR reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    number: Mapped[int] = mapped_column(Integer)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    move: Mapped[str] = mapped_column(String(10))
    attending: Mapped[str] = mapped_column(String(15))
    acting_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    desk: Mapped[int] = mapped_column(Integer)
    is_keyed_later: Mapped[bool] = mapped_column(Boolean)
    corrects: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_by_name: Mapped[str] = mapped_column(String(200))


class ItemMomentRecord(AppendOnly, Base):
    """An item was opened or closed in the room, with the figures of that moment; without quorum with a reason."""

    __tablename__ = "item_moment"
    __table_args__ = (
        UniqueConstraint("assembly_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("step IN ('opened', 'closed')", name="step"),
        CheckConstraint("is_quorum_met OR reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    number: Mapped[int] = mapped_column(Integer)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    step: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_quorum_met: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(Text)
    figures: Mapped[dict[str, Any]] = mapped_column(JsonText)
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_by_name: Mapped[str] = mapped_column(String(200))
