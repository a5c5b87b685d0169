"""Personal links that somebody asked for: the page writes down the address, known or not, and the worker sends."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import Identity, UtcDateTime

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_request",
        sa.Column("id", Identity, nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("next_path", sa.String(1000), nullable=False),
        sa.Column("link_id", Identity, nullable=True),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_link_request__link_id"),
        sa.PrimaryKeyConstraint("id", name="pk_link_request"),
    )


def downgrade() -> None:
    op.drop_table("link_request")
