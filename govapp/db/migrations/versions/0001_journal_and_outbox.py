"""The journal, which nobody can edit, and the outbox."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_event",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("previous", DigestHex, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("tag", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("result", sa.String(60), nullable=False),
        sa.Column("facts", JsonText, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_journal_event"),
        sa.UniqueConstraint("digest", name="uq_journal_event__digest"),
        sa.CheckConstraint("sequence >= 1", name="ck_journal_event__sequence"),
    )
    for column in ("tag", "subject", "actor"):
        op.create_index(f"ix_journal_event__{column}_sequence", "journal_event", [column, "sequence"])
    append_only(op, "journal_event")
    _create_outbox()


def _create_outbox() -> None:
    op.create_table(
        "outbox_message",
        sa.Column("id", Identity, nullable=False),
        sa.Column("message_key", sa.String(36), nullable=False),
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("to_address", sa.String(320), nullable=False),
        sa.Column("to_name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("facts", JsonText, nullable=False),
        sa.Column("subject_ref", sa.String(120), nullable=False),
        sa.Column("link_id", sa.BigInteger, nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("lease_until", UtcDateTime, nullable=True),
        sa.Column("sent_at", UtcDateTime, nullable=True),
        sa.Column("last_error", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_message"),
        sa.UniqueConstraint("message_key", name="uq_outbox_message__message_key"),
        sa.CheckConstraint("state IN ('waiting', 'sending', 'sent', 'dead')", name="ck_outbox_message__state"),
    )
    op.create_index("ix_outbox_message__state_due_at", "outbox_message", ["state", "due_at"])
    op.create_index("ix_outbox_message__subject_ref", "outbox_message", ["subject_ref"])
    op.create_table(
        "outbox_server",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("down_since", UtcDateTime, nullable=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("next_try_at", UtcDateTime, nullable=True),
        sa.Column("last_error", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_server"),
    )


def downgrade() -> None:
    op.drop_table("outbox_server")
    op.drop_table("outbox_message")
    drop_append_only(op, "journal_event")
    op.drop_table("journal_event")
