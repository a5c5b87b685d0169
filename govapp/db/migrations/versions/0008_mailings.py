"""Letters to many people are mailings, written batch by batch; the worker leaves a sign of life."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import Identity, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATE = "ck_outbox_message__state"
BEFORE = ("waiting", "sending", "sent", "dead")
AFTER = (*BEFORE, "withdrawn")


def upgrade() -> None:
    _create_mailings()
    with op.batch_alter_table("outbox_message") as batch:
        # Letters that were written before belong to no mailing, and nothing is written to their readers again.
        batch.add_column(sa.Column("mailing_id", Identity, nullable=True))
        batch.add_column(sa.Column("place", sa.Integer, nullable=True))
        batch.create_foreign_key("fk_outbox_message__mailing_id", "outbox_mailing", ["mailing_id"], ["id"])
        batch.create_unique_constraint("uq_outbox_message__mailing_id_place", ["mailing_id", "place"])
        batch.create_index("ix_outbox_message__mailing_id_state", ["mailing_id", "state"])
        batch.drop_constraint(STATE, type_="check")
        batch.create_check_constraint(STATE, _one_of(AFTER))
    worker = op.create_table(
        "outbox_worker",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seen_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_worker"),
    )
    op.bulk_insert(worker, [{"id": 1, "seen_at": None}])


def downgrade() -> None:
    op.drop_table("outbox_worker")
    op.execute("UPDATE outbox_message SET state = 'dead', last_error = 'called off' WHERE state = 'withdrawn'")
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_constraint(STATE, type_="check")
        batch.create_check_constraint(STATE, _one_of(BEFORE))
        batch.drop_index("ix_outbox_message__mailing_id_state")
        batch.drop_constraint("uq_outbox_message__mailing_id_place", type_="unique")
        batch.drop_constraint("fk_outbox_message__mailing_id", type_="foreignkey")
        batch.drop_column("place")
        batch.drop_column("mailing_id")
    op.drop_table("outbox_mailing")


def _one_of(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(map(repr, states))})"


def _create_mailings() -> None:
    op.create_table(
        "outbox_mailing",
        sa.Column("id", Identity, nullable=False),
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("subject_ref", sa.String(120), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("cursor", sa.Integer, nullable=False),
        sa.Column("written", sa.Integer, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=True),
        sa.Column("finished_at", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_mailing"),
        sa.CheckConstraint("state IN ('writing', 'written', 'stopped')", name="ck_outbox_mailing__state"),
    )
    for column in ("state", "subject_ref"):
        op.create_index(f"ix_outbox_mailing__{column}", "outbox_mailing", [column])
