"""An assembly remembers when its voters were last reminded."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assembly", sa.Column("last_reminded_at", UtcDateTime, nullable=True))


def downgrade() -> None:
    op.drop_column("assembly", "last_reminded_at")
