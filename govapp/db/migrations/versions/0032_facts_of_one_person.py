"""What a vote asks about one person is found by an index: links by person and by hash, confirmations by person."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_fact_link__party_id", "fact_link", ["party_id"])
    op.create_index("ix_fact_link__hash", "fact_link", ["hash"])
    op.create_index("ix_fact_confirmation__party_id", "fact_confirmation", ["party_id"])


def downgrade() -> None:
    op.drop_index("ix_fact_confirmation__party_id", "fact_confirmation")
    op.drop_index("ix_fact_link__hash", "fact_link")
    op.drop_index("ix_fact_link__party_id", "fact_link")
