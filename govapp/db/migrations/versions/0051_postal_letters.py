"""Letters on paper about a vote: what was printed for whom, and when it went to the post; written once."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLES = ("letter_batch", "postal_letter", "letter_posting")


def upgrade() -> None:
    op.create_table(
        "letter_batch",
        sa.Column("id", Identity, nullable=False),
        sa.Column("subject_ref", sa.String(120), nullable=False),
        sa.Column("roll_id", Identity, nullable=False),
        sa.Column("paper_uuid", sa.String(36), nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("made_by_name", sa.String(200), nullable=False),
        sa.Column("letters", sa.Integer, nullable=False),
        sa.Column("words", JsonText, nullable=False),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name="fk_letter_batch__roll_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_batch"),
    )
    op.create_index("ix_letter_batch__subject_ref", "letter_batch", ["subject_ref"])
    op.create_table(
        "postal_letter",
        sa.Column("id", Identity, nullable=False),
        sa.Column("batch_id", Identity, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("entry_id", Identity, nullable=False),
        sa.Column("link_id", Identity, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("name", sa.String(401), nullable=False),
        sa.Column("lines", JsonText, nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("postcode", sa.String(20), nullable=False),
        sa.Column("town", sa.String(120), nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["letter_batch.id"], name="fk_postal_letter__batch_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name="fk_postal_letter__entry_id"),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_postal_letter__link_id"),
        sa.PrimaryKeyConstraint("id", name="pk_postal_letter"),
        sa.UniqueConstraint("batch_id", "place", name="uq_postal_letter__batch_id_place"),
        sa.UniqueConstraint("batch_id", "entry_id", name="uq_postal_letter__batch_id_entry_id"),
        sa.UniqueConstraint("link_id", name="uq_postal_letter__link_id"),
    )
    op.create_index("ix_postal_letter__entry_id", "postal_letter", ["entry_id"])
    op.create_table(
        "letter_posting",
        sa.Column("id", Identity, nullable=False),
        sa.Column("batch_id", Identity, nullable=False),
        sa.Column("posted_on", sa.Date, nullable=False),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("noted_at", UtcDateTime, nullable=False),
        sa.Column("noted_by", sa.String(40), nullable=False),
        sa.Column("noted_by_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["letter_batch.id"], name="fk_letter_posting__batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_posting"),
        sa.UniqueConstraint("batch_id", name="uq_letter_posting__batch_id"),
    )
    for table in TABLES:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(TABLES):
        drop_append_only(op, table)
        op.drop_table(table)
