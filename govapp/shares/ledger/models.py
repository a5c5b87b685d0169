"""The tables of the ledger: its transactions and lines refuse UPDATE and DELETE; figures are kept from them."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import Cents, DigestHex, Identity, UtcDateTime


class LedgerTransaction(AppendOnly, Base):
    """Movements of shares that happen together, chained to the transaction before by the hash.

    `version` says which encoder the hash covers: 0 for entries of the first stage.
    """

    __tablename__ = "ledger_transaction"
    __table_args__ = (
        CheckConstraint("sequence >= 1", name="sequence"),
        UniqueConstraint("reverses"),
        UniqueConstraint("hash"),
        Index(None, "recorded_at"),
    )

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger)
    type: Mapped[str] = mapped_column(String(30))
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    actor_name: Mapped[str] = mapped_column(String(200))
    second_actor: Mapped[str] = mapped_column(String(40))
    second_actor_name: Mapped[str] = mapped_column(String(200))
    legal_basis: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(DigestHex)
    reason: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(String(200))
    reverses: Mapped[int | None] = mapped_column(ForeignKey("ledger_transaction.sequence"))
    previous_hash: Mapped[str] = mapped_column(DigestHex)
    hash: Mapped[str] = mapped_column(DigestHex)


class LedgerLine(AppendOnly, Base):
    """One movement of a transaction: signed shares and amounts of one person; its two days are the transaction's."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        CheckConstraint("ordinal >= 1", name="ordinal"),
        CheckConstraint("unit_price_cents >= 0", name="unit_price_cents"),
        # What everybody held on a day is added up from this index alone: no row is touched.
        Index(
            "ix_ledger_line__position",
            "party_id",
            "effective_date",
            "recorded_at",
            "quantity",
            "paid_in_cents",
            "unit_price_cents",
            "sequence",
        ),
    )

    sequence: Mapped[int] = mapped_column(
        ForeignKey("ledger_transaction.sequence"), primary_key=True, autoincrement=False
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    share_class: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int]
    unit_price_cents: Mapped[int] = mapped_column(Cents)
    paid_in_cents: Mapped[int] = mapped_column(Cents)
    claim_cents: Mapped[int] = mapped_column(Cents)
    counter_line: Mapped[int | None]
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EntryCorrection(AppendOnly, Base):
    """A large correction that one officer asked for; it waits until another confirms it, or somebody withdraws it.

    `sequence` is the wrong entry. What it should have been stands beside it; all of that is None for a reversal.
    """

    __tablename__ = "entry_correction"
    __table_args__ = (Index(None, "sequence"), CheckConstraint("quantity >= 1", name="quantity"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    sequence: Mapped[int] = mapped_column(ForeignKey("ledger_transaction.sequence"))
    quantity: Mapped[int | None]
    unit_price_cents: Mapped[int | None] = mapped_column(Cents)
    paid_in_cents: Mapped[int | None] = mapped_column(Cents)
    effective_date: Mapped[date | None] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(40))
    asked_by_name: Mapped[str] = mapped_column(String(200))


class EntryCorrectionAnswer(AppendOnly, Base):
    """What became of a large correction: the `entry` that was written, or None when it was withdrawn or refused."""

    __tablename__ = "entry_correction_answer"
    __table_args__ = (CheckConstraint("entry IS NULL OR answered_by <> asked_by", name="two_people"),)

    correction_id: Mapped[int] = mapped_column(ForeignKey("entry_correction.id"), primary_key=True, autoincrement=False)
    asked_by: Mapped[str] = mapped_column(String(40))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(40))
    answered_by_name: Mapped[str] = mapped_column(String(200))
    entry: Mapped[int | None] = mapped_column(ForeignKey("ledger_transaction.sequence"))


class Holding(Base):
    """What a shareholder is and has today, so that lists are fast; `govapp shares check` recomputes all of it."""

    __tablename__ = "holding"
    __table_args__ = (
        Index(None, "email"),
        Index(None, "category"),
        Index(None, "shares"),
        Index(None, "since"),
        # Lists are sorted and searched by name, and most show who has shares: the index alone answers that.
        Index(None, "search_name", "shares"),
    )

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, autoincrement=False)
    shares: Mapped[int]
    paid_in_cents: Mapped[int] = mapped_column(Cents)
    paid_shares: Mapped[int]
    since: Mapped[date | None] = mapped_column(Date)
    category: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    given_name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(420))
    town: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2))
