"""Indexes from which the positions of any day are added up without touching the rows."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FACTS = ("party_category", "party_email", "representation")
POSITION = (
    "party_id",
    "effective_date",
    "recorded_at",
    "quantity",
    "paid_in_cents",
    "unit_price_cents",
    "sequence",
)


def upgrade() -> None:
    for table in FACTS:
        op.drop_index(f"ix_{table}__party_id_effective_date", table)
        columns = ["party_id", "effective_date", "recorded_at"]
        op.create_index(f"ix_{table}__party_id_effective_date_recorded_at", table, columns)
    op.drop_index("ix_ledger_entry__party_id_effective_date", "ledger_entry")
    op.create_index("ix_ledger_entry__position", "ledger_entry", POSITION)


def downgrade() -> None:
    op.drop_index("ix_ledger_entry__position", "ledger_entry")
    op.create_index("ix_ledger_entry__party_id_effective_date", "ledger_entry", ["party_id", "effective_date"])
    for table in FACTS:
        op.drop_index(f"ix_{table}__party_id_effective_date_recorded_at", table)
        op.create_index(f"ix_{table}__party_id_effective_date", table, ["party_id", "effective_date"])
