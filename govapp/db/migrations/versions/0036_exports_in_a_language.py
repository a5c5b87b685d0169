"""Exports in a language: a list is asked for again in the words that it had; those of before had English ones."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("register_export", sa.Column("language", sa.String(2), nullable=False, server_default="en"))


def downgrade() -> None:
    op.drop_column("register_export", "language")
