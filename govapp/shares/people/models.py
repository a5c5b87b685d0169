"""The tables about people: who they are, and the facts about them that change with time.

All of them refuse UPDATE and DELETE: what changes is a new row.
"""

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
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import DigestHex, Identity, UtcDateTime


class Party(AppendOnly, Base):
    """A natural or legal person known to the register; a shareholder once it has a number, which is never reused.

    What can change or be corrected is a dated fact in a table of its own.
    """

    __tablename__ = "party"
    __table_args__ = (CheckConstraint("number >= 1", name="number"), UniqueConstraint("number"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    number: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(10))
    birth_date: Mapped[date | None] = mapped_column(Date)
    gender: Mapped[str] = mapped_column(String(1))
    company_number: Mapped[str] = mapped_column(String(20))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PersonalFact(AppendOnly):
    """What stands beside a name, address or language: of whom, from which legal day on, when recorded, by whom, why."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805
        return (Index(None, "party_id", "effective_date", "recorded_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    actor_name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)


class PartyName(PersonalFact, Base):
    """The name of a person from a legal day on; the first one from the start. `search_name` is its folded form."""

    __tablename__ = "party_name"

    name: Mapped[str] = mapped_column(String(200))
    given_name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(420))


class PartyAddress(PersonalFact, Base):
    """The domicile or seat of a person from a legal day on; the first one from the start."""

    __tablename__ = "party_address"

    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(20))
    town: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))


class PartyLanguage(PersonalFact, Base):
    """The language in which a person is written to, from a legal day on; the first one from the start."""

    __tablename__ = "party_language"

    language: Mapped[str] = mapped_column(String(2))


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
    """The e-mail address of a person from a legal day on; empty when it was withdrawn. `actor` recorded it."""

    __tablename__ = "party_email"
    __table_args__ = (Index(None, "party_id", "effective_date", "recorded_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    address: Mapped[str] = mapped_column(String(254))
    effective_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40), server_default="")


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


class FactConfirmation(AppendOnly, Base):
    """An officer's word that an e-mail address or a representative, recorded by somebody else, is right."""

    __tablename__ = "fact_confirmation"
    __table_args__ = (UniqueConstraint("fact", "fact_id"), Index(None, "party_id"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    fact: Mapped[str] = mapped_column(String(20))
    fact_id: Mapped[int] = mapped_column(BigInteger)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str] = mapped_column(String(40))
    confirmed_by_name: Mapped[str] = mapped_column(String(200))


class FactLinkRecord(AppendOnly, Base):
    """What was recorded together about one person, chained to the link before: `facts` has a line for each row."""

    __tablename__ = "fact_link"
    # What a vote asks about one person, and where the journal says that the chain ended.
    __table_args__ = (CheckConstraint("sequence >= 1", name="sequence"), Index(None, "party_id"), Index(None, "hash"))

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    salt: Mapped[str] = mapped_column(String(32))
    facts: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(DigestHex)
    hash: Mapped[str] = mapped_column(DigestHex)
