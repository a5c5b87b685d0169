"""Items say what they are about and what is advised, their choices who they are, in a declared order."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_TEXTS = {
    "agenda_item": ("question", "summary", "changes", "advice"),
    "item_choice": ("text", "portrait_alt"),
}


def upgrade() -> None:
    for table, columns in _TEXTS.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.Text, nullable=False, server_default="{}"))
    op.add_column("agenda_item", sa.Column("choice_order", sa.String(12), nullable=False, server_default="entered"))
    op.add_column("agenda_item", sa.Column("lot_seed", sa.String(32), nullable=False, server_default=""))
    op.add_column("item_choice", sa.Column("link", sa.Text, nullable=False, server_default=""))
    op.add_column("item_choice", sa.Column("portrait", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("portrait", "link"):
        op.drop_column("item_choice", column)
    for column in ("lot_seed", "choice_order"):
        op.drop_column("agenda_item", column)
    for table, columns in _TEXTS.items():
        for column in columns:
            op.drop_column(table, column)
