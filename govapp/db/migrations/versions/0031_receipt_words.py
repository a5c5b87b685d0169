"""Receipts in real words: papers prepared before keep the syllables that stand on their voters' receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper", sa.Column("words_version", sa.SmallInteger, nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("paper", "words_version")
