"""A large correction of the register is asked for by one officer and confirmed by another."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Cents, Identity, UtcDateTime

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLES = ("entry_correction", "entry_correction_answer")


def upgrade() -> None:
    op.create_table(
        "entry_correction",
        sa.Column("id", Identity, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=True),
        sa.Column("unit_price_cents", Cents, nullable=True),
        sa.Column("paid_in_cents", Cents, nullable=True),
        sa.Column("effective_date", sa.Date, nullable=True),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("asked_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("quantity >= 1", name="ck_entry_correction__quantity"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_entry_correction__party_id"),
        sa.ForeignKeyConstraint(["sequence"], ["ledger_transaction.sequence"], name="fk_entry_correction__sequence"),
        sa.PrimaryKeyConstraint("id", name="pk_entry_correction"),
    )
    op.create_index("ix_entry_correction__sequence", "entry_correction", ["sequence"])
    op.create_table(
        "entry_correction_answer",
        sa.Column("correction_id", Identity, nullable=False, autoincrement=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False),
        sa.Column("answered_by", sa.String(40), nullable=False),
        sa.Column("answered_by_name", sa.String(200), nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=True),
        sa.CheckConstraint("entry IS NULL OR answered_by <> asked_by", name="ck_entry_correction_answer__two_people"),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["entry_correction.id"], name="fk_entry_correction_answer__correction_id"
        ),
        sa.ForeignKeyConstraint(["entry"], ["ledger_transaction.sequence"], name="fk_entry_correction_answer__entry"),
        sa.PrimaryKeyConstraint("correction_id", name="pk_entry_correction_answer"),
    )
    for table in TABLES:
        append_only(op, table)


def downgrade() -> None:
    """Go back; the entries keep the name of the second person, and the journal tells who asked and who confirmed."""
    for table in reversed(TABLES):
        drop_append_only(op, table)
        op.drop_table(table)
