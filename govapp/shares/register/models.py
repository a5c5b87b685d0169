"""Who read whose page, which refuses UPDATE and DELETE."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base


class PersonReading(AppendOnly, Base):
    """That an officer opened the page of a shareholder on a day; once a day, and without the hour.

    Shareholders call while they vote. A line in the journal at that moment would stand beside the line of a ballot;
    the journal gets one line for each officer when the day is over (`report_readings`).
    """

    __tablename__ = "person_reading"
    __table_args__ = (Index(None, "party_id", "day"),)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    actor: Mapped[str] = mapped_column(String(40), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, autoincrement=False)
    actor_name: Mapped[str] = mapped_column(String(200))
