"""A vote may open by itself at its hour; it is noted when the secretariat was told that it could not."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vote", sa.Column("opens_itself", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("vote", sa.Column("opening_told_at", UtcDateTime))


def downgrade() -> None:
    op.drop_column("vote", "opening_told_at")
    op.drop_column("vote", "opens_itself")
