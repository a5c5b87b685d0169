"""The tables of the voting lists; all of them refuse UPDATE and DELETE."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class Roll(AppendOnly, Base):
    """A voting list, frozen for a record date; its digest is that of `roll.json`."""

    __tablename__ = "roll"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    record_date: Mapped[date] = mapped_column(Date)
    purpose: Mapped[dict[str, str]] = mapped_column(JsonText, server_default="{}")
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_by: Mapped[str] = mapped_column(String(200))
    ledger_sequence: Mapped[int] = mapped_column(BigInteger)
    ledger_head: Mapped[str] = mapped_column(DigestHex)
    # Empty for lists that were frozen before the facts about people were chained.
    fact_sequence: Mapped[int] = mapped_column(BigInteger, server_default="0")
    fact_head: Mapped[str] = mapped_column(DigestHex, server_default="")
    digest: Mapped[str] = mapped_column(DigestHex)
    size: Mapped[int]
    counts: Mapped[dict[str, Any]] = mapped_column(JsonText)
    left_out: Mapped[int]


class RollEntryRecord(AppendOnly, Base):
    """One right to vote on one voting list."""

    __tablename__ = "roll_entry"
    __table_args__ = (UniqueConstraint("roll_id", "party_id"), UniqueConstraint("roll_id", "position"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"))
    position: Mapped[int]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(401))
    voter: Mapped[str] = mapped_column(String(401))
    category: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(254))


class RollLeftOut(AppendOnly, Base):
    """A shareholder who is not on one voting list, with the reason."""

    __tablename__ = "roll_left_out"
    __table_args__ = (UniqueConstraint("roll_id", "party_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(401))
    reason: Mapped[str] = mapped_column(String(30))
