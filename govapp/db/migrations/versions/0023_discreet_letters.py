"""Letters that a voter gets at a moment of the voter's own are marked: their rows go when they are sent."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("is_discreet", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE outbox_message SET is_discreet = (1 = 1) WHERE template IN ('receipt', 'new_link', 'sign_in_link')"
    )


def downgrade() -> None:
    op.drop_column("outbox_message", "is_discreet")
