"""The tables about people: who they are, and the facts about them that change with time.

All of them refuse UPDATE and DELETE: what changes is a new row.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import Identity, UtcDateTime


class Party(AppendOnly, Base):
    """A natural or legal person known to the register; a shareholder once it has a number, which is never reused."""

    __tablename__ = "party"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        UniqueConstraint("number"),
        # Lists are sorted by name and show only people with a number: the index alone answers that.
        Index(None, "search_name", "number"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    number: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    given_name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(420))
    birth_date: Mapped[date | None] = mapped_column(Date)
    gender: Mapped[str] = mapped_column(String(1))
    company_number: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(20))
    town: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PartyCategory(AppendOnly, Base):
    """The category of a shareholder from a legal day on."""

    __tablename__ = "party_category"
    __table_args__ = (Index(None, "party_id", "effective_date", "recorded_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    category: Mapped[str] = mapped_column(String(10))
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)


class PartyEmail(AppendOnly, Base):
    """The e-mail address of a person from a legal day on; empty when it was withdrawn."""

    __tablename__ = "party_email"
    __table_args__ = (Index(None, "party_id", "effective_date", "recorded_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    address: Mapped[str] = mapped_column(String(254))
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Representation(AppendOnly, Base):
    """Who votes for a legal person from a legal day on; no representative when the mandate ended."""

    __tablename__ = "representation"
    __table_args__ = (Index(None, "party_id", "effective_date", "recorded_at"), Index(None, "representative_id"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
