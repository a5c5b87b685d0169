"""The minutes of an assembly: notes, fixed versions, signed copies."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

KEPT = ("minutes_version", "signed_minutes")


def upgrade() -> None:
    op.create_table(
        "minutes_note",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("text", JsonText, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_minutes_note__assembly_id"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_note"),
        sa.UniqueConstraint("assembly_id", "section", name="uq_minutes_note__assembly_id_section"),
    )
    op.create_table(
        "minutes_version",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("record", JsonText, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.Column("fixed_at", UtcDateTime, nullable=False),
        sa.Column("fixed_by", sa.String(200), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_minutes_version__number"),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_minutes_version__assembly_id"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_version"),
        sa.UniqueConstraint("assembly_id", "number", name="uq_minutes_version__assembly_id_number"),
    )
    op.create_table(
        "signed_minutes",
        sa.Column("id", Identity, nullable=False),
        sa.Column("version_id", Identity, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", DigestHex, nullable=False),
        sa.Column("added_at", UtcDateTime, nullable=False),
        sa.Column("added_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["minutes_version.id"], name="fk_signed_minutes__version_id"),
        sa.ForeignKeyConstraint(["sha256"], ["document_file.sha256"], name="fk_signed_minutes__sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_signed_minutes"),
        sa.UniqueConstraint("version_id", "sha256", name="uq_signed_minutes__version_id_sha256"),
    )
    for table in KEPT:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(KEPT):
        drop_append_only(op, table)
        op.drop_table(table)
    op.drop_table("minutes_note")
