"""Directors and the statutory auditor get the notice too: who they are, their letters and when these were posted."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

KEPT = ("addressee_letter", "addressee_posting")


def upgrade() -> None:
    op.create_table(
        "notice_addressee",
        sa.Column("id", Identity, nullable=False),
        sa.Column("capacity", sa.String(10), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("street", sa.String(200), nullable=False),
        sa.Column("postcode", sa.String(20), nullable=False),
        sa.Column("town", sa.String(120), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_name", sa.String(200), nullable=False),
        sa.Column("ended_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notice_addressee"),
    )
    op.create_table(
        "addressee_letter",
        sa.Column("id", Identity, nullable=False),
        sa.Column("addressee_id", Identity, nullable=False),
        sa.Column("subject_ref", sa.String(120), nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("made_by_name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("lines", JsonText, nullable=False),
        sa.Column("words", JsonText, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.ForeignKeyConstraint(["addressee_id"], ["notice_addressee.id"], name="fk_addressee_letter__addressee_id"),
        sa.PrimaryKeyConstraint("id", name="pk_addressee_letter"),
    )
    op.create_index("ix_addressee_letter__subject_ref", "addressee_letter", ["subject_ref"])
    op.create_index("ix_addressee_letter__addressee_id", "addressee_letter", ["addressee_id"])
    op.create_table(
        "addressee_posting",
        sa.Column("id", Identity, nullable=False),
        sa.Column("letter_id", Identity, nullable=False),
        sa.Column("posted_on", sa.Date, nullable=False),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("noted_at", UtcDateTime, nullable=False),
        sa.Column("noted_by_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["addressee_letter.id"], name="fk_addressee_posting__letter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_addressee_posting"),
        sa.UniqueConstraint("letter_id", name="uq_addressee_posting__letter_id"),
    )
    for table in KEPT:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(KEPT):
        drop_append_only(op, table)
        op.drop_table(table)
    op.drop_table("notice_addressee")
