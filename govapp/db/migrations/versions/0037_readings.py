"""Who read whose page of the register, by the day."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_reading",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_person_reading__party_id"),
        sa.PrimaryKeyConstraint("day", "actor", "party_id", name="pk_person_reading"),
    )
    op.create_index("ix_person_reading__party_id_day", "person_reading", ["party_id", "day"])
    append_only(op, "person_reading")


def downgrade() -> None:
    drop_append_only(op, "person_reading")
    op.drop_table("person_reading")
