"""Reasons of early closings and words of incidents are written by language: their rows say in which form."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TABLES = ("early_closing", "vote_incident", "incident_note")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("v", sa.SmallInteger, nullable=False, server_default=sa.text("1")))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, "v")
