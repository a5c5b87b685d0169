"""A ballot paper says what may happen to its hours, and everything that does happen is a signed record."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, JsonText

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper", sa.Column("window_rule", JsonText, nullable=True))
    op.create_table(
        "window_event",
        sa.Column("paper_id", Identity, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_window_event__paper_id"),
        sa.PrimaryKeyConstraint("paper_id", "number", name="pk_window_event"),
    )
    append_only(op, "window_event")


def downgrade() -> None:
    _require_plain_hours()
    drop_append_only(op, "window_event")
    op.drop_table("window_event")
    op.drop_column("paper", "window_rule")


def _require_plain_hours() -> None:
    """Refuse to go back where hours were sealed with a rule: the older program could not show what was sealed."""
    ruled = op.get_bind().execute(sa.text("SELECT count(*) FROM paper WHERE window_rule IS NOT NULL")).scalar_one()
    if ruled:
        raise ValueError(f"{ruled} ballot papers have a rule of their hours, which cannot be kept in the older form")
