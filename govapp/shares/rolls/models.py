"""The tables of the voting lists; all of them refuse UPDATE and DELETE.

A list is frozen once. Whoever was wrongly left out is added by two officers until a vote on it opens: what was frozen
stays, and each addition makes a new version.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.guards import Guard, Guarded
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


class RollProposal(AppendOnly, Base):
    """One officer wants somebody on a frozen list. It waits until another confirms it, or somebody withdraws it."""

    __tablename__ = "roll_proposal"
    __table_args__ = (Index(None, "roll_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str] = mapped_column(String(40))
    proposed_by_name: Mapped[str] = mapped_column(String(200))


class RollWithdrawal(AppendOnly, Base):
    """A proposal that was taken back or refused."""

    __tablename__ = "roll_withdrawal"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("roll_proposal.id"), primary_key=True, autoincrement=False)
    withdrawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str] = mapped_column(String(40))


class RollAddition(AppendOnly, Guarded, Base):
    """A new version of a list, from 2: the entry that was added, by whom, and what the register was at that moment.

    `previous` is the digest of the version before, `digest` that of this one.
    """

    __tablename__ = "roll_addition"
    guards = (
        Guard(
            "roll_addition",
            "INSERT",
            "EXISTS (SELECT 1 FROM paper WHERE paper.roll_id = NEW.roll_id AND paper.opened_at IS NOT NULL "
            "AND paper.cancelled_at IS NULL)",
        ),
    )
    __table_args__ = (
        UniqueConstraint("roll_id", "version"),
        UniqueConstraint("proposal_id"),
        UniqueConstraint("entry_id"),
        CheckConstraint("version >= 2", name="version"),
        CheckConstraint("confirmed_by <> proposed_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"))
    version: Mapped[int]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("roll_proposal.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"))
    proposed_by: Mapped[str] = mapped_column(String(40))
    confirmed_by: Mapped[str] = mapped_column(String(40))
    confirmed_by_name: Mapped[str] = mapped_column(String(200))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ledger_sequence: Mapped[int] = mapped_column(BigInteger)
    ledger_head: Mapped[str] = mapped_column(DigestHex)
    fact_sequence: Mapped[int] = mapped_column(BigInteger)
    fact_head: Mapped[str] = mapped_column(DigestHex)
    previous: Mapped[str] = mapped_column(DigestHex)
    digest: Mapped[str] = mapped_column(DigestHex)


class RightProxy(AppendOnly, Base):
    """That somebody votes by proxy with a right, from `since` until the proxy ends; `proxy_id` numbers the proxy."""

    __tablename__ = "right_proxy"
    __table_args__ = (UniqueConstraint("proxy_id", "entry_id"), Index(None, "entry_id"), Index(None, "holder_id"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    proxy_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class ProxyEnd(AppendOnly, Base):
    """That a proxy ended, why, and who said so; one that ended never comes back."""

    __tablename__ = "proxy_end"

    proxy_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(20))
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(40))
    ended_by_name: Mapped[str] = mapped_column(String(200))
