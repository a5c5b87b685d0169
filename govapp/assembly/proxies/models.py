"""The tables of proxies; all of them refuse UPDATE and DELETE."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from govapp.db.base import AppendOnly, Base
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime


class Proxy(AppendOnly, Base):
    """A proxy as one officer recorded it; both people are in the register. `instructions` are answers by item."""

    __tablename__ = "proxy"
    __table_args__ = (
        Index(None, "assembly_id"),
        Index(None, "giver_id"),
        Index(None, "holder_id"),
        CheckConstraint("giver_id <> holder_id", name="two_people"),
        CheckConstraint("channel IN ('paper', 'mail')", name="channel"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    channel: Mapped[str] = mapped_column(String(10))
    signed_on: Mapped[date] = mapped_column(Date)
    instructions: Mapped[dict[str, str]] = mapped_column(JsonText)
    note: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_by_name: Mapped[str] = mapped_column(String(200))


class ProxyScan(AppendOnly, Base):
    """The scan of a signed proxy, for officers alone."""

    __tablename__ = "proxy_scan"

    proxy_id: Mapped[int] = mapped_column(ForeignKey("proxy.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(DigestHex)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ProxyAnswer(AppendOnly, Base):
    """What a second officer answered: a proxy is confirmed by another than who recorded it, or not at all."""

    __tablename__ = "proxy_answer"
    __table_args__ = (CheckConstraint("NOT is_confirmed OR answered_by <> recorded_by", name="two_people"),)

    proxy_id: Mapped[int] = mapped_column(ForeignKey("proxy.id"), primary_key=True, autoincrement=False)
    recorded_by: Mapped[str] = mapped_column(String(40))
    is_confirmed: Mapped[bool] = mapped_column(Boolean)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(40))
    answered_by_name: Mapped[str] = mapped_column(String(200))
