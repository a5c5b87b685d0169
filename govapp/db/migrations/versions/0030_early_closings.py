"""Closing a vote before its hour waits for a second person."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import Identity, UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "early_closing",
        sa.Column("id", Identity, nullable=False),
        sa.Column("paper_id", Identity, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("asked_by_name", sa.String(200), nullable=False),
        sa.Column("settled_at", UtcDateTime, nullable=True),
        sa.Column("settled_by", sa.String(40), nullable=True),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.CheckConstraint("outcome IN ('confirmed', 'withdrawn')", name="ck_early_closing__outcome"),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="ck_early_closing__settled"),
        sa.CheckConstraint("outcome <> 'confirmed' OR settled_by <> asked_by", name="ck_early_closing__two_people"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_early_closing__paper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_early_closing"),
    )
    op.create_index("ix_early_closing__paper_id", "early_closing", ["paper_id"])


def downgrade() -> None:
    op.drop_table("early_closing")
