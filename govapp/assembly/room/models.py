"""The table of what the chair put on the screen of the hall; it refuses UPDATE and DELETE: a change is another row."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import Identity, UtcDateTime


class RoomScreen(AppendOnly, Base):
    """The chair chose what the screen shows from `at` on; `number` counts from 1 within the assembly."""

    __tablename__ = "room_screen"
    __table_args__ = (
        UniqueConstraint("assembly_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("choice IN ('item', 'result', 'break', 'steps')", name="choice"),
        CheckConstraint("(choice IN ('item', 'result')) = (item_id IS NOT NULL)", name="item"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    number: Mapped[int] = mapped_column(Integer)
    choice: Mapped[str] = mapped_column(String(10))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    chosen_by: Mapped[str] = mapped_column(String(40))
    chosen_by_name: Mapped[str] = mapped_column(String(200))
