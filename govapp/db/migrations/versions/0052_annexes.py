"""The annexes of fixed minutes, and the PDFs that were exported to be signed."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

KEPT = ("minutes_annex", "minutes_export")


def upgrade() -> None:
    op.create_table(
        "minutes_annex",
        sa.Column("id", Identity, nullable=False),
        sa.Column("version_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("vote", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", DigestHex, nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_minutes_annex__number"),
        sa.ForeignKeyConstraint(["version_id"], ["minutes_version.id"], name="fk_minutes_annex__version_id"),
        sa.ForeignKeyConstraint(["sha256"], ["document_file.sha256"], name="fk_minutes_annex__sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_annex"),
        sa.UniqueConstraint("version_id", "number", name="uq_minutes_annex__version_id_number"),
    )
    op.create_table(
        "minutes_export",
        sa.Column("id", Identity, nullable=False),
        sa.Column("version_id", Identity, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("sha256", DigestHex, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["minutes_version.id"], name="fk_minutes_export__version_id"),
        sa.ForeignKeyConstraint(["sha256"], ["document_file.sha256"], name="fk_minutes_export__sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_export"),
        sa.UniqueConstraint("version_id", "language", name="uq_minutes_export__version_id_language"),
    )
    for table in KEPT:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(KEPT):
        drop_append_only(op, table)
        op.drop_table(table)
