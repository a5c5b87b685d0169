"""The tables of people who come in; only digests of what could open a door are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govapp.accounts.rules import RoleGrant
from govapp.db.base import AppendOnly, Base
from govapp.db.guards import Guard, Guarded
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime
from govapp.kernel.actors import Role


class Officer(Base):
    """A person with a role. Without a password hash and a phone secret, only invited."""

    __tablename__ = "officer"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    phone_secret: Mapped[str | None] = mapped_column(String(200))
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OfficerRole(Base):
    """One role of one officer, dated; rows are ended, never deleted."""

    __tablename__ = "officer_role"
    __table_args__ = (Index(None, "officer_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    role: Mapped[str] = mapped_column(String(20))
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def to_value(self) -> RoleGrant:
        """Return the grant as the rules see it."""
        return RoleGrant(Role(self.role), self.from_at, self.until_at)


class AccessChange(Base):
    """What one administrator asked for while a vote is under way, and another one confirms.

    `details` holds what the change of that kind needs; a change of somebody who is yet to be invited has no officer.
    `outcome` is `confirmed` or `withdrawn` once it is settled.
    """

    __tablename__ = "access_change"
    __table_args__ = (
        CheckConstraint("kind IN ('invite', 'grant', 'invite_again', 'reinstate')", name="kind"),
        CheckConstraint("outcome IN ('confirmed', 'withdrawn')", name="outcome"),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled"),
        CheckConstraint("outcome <> 'confirmed' OR settled_by <> asked_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JsonText)
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    outcome: Mapped[str | None] = mapped_column(String(10))


class RecoveryCode(Base):
    """A code on paper that replaces the phone once; only its digest is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("officer_id", "digest"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    digest: Mapped[str] = mapped_column(DigestHex)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


# What the token of a link signs never changes, and neither does its digest.
SIGNED_COLUMNS = ("reference", "token_digest", "purpose", "subject_ref", "name", "email", "next_path", "issued_at")


class Link(Guarded, Base):
    """A personal link. `reference` alone opens nothing: its token signs whom it lets in, under the secret key."""

    __tablename__ = "link"
    guards = (
        Guard("link", "UPDATE", "1 = 1", SIGNED_COLUMNS),
        Guard("link", "UPDATE", "OLD.revoked_at IS NOT NULL", ("revoked_at",)),
        Guard("link", "DELETE", "1 = 1"),
    )
    __table_args__ = (Index(None, "subject_ref"), Index(None, "email"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    token_digest: Mapped[str] = mapped_column(DigestHex, unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    subject_ref: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(320))
    next_path: Mapped[str] = mapped_column(String(300))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LinkCode(AppendOnly, Base):
    """What opens a link from paper: a keyed digest of the code that the letter shows; the code itself is never kept."""

    __tablename__ = "link_code"

    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(DigestHex, unique=True)


class LinkRequest(Base):
    """Somebody asked for a personal link: at an e-mail address, which may be nobody's, or in place of a link.

    The worker looks whose it is and sends, and the row is gone: the page does the same whether an address is known.
    """

    __tablename__ = "link_request"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    next_path: Mapped[str] = mapped_column(String(1000))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LinkUse(Base):
    """One device came in by one link: once, says the constraint."""

    __tablename__ = "link_use"
    __table_args__ = (UniqueConstraint("link_id", "device"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"))
    device: Mapped[str] = mapped_column(DigestHex)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInSession(Base):
    """Somebody is signed in on a device. The cookie holds a random key; this row decides."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint("kind IN ('officer', 'shareholder')", name="kind"),
        Index(None, "kind", "person_id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    key_digest: Mapped[str] = mapped_column(DigestHex, unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    device_label: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInAttempts(Base):
    """The wrong attempts of one account or one network address, both kept as keyed digests."""

    __tablename__ = "sign_in_attempts"

    scope: Mapped[str] = mapped_column(String(80), primary_key=True)
    wrong: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
