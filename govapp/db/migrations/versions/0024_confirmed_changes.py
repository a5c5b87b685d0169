"""Who recorded an e-mail address is kept, and a second person can confirm what was recorded after a list was frozen."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("party_email", sa.Column("actor", sa.String(40), nullable=False, server_default=""))
    op.create_table(
        "fact_confirmation",
        sa.Column("id", Identity, nullable=False),
        sa.Column("fact", sa.String(20), nullable=False),
        sa.Column("fact_id", sa.BigInteger, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("confirmed_at", UtcDateTime, nullable=False),
        sa.Column("confirmed_by", sa.String(40), nullable=False),
        sa.Column("confirmed_by_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_fact_confirmation__party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_fact_confirmation"),
        sa.UniqueConstraint("fact", "fact_id", name="uq_fact_confirmation__fact_fact_id"),
    )
    append_only(op, "fact_confirmation")


def downgrade() -> None:
    drop_append_only(op, "fact_confirmation")
    op.drop_table("fact_confirmation")
    op.drop_column("party_email", "actor")
