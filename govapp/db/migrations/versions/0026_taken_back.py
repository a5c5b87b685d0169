"""An assembly can be called off or deleted, and after a ballot nothing is taken back."""

import sqlalchemy as sa
from alembic import op

from govapp.db.guards import Guard, drop_guard, put_guard
from govapp.db.types import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_GUARDS = (
    Guard(
        "assembly",
        "UPDATE",
        "OLD.called_off_at IS NOT NULL OR OLD.locked_at IS NOT NULL",
        ("called_off_at", "call_off_reason", "deleted_at"),
    ),
    Guard(
        "vote",
        "UPDATE",
        "OLD.cancelled_at IS NOT NULL OR EXISTS (SELECT 1 FROM ballot JOIN paper ON paper.id = ballot.paper_id "
        "WHERE paper.uuid = OLD.paper_uuid)",
        ("cancelled_at", "cancel_reason"),
    ),
    Guard(
        "paper",
        "UPDATE",
        "OLD.cancelled_at IS NOT NULL OR EXISTS (SELECT 1 FROM ballot WHERE ballot.paper_id = OLD.id)",
        ("cancelled_at",),
    ),
)


def upgrade() -> None:
    op.add_column("assembly", sa.Column("called_off_at", UtcDateTime))
    op.add_column("assembly", sa.Column("call_off_reason", sa.Text, nullable=False, server_default=""))
    op.add_column("assembly", sa.Column("deleted_at", UtcDateTime))
    for guard in _GUARDS:
        put_guard(op, guard)


def downgrade() -> None:
    for guard in _GUARDS:
        drop_guard(op, guard)
    op.drop_column("assembly", "deleted_at")
    op.drop_column("assembly", "call_off_reason")
    op.drop_column("assembly", "called_off_at")
