"""What the chair put on the screen of the hall; written once."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, UtcDateTime

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room_screen",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("item_id", Identity, nullable=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("chosen_by", sa.String(40), nullable=False),
        sa.Column("chosen_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_room_screen__number"),
        sa.CheckConstraint("choice IN ('item', 'result', 'break', 'steps')", name="ck_room_screen__choice"),
        sa.CheckConstraint("(choice IN ('item', 'result')) = (item_id IS NOT NULL)", name="ck_room_screen__item"),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_room_screen__assembly_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_room_screen__item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_room_screen"),
        sa.UniqueConstraint("assembly_id", "number", name="uq_room_screen__assembly_id_number"),
    )
    append_only(op, "room_screen")


def downgrade() -> None:
    drop_append_only(op, "room_screen")
    op.drop_table("room_screen")
