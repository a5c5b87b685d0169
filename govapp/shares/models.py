"""The tables of the register.

Ledger, categories, representatives, voting lists and the log of exports refuse UPDATE and DELETE.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import Base
from govapp.db.types import Cents, DigestHex, Identity, JsonText, UtcDateTime


class Party(Base):
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


class PartyCategory(Base):
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


class PartyEmail(Base):
    """The e-mail address of a person from a legal day on; empty when it was withdrawn."""

    __tablename__ = "party_email"
    __table_args__ = (Index(None, "party_id", "effective_date", "recorded_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    address: Mapped[str] = mapped_column(String(254))
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Representation(Base):
    """Who votes for a legal person from a legal day on; no representative when the mandate ended."""

    __tablename__ = "representation"
    __table_args__ = (Index(None, "party_id", "effective_date", "recorded_at"), Index(None, "representative_id"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))


class LedgerEntry(Base):
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


class Roll(Base):
    """A voting list, frozen for a record date; its digest is that of `roll.json`."""

    __tablename__ = "roll"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    record_date: Mapped[date] = mapped_column(Date)
    purpose: Mapped[str] = mapped_column(String(200))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_by: Mapped[str] = mapped_column(String(200))
    ledger_sequence: Mapped[int] = mapped_column(BigInteger)
    ledger_head: Mapped[str] = mapped_column(DigestHex)
    digest: Mapped[str] = mapped_column(DigestHex)
    size: Mapped[int]
    counts: Mapped[dict[str, Any]] = mapped_column(JsonText)
    left_out: Mapped[int]


class RollEntryRecord(Base):
    """One right to vote on one voting list."""

    __tablename__ = "roll_entry"
    __table_args__ = (UniqueConstraint("roll_id", "party_id"), UniqueConstraint("roll_id", "position"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"))
    position: Mapped[int]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(401))
    exerciser: Mapped[str] = mapped_column(String(401))
    category: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(254))


class RollLeftOut(Base):
    """A shareholder who is not on one voting list, with the reason."""

    __tablename__ = "roll_left_out"
    __table_args__ = (UniqueConstraint("roll_id", "party_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(401))
    reason: Mapped[str] = mapped_column(String(30))


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


class RegisterExport(Base):
    """One export of the shareholder list: who, when, why, which two dates, how many people, and the file's digest."""

    __tablename__ = "register_export"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    actor_name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(500))
    file_format: Mapped[str] = mapped_column(String(4))
    filters: Mapped[dict[str, Any]] = mapped_column(JsonText)
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_until: Mapped[datetime] = mapped_column(UtcDateTime)
    holders: Mapped[int]
    shares: Mapped[int]
    ledger_head: Mapped[str] = mapped_column(DigestHex)
    digest: Mapped[str] = mapped_column(DigestHex)
