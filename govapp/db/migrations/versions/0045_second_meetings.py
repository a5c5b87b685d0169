"""A second meeting names the first; a notice may announce its day; old and new text of the statutes side by side."""

import sqlalchemy as sa
from alembic import op

from govapp.db.guards import Guard, drop_guard, put_guard
from govapp.db.types import JsonText

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_BEFORE = ("title", "held_on", "place", "record_date", "is_second_meeting")
_NEW = ("first_meeting_id", "second_held_on")
_OLD_GUARD = Guard("assembly", "UPDATE", "OLD.locked_at IS NOT NULL", _BEFORE)
_NEW_GUARD = Guard("assembly", "UPDATE", "OLD.locked_at IS NOT NULL", (*_BEFORE, *_NEW))
_TEXTS = ("old_text", "new_text")


def upgrade() -> None:
    drop_guard(op, _OLD_GUARD)
    op.add_column("assembly", sa.Column("first_meeting_id", sa.BigInteger, nullable=True))
    op.add_column("assembly", sa.Column("second_held_on", sa.Date, nullable=True))
    put_guard(op, _NEW_GUARD)
    for name in _TEXTS:
        op.add_column("agenda_item", sa.Column(name, JsonText, nullable=False, server_default="{}"))


def downgrade() -> None:
    _require_nothing_new()
    drop_guard(op, _NEW_GUARD)
    for name in _TEXTS:
        op.drop_column("agenda_item", name)
    for name in _NEW:
        op.drop_column("assembly", name)
    put_guard(op, _OLD_GUARD)


def _require_nothing_new() -> None:
    """Refuse to go back where something is written that the older program has no place for."""
    connection = op.get_bind()
    items = connection.scalar(sa.text("SELECT count(*) FROM agenda_item WHERE old_text <> '{}' OR new_text <> '{}'"))
    meetings = connection.scalar(
        sa.text("SELECT count(*) FROM assembly WHERE first_meeting_id IS NOT NULL OR second_held_on IS NOT NULL")
    )
    if items or meetings:
        raise ValueError(f"{items} items and {meetings} assemblies say what cannot be kept in the older form")
