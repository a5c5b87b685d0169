"""People who come in: officers, their roles, personal links, sessions, wrong attempts."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import DigestHex, Identity, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_officers()
    _create_links()
    _create_sessions()


def _create_officers() -> None:
    op.create_table(
        "officer",
        sa.Column("id", Identity, nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("phone_secret", sa.String(200), nullable=True),
        sa.Column("last_step", sa.BigInteger, nullable=True),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("suspended_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_officer"),
        sa.UniqueConstraint("email", name="uq_officer__email"),
    )
    op.create_table(
        "officer_role",
        sa.Column("id", Identity, nullable=False),
        sa.Column("officer_id", Identity, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("from_at", UtcDateTime, nullable=False),
        sa.Column("until_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_officer_role"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_officer_role__officer_id"),
    )
    op.create_index("ix_officer_role__officer_id", "officer_role", ["officer_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", Identity, nullable=False),
        sa.Column("officer_id", Identity, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.Column("used_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_recovery_code__officer_id"),
        sa.UniqueConstraint("officer_id", "digest", name="uq_recovery_code__officer_id_digest"),
    )


def _create_links() -> None:
    op.create_table(
        "link",
        sa.Column("id", Identity, nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("token_digest", DigestHex, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("subject_ref", sa.String(120), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("next_path", sa.String(300), nullable=False),
        sa.Column("issued_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("revoked_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("reference", name="uq_link__reference"),
        sa.UniqueConstraint("token_digest", name="uq_link__token_digest"),
    )
    op.create_index("ix_link__subject_ref", "link", ["subject_ref"])
    op.create_index("ix_link__email", "link", ["email"])
    op.create_table(
        "link_use",
        sa.Column("id", Identity, nullable=False),
        sa.Column("link_id", Identity, nullable=False),
        sa.Column("device", DigestHex, nullable=False),
        sa.Column("used_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_use"),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_link_use__link_id"),
        sa.UniqueConstraint("link_id", "device", name="uq_link_use__link_id_device"),
    )


def _create_sessions() -> None:
    op.create_table(
        "session",
        sa.Column("id", Identity, nullable=False),
        sa.Column("key_digest", DigestHex, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("device_label", sa.String(80), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("seen_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("key_digest", name="uq_session__key_digest"),
        sa.CheckConstraint("kind IN ('officer', 'shareholder')", name="ck_session__kind"),
    )
    op.create_index("ix_session__kind_person_id", "session", ["kind", "person_id"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("scope", sa.String(80), nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("last_at", UtcDateTime, nullable=False),
        sa.Column("locked_until", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("scope", name="pk_sign_in_attempts"),
    )


def downgrade() -> None:
    for table in (
        "sign_in_attempts",
        "session",
        "link_use",
        "link",
        "recovery_code",
        "officer_role",
        "officer",
    ):
        op.drop_table(table)
