"""The tables of the ledger: its entries, which refuse UPDATE and DELETE, and the figures kept from them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import Cents, DigestHex, UtcDateTime


class LedgerEntry(AppendOnly, Base):
    """One line of the ledger: a signed number of shares, chained to the line before by its hash."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("sequence >= 1", name="sequence"),
        CheckConstraint("quantity <> 0", name="quantity"),
        CheckConstraint("unit_price_cents > 0", name="unit_price_cents"),
        CheckConstraint("(quantity < 0) = (reverses IS NOT NULL)", name="negative_names_entry"),
        UniqueConstraint("reverses"),
        UniqueConstraint("hash"),
        # What everybody held on a day is added up from this index alone: the rows themselves are ten times as wide.
        Index(
            "ix_ledger_entry__position",
            "party_id",
            "effective_date",
            "recorded_at",
            "quantity",
            "paid_in_cents",
            "unit_price_cents",
            "sequence",
        ),
        Index(None, "recorded_at"),
    )

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event: Mapped[str] = mapped_column(String(30))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    quantity: Mapped[int]
    unit_price_cents: Mapped[int] = mapped_column(Cents)
    paid_in_cents: Mapped[int] = mapped_column(Cents)
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    actor_name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(String(200))
    reverses: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.sequence"))
    previous_hash: Mapped[str] = mapped_column(DigestHex)
    hash: Mapped[str] = mapped_column(DigestHex)


class Holding(Base):
    """What a shareholder has today, so that lists are fast; `govapp shares check` recomputes it from the ledger."""

    __tablename__ = "holding"
    __table_args__ = (Index(None, "email"), Index(None, "category"), Index(None, "shares"), Index(None, "since"))

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, autoincrement=False)
    shares: Mapped[int]
    paid_in_cents: Mapped[int] = mapped_column(Cents)
    paid_shares: Mapped[int]
    since: Mapped[date | None] = mapped_column(Date)
    category: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254))
