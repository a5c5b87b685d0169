"""Key holders promise what they contribute once all certificates are there; keys that were under way begin anew.

Seeds and certificates stay. What was contributed follows from polynomials that the new order does not use, and no
promise binds anybody to it: the next attempt begins with the promises. Keys that are made are not touched.
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_SAID = (
    "EXISTS (SELECT 1 FROM key_message JOIN key_member ON key_member.id = key_message.member_id"
    " WHERE key_member.group_id = key_group.id AND key_member.left_at IS NULL"
    " AND key_message.attempt = key_group.attempt AND key_message.step = '{step}')"
)
UNDER_WAY = f"formed_at IS NULL AND {_SAID.format(step='contribution')} AND NOT {_SAID.format(step='promise')}"


def upgrade() -> None:
    groups = f"SELECT id FROM key_group WHERE {UNDER_WAY}"  # noqa: S608 - constants
    op.execute(f"UPDATE key_member SET public_key = NULL, key_at = NULL WHERE group_id IN ({groups})")  # noqa: S608
    op.execute(f"UPDATE key_group SET attempt = attempt + 1 WHERE {UNDER_WAY}")  # noqa: S608


def downgrade() -> None:
    """Go back; whoever began a key since begins anew, because the earlier program wants eight promises at once."""
