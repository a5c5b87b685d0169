"""Mails to everybody about an incident wait for a second officer: what was written, and what became of it."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, JsonText, UtcDateTime

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

TABLES = ("incident_mail_request", "incident_mail_answer")


def upgrade() -> None:
    op.create_table(
        "incident_mail_request",
        sa.Column("id", Identity, nullable=False),
        sa.Column("incident_id", Identity, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("subject", JsonText, nullable=False),
        sa.Column("body", JsonText, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("asked_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("place >= 1", name="ck_incident_mail_request__place"),
        sa.ForeignKeyConstraint(["incident_id"], ["vote_incident.id"], name="fk_incident_mail_request__incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incident_mail_request"),
        sa.UniqueConstraint("incident_id", "place", name="uq_incident_mail_request__incident_id_place"),
    )
    op.create_table(
        "incident_mail_answer",
        sa.Column("request_id", Identity, nullable=False, autoincrement=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False),
        sa.Column("answered_by", sa.String(40), nullable=False),
        sa.Column("answered_by_name", sa.String(200), nullable=False),
        sa.Column("message_id", Identity, nullable=True),
        sa.CheckConstraint("message_id IS NULL OR answered_by <> asked_by", name="ck_incident_mail_answer__two_people"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["incident_mail_request.id"], name="fk_incident_mail_answer__request_id"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["incident_message.id"], name="fk_incident_mail_answer__message_id"),
        sa.PrimaryKeyConstraint("request_id", name="pk_incident_mail_answer"),
        sa.UniqueConstraint("message_id", name="uq_incident_mail_answer__message_id"),
    )
    for table in TABLES:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(TABLES):
        drop_append_only(op, table)
        op.drop_table(table)
