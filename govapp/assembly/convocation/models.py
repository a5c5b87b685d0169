"""The tables of letters on paper: what was printed for whom, and when it went to the post. Rows are written once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class LetterBatch(AppendOnly, Base):
    """Letters that were made at once, in one file. `words` are those of all of them, by language.

    `paper_uuid` is the ballot paper that their codes open: where it was made anew since, they open nothing.
    """

    __tablename__ = "letter_batch"
    __table_args__ = (Index(None, "subject_ref"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    subject_ref: Mapped[str] = mapped_column(String(120))
    roll_id: Mapped[int] = mapped_column(ForeignKey("roll.id"))
    paper_uuid: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(40))
    made_by_name: Mapped[str] = mapped_column(String(200))
    letters: Mapped[int] = mapped_column(Integer)
    words: Mapped[dict[str, Any]] = mapped_column(JsonText)


class PostalLetter(AppendOnly, Base):
    """One letter to one entry of a voting list; `lines` are its address, `digest` stands for all that it says."""

    __tablename__ = "postal_letter"
    __table_args__ = (
        UniqueConstraint("batch_id", "place"),
        UniqueConstraint("batch_id", "entry_id"),
        Index(None, "entry_id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("letter_batch.id"))
    place: Mapped[int] = mapped_column(Integer)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"))
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), unique=True)
    number: Mapped[int] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(401))
    lines: Mapped[list[str]] = mapped_column(JsonText)
    country: Mapped[str] = mapped_column(String(2))
    postcode: Mapped[str] = mapped_column(String(20))
    town: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(DigestHex)


class LetterPosting(AppendOnly, Base):
    """That the letters of a batch were handed to the post, on which day, and the number of the receipt."""

    __tablename__ = "letter_posting"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("letter_batch.id"), unique=True)
    posted_on: Mapped[date] = mapped_column(Date)
    receipt: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by: Mapped[str] = mapped_column(String(40))
    noted_by_name: Mapped[str] = mapped_column(String(200))


class NoticeAddressee(Base):
    """A director or statutory auditor, who gets the notice of every meeting from the recording until the end."""

    __tablename__ = "notice_addressee"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    capacity: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(320))
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(20))
    town: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_name: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AddresseeLetterRecord(AppendOnly, Base):
    """One letter about a vote to a director or auditor: its words, and the digest of all that it says."""

    __tablename__ = "addressee_letter"
    __table_args__ = (Index(None, "subject_ref"), Index(None, "addressee_id"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    addressee_id: Mapped[int] = mapped_column(ForeignKey("notice_addressee.id"))
    subject_ref: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(200))
    lines: Mapped[list[str]] = mapped_column(JsonText)
    words: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(DigestHex)


class AddresseePosting(AppendOnly, Base):
    """That a letter to a director or auditor was handed to the post, on which day, and the number of the receipt."""

    __tablename__ = "addressee_posting"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("addressee_letter.id"), unique=True)
    posted_on: Mapped[date] = mapped_column(Date)
    receipt: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_name: Mapped[str] = mapped_column(String(200))
