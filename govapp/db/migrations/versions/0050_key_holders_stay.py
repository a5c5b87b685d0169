"""Who holds a key, and what was asked about closing early, stays as it was written: the database refuses changes."""

from alembic import op

from govapp.db.guards import Guard, drop_guard, put_guard

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

GUARDS = (
    Guard("key_group", "UPDATE", "1 = 1", ("uuid", "subject_ref", "name", "size", "needed", "made_at")),
    Guard("key_group", "DELETE", "1 = 1"),
    Guard("key_member", "DELETE", "1 = 1"),
    Guard("key_member", "UPDATE", "1 = 1", ("group_id", "position", "officer_id", "name", "joined_attempt")),
    Guard(
        "key_member",
        "UPDATE",
        "(OLD.left_at IS NOT NULL AND (NEW.left_at IS NULL OR NEW.left_at <> OLD.left_at)) OR EXISTS "
        "(SELECT 1 FROM paper WHERE paper.key_group_id = OLD.group_id AND paper.sealed_at IS NOT NULL)",
        ("left_at", "public_key", "key_at"),
    ),
    Guard("early_closing", "DELETE", "1 = 1"),
    Guard("early_closing", "UPDATE", "OLD.settled_at IS NOT NULL"),
    Guard(
        "early_closing",
        "UPDATE",
        "1 = 1",
        ("paper_id", "reason", "role", "asked_at", "asked_by", "asked_by_name"),
    ),
)


def upgrade() -> None:
    for guard in GUARDS:
        put_guard(op, guard)


def downgrade() -> None:
    for guard in reversed(GUARDS):
        drop_guard(op, guard)
