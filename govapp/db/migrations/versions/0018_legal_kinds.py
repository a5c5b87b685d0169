"""Items say what they are in law, and may ask more than the statutes; an assembly may be a second meeting."""

import json

import sqlalchemy as sa
from alembic import op

from govapp.db.types import JsonText

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

USUAL = {"decision": "other", "election": "appointment", "strategy": "strategy"}
# The first form of the record of rules that names the statutes; before it, more for than against decided everything.
FIRST_WITH_STATUTES = 2


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
    _require_nothing_of_the_statutes()
    op.drop_column("assembly", "is_second_meeting")
    for column in ("stricter_reason", "stricter", "legal_kind"):
        op.drop_column("agenda_item", column)


def _require_nothing_of_the_statutes() -> None:
    """Refuse to go back where a vote, an item or an assembly has a rule that the older program would not apply."""
    connection = op.get_bind()
    locked = connection.execute(sa.text("SELECT rules FROM vote WHERE rules IS NOT NULL")).scalars()
    votes = sum(json.loads(rules).get("v", 0) >= FIRST_WITH_STATUTES for rules in locked)
    items = connection.execute(sa.text("SELECT count(*) FROM agenda_item WHERE stricter IS NOT NULL")).scalar_one()
    second = connection.execute(sa.text("SELECT count(*) FROM assembly WHERE is_second_meeting")).scalar_one()
    if votes or items or second:
        raise ValueError(
            f"{votes} votes, {items} items and {second} assemblies have rules that cannot be kept in the older form"
        )
