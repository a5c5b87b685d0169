"""The tables of minutes: notes, which change until they are fixed; versions and their files, which never do."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.assembly.meeting.models import Edited
from govapp.db.base import AppendOnly, Base
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class MinutesNote(Edited, Base):
    """What a secretary adds under one section of the minutes, in the languages in which it was written."""

    __tablename__ = "minutes_note"
    __table_args__ = (UniqueConstraint("assembly_id", "section"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    section: Mapped[str] = mapped_column(String(40))
    text: Mapped[dict[str, str]] = mapped_column(JsonText)


class MinutesVersion(AppendOnly, Base):
    """The minutes as they were fixed, `number` from 1, with the digest of their canonical record."""

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("assembly_id", "number"), CheckConstraint("number >= 1", name="number"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    number: Mapped[int] = mapped_column(Integer)
    record: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(DigestHex)
    fixed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fixed_by: Mapped[str] = mapped_column(String(200))


class SignedMinutes(AppendOnly, Base):
    """A signed copy of one version: the scan of a printed one, or a file that was signed."""

    __tablename__ = "signed_minutes"
    __table_args__ = (UniqueConstraint("version_id", "sha256"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("document_file.sha256"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(200))


class MinutesAnnex(AppendOnly, Base):
    """An annex of one version of the minutes, `number` from 1; `vote` is 0 where it is of the assembly as a whole."""

    __tablename__ = "minutes_annex"
    __table_args__ = (UniqueConstraint("version_id", "number"), CheckConstraint("number >= 1", name="number"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    vote: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("document_file.sha256"))


class MinutesExport(AppendOnly, Base):
    """The minutes of one version as they were exported in a language: the PDF that people sign."""

    __tablename__ = "minutes_export"
    __table_args__ = (UniqueConstraint("version_id", "language"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"))
    language: Mapped[str] = mapped_column(String(2))
    sha256: Mapped[str] = mapped_column(ForeignKey("document_file.sha256"))


class DecisionStepRecord(AppendOnly, Base):
    """One step in the course of a decision: who carries it out, by when, where it stands."""

    __tablename__ = "decision_step"
    __table_args__ = (Index(None, "assembly_id", "vote", "item"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    vote: Mapped[int] = mapped_column(Integer)
    item: Mapped[int] = mapped_column(Integer)
    owner: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(1000))
    stepped_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stepped_by: Mapped[str] = mapped_column(String(200))


class Mandate(AppendOnly, Base):
    """A mandate of a director or an auditor; the election names its vote, item and candidate, or nothing does."""

    __tablename__ = "mandate"
    __table_args__ = (UniqueConstraint("assembly_id", "vote", "item", "choice"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(String(10))
    started_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    term: Mapped[int] = mapped_column(Integer)
    assembly_id: Mapped[int | None] = mapped_column(ForeignKey("assembly.id"))
    vote: Mapped[int | None] = mapped_column(Integer)
    item: Mapped[int | None] = mapped_column(Integer)
    choice: Mapped[int | None] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(String(1000))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(200))


class MandateEndRecord(AppendOnly, Base):
    """The end of a mandate: the day, the kind, the reason."""

    __tablename__ = "mandate_end"

    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), primary_key=True)
    ended_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(1000))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(200))
