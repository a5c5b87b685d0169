"""An agenda that is locked refuses change in the database too, and so does what a locked vote was sealed with."""

from alembic import op

from govapp.db.guards import Guard, drop_guard, guards_of, put_guard

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_HEAD = ("title", "held_on", "place", "record_date", "is_second_meeting")
_SEALED = ("rules", "roll_id", "paper_uuid", "assembly_id", "ordinal", "channel", "locked_at")


_ASSEMBLY = "EXISTS (SELECT 1 FROM assembly WHERE assembly.id = ROW.assembly_id AND assembly.locked_at IS NOT NULL)"
_ITEM = (
    "EXISTS (SELECT 1 FROM agenda_item JOIN assembly ON assembly.id = agenda_item.assembly_id "
    "WHERE agenda_item.id = ROW.item_id AND assembly.locked_at IS NOT NULL)"
)
_VOTE = (
    "EXISTS (SELECT 1 FROM vote WHERE vote.id = ROW.vote_id "
    "AND vote.locked_at IS NOT NULL AND vote.cancelled_at IS NULL)"
)
_GUARDS = (
    Guard("assembly", "UPDATE", "OLD.locked_at IS NOT NULL", _HEAD),
    Guard("assembly", "DELETE", "OLD.locked_at IS NOT NULL"),
    Guard(
        "assembly",
        "UPDATE",
        "NEW.locked_at IS NULL AND EXISTS (SELECT 1 FROM vote WHERE vote.assembly_id = OLD.id "
        "AND vote.locked_at IS NOT NULL AND vote.cancelled_at IS NULL)",
        ("locked_at",),
    ),
    *guards_of("agenda_item", _ASSEMBLY),
    *guards_of("item_choice", _ITEM),
    *guards_of("attached_document", _ASSEMBLY),
    Guard("vote", "UPDATE", "OLD.locked_at IS NOT NULL", _SEALED),
    Guard("vote", "DELETE", "OLD.locked_at IS NOT NULL"),
    *guards_of("vote_item", _VOTE),
)


def upgrade() -> None:
    for guard in _GUARDS:
        put_guard(op, guard)


def downgrade() -> None:
    for guard in _GUARDS:
        drop_guard(op, guard)
