"""The register of decisions and that of mandates."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, UtcDateTime

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

KEPT = ("decision_step", "mandate", "mandate_end")


def upgrade() -> None:
    op.create_table(
        "decision_step",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("vote", sa.Integer, nullable=False),
        sa.Column("item", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("stepped_at", UtcDateTime, nullable=False),
        sa.Column("stepped_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_decision_step__assembly_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decision_step"),
    )
    op.create_index("ix_decision_step__assembly_id_vote_item", "decision_step", ["assembly_id", "vote", "item"])
    op.create_table(
        "mandate",
        sa.Column("id", Identity, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("body", sa.String(10), nullable=False),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("term", sa.Integer, nullable=False),
        sa.Column("assembly_id", Identity),
        sa.Column("vote", sa.Integer),
        sa.Column("item", sa.Integer),
        sa.Column("choice", sa.Integer),
        sa.Column("origin", sa.String(1000), nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_mandate__assembly_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mandate"),
        sa.UniqueConstraint("assembly_id", "vote", "item", "choice", name="uq_mandate__assembly_id_vote_item_choice"),
    )
    op.create_table(
        "mandate_end",
        sa.Column("mandate_id", Identity, nullable=False),
        sa.Column("ended_on", sa.Date, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name="fk_mandate_end__mandate_id"),
        sa.PrimaryKeyConstraint("mandate_id", name="pk_mandate_end"),
    )
    for table in KEPT:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(KEPT):
        drop_append_only(op, table)
    op.drop_table("mandate_end")
    op.drop_table("mandate")
    op.drop_index("ix_decision_step__assembly_id_vote_item", "decision_step")
    op.drop_table("decision_step")
