"""What a personal link was issued for never changes, and a link that was withdrawn stays so."""

from alembic import op

from govapp.db.guards import Guard, drop_guard, put_guard

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_GUARDS = (
    Guard(
        "link",
        "UPDATE",
        "1 = 1",
        ("reference", "token_digest", "purpose", "subject_ref", "name", "email", "next_path", "issued_at"),
    ),
    Guard("link", "UPDATE", "OLD.revoked_at IS NOT NULL", ("revoked_at",)),
    Guard("link", "DELETE", "1 = 1"),
)


def upgrade() -> None:
    for guard in _GUARDS:
        put_guard(op, guard)


def downgrade() -> None:
    for guard in _GUARDS:
        drop_guard(op, guard)
