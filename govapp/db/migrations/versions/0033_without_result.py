"""Votes that end without a result, and keys that their holders have lost."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper", sa.Column("ended_at", UtcDateTime))
    op.add_column("paper", sa.Column("end_reason", sa.Text, nullable=False, server_default=""))
    op.add_column("trustee", sa.Column("lost_at", UtcDateTime))
    op.add_column("trustee", sa.Column("lost_by", sa.String(40), nullable=False, server_default=""))
    op.add_column("trustee", sa.Column("lost_reason", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("lost_reason", "lost_by", "lost_at"):
        op.drop_column("trustee", column)
    for column in ("end_reason", "ended_at"):
        op.drop_column("paper", column)
