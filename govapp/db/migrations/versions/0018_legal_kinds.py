"""Items say what they are in law, and may ask more than the statutes; an assembly may be a second meeting."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import JsonText

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

USUAL = {"decision": "other", "election": "appointment", "strategy": "strategy"}


def upgrade() -> None:
    op.add_column("agenda_item", sa.Column("legal_kind", sa.String(20), nullable=False, server_default=""))
    op.add_column("agenda_item", sa.Column("stricter", JsonText, nullable=True))
    op.add_column("agenda_item", sa.Column("stricter_reason", sa.Text, nullable=False, server_default=""))
    op.add_column("assembly", sa.Column("is_second_meeting", sa.Boolean, nullable=False, server_default=sa.false()))
    # What was on an agenda before is what its kind usually is; no rule is guessed from a title.
    item = sa.table("agenda_item", sa.column("kind", sa.String), sa.column("legal_kind", sa.String))
    for kind, legal_kind in USUAL.items():
        op.execute(item.update().where(item.c.kind == kind).values(legal_kind=legal_kind))


def downgrade() -> None:
    op.drop_column("assembly", "is_second_meeting")
    for column in ("stricter_reason", "stricter", "legal_kind"):
        op.drop_column("agenda_item", column)
