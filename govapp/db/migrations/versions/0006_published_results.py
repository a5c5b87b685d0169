"""A counted result stays off the public board until it is announced."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ANNOUNCED = """
UPDATE paper SET published_at = (
    SELECT announcement.announced_at FROM announcement JOIN assembly ON assembly.id = announcement.assembly_id
    WHERE assembly.paper_uuid = paper.uuid
)
"""


def upgrade() -> None:
    op.add_column("paper", sa.Column("published_at", UtcDateTime, nullable=True))
    op.execute(_ANNOUNCED)


def downgrade() -> None:
    op.drop_column("paper", "published_at")
