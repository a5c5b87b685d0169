"""Codes of letters: keyed digests beside the links that they open, written once."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

TABLE = "link_code"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("link_id", Identity, autoincrement=False, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_link_code__link_id"),
        sa.PrimaryKeyConstraint("link_id", name="pk_link_code"),
        sa.UniqueConstraint("digest", name="uq_link_code__digest"),
    )
    append_only(op, TABLE)


def downgrade() -> None:
    drop_append_only(op, TABLE)
    op.drop_table(TABLE)
