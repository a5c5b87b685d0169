"""Whoever uses a right to vote is its voter, also by the name of the column."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE roll_entry RENAME COLUMN exerciser TO voter")


def downgrade() -> None:
    op.execute("ALTER TABLE roll_entry RENAME COLUMN voter TO exerciser")
