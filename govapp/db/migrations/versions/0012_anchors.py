"""Signed states of all chains are kept, so that a vote shows them when it opens and closes."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, JsonText, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "anchor",
        sa.Column("id", Identity, nullable=False),
        sa.Column("occasion", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("taken_at", UtcDateTime, nullable=False),
        sa.Column("record", JsonText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_anchor"),
        sa.UniqueConstraint("occasion", "subject", name="uq_anchor__occasion_subject"),
    )
    op.create_index("ix_anchor__subject", "anchor", ["subject"])
    append_only(op, "anchor")


def downgrade() -> None:
    drop_append_only(op, "anchor")
    op.drop_table("anchor")
