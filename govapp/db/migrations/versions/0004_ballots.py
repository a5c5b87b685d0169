"""Secret ballots: papers, keys, voting codes, the ballot box and the chain of events."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APPEND_ONLY = ("credential", "ballot", "ballot_nonce", "paper_event", "archive_record")


def upgrade() -> None:
    _create_papers()
    _create_seats()
    _create_box()
    _create_chain()
    for table in APPEND_ONLY:
        append_only(op, table)


def _create_papers() -> None:
    op.create_table(
        "paper",
        sa.Column("id", Identity, nullable=False),
        sa.Column("uuid", sa.String(22), nullable=False),
        sa.Column("subject_ref", sa.String(120), nullable=False),
        sa.Column("roll_id", Identity, nullable=False),
        sa.Column("name", JsonText, nullable=False),
        sa.Column("questions", JsonText, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("rules_digest", DigestHex, nullable=False),
        sa.Column("minimum_ballots", sa.Integer, nullable=False),
        sa.Column("opens_at", UtcDateTime, nullable=False),
        sa.Column("closes_at", UtcDateTime, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("prepared_at", UtcDateTime, nullable=False),
        sa.Column("sealed_at", UtcDateTime, nullable=True),
        sa.Column("opened_at", UtcDateTime, nullable=True),
        sa.Column("closed_at", UtcDateTime, nullable=True),
        sa.Column("counted_at", UtcDateTime, nullable=True),
        sa.Column("fingerprint", sa.String(43), nullable=False),
        sa.Column("head", DigestHex, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("voters", sa.Integer, nullable=False),
        sa.Column("ballots", sa.Integer, nullable=False),
        sa.Column("counted", sa.Integer, nullable=True),
        sa.Column("result", JsonText, nullable=True),
        sa.CheckConstraint(
            "state IN ('gathering_keys', 'ready', 'open', 'closed', 'counted')",
            name="ck_paper__state",
        ),
        sa.CheckConstraint("opens_at < closes_at", name="ck_paper__window"),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name="fk_paper__roll_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
        sa.UniqueConstraint("uuid", name="uq_paper__uuid"),
    )
    op.create_index("ix_paper__subject_ref", "paper", ["subject_ref"])
    op.create_index("ix_paper__state_closes_at", "paper", ["state", "closes_at"])


def _create_seats() -> None:
    op.create_table(
        "trustee_seat",
        sa.Column("id", Identity, nullable=False),
        sa.Column("paper_id", Identity, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("officer_id", Identity, nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=True),
        sa.Column("key_record", sa.LargeBinary, nullable=True),
        sa.Column("key_at", UtcDateTime, nullable=True),
        sa.Column("decrypted_at", UtcDateTime, nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_trustee_seat__officer_id"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_trustee_seat__paper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trustee_seat"),
        sa.UniqueConstraint("paper_id", "position", name="uq_trustee_seat__paper_id_position"),
        sa.UniqueConstraint("public_key", name="uq_trustee_seat__public_key"),
    )
    op.create_table(
        "credential",
        sa.Column("id", Identity, nullable=False),
        sa.Column("paper_id", Identity, nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("roll_entry_id", Identity, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_credential__paper_id"),
        sa.ForeignKeyConstraint(["roll_entry_id"], ["roll_entry.id"], name="fk_credential__roll_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_credential"),
        sa.UniqueConstraint("paper_id", "public_key", name="uq_credential__paper_id_public_key"),
        sa.UniqueConstraint("paper_id", "roll_entry_id", name="uq_credential__paper_id_roll_entry_id"),
    )


def _create_box() -> None:
    op.create_table(
        "ballot",
        sa.Column("id", Identity, nullable=False),
        sa.Column("paper_id", Identity, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("credential_id", Identity, nullable=False),
        sa.Column("tracker", sa.String(43), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name="fk_ballot__credential_id"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_ballot__paper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ballot"),
        sa.UniqueConstraint("paper_id", "height", name="uq_ballot__paper_id_height"),
        sa.UniqueConstraint("paper_id", "tracker", name="uq_ballot__paper_id_tracker"),
    )
    op.create_index("ix_ballot__credential_id_height", "ballot", ["credential_id", "height"])
    op.create_table(
        "ballot_nonce",
        sa.Column("paper_id", Identity, autoincrement=False, nullable=False),
        sa.Column("alpha", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_ballot_nonce__paper_id"),
        sa.PrimaryKeyConstraint("paper_id", "alpha", name="pk_ballot_nonce"),
    )


def _create_chain() -> None:
    op.create_table(
        "paper_event",
        sa.Column("paper_id", Identity, autoincrement=False, nullable=False),
        sa.Column("height", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("hash", DigestHex, nullable=False),
        sa.Column("parent", DigestHex, nullable=True),
        sa.Column("payload", DigestHex, nullable=True),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_paper_event__paper_id"),
        sa.PrimaryKeyConstraint("paper_id", "height", name="pk_paper_event"),
        sa.UniqueConstraint("hash", name="uq_paper_event__hash"),
    )
    op.create_table(
        "archive_record",
        sa.Column("paper_id", Identity, autoincrement=False, nullable=False),
        sa.Column("height", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_archive_record__paper_id"),
        sa.PrimaryKeyConstraint("paper_id", "height", "position", name="pk_archive_record"),
    )


def downgrade() -> None:
    for table in APPEND_ONLY:
        drop_append_only(op, table)
    for table in (
        "archive_record",
        "paper_event",
        "ballot_nonce",
        "ballot",
        "credential",
        "trustee_seat",
        "paper",
    ):
        op.drop_table(table)
