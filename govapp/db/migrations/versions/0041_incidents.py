"""Incidents of a vote, what was added to them, and what everybody who may vote was told: written once."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, JsonText, UtcDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLES = ("vote_incident", "incident_note", "incident_message")


def upgrade() -> None:
    op.create_table(
        "vote_incident",
        sa.Column("id", Identity, nullable=False),
        sa.Column("vote_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("happened", sa.Text, nullable=False),
        sa.Column("affected", sa.Text, nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.Column("reported_at", UtcDateTime, nullable=False),
        sa.Column("reported_by", sa.String(40), nullable=False),
        sa.Column("reported_by_name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_vote_incident__number"),
        sa.CheckConstraint("kind IN ('site', 'mail', 'document', 'other')", name="ck_vote_incident__kind"),
        sa.CheckConstraint("since <= reported_at", name="ck_vote_incident__since"),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name="fk_vote_incident__vote_id"),
        sa.PrimaryKeyConstraint("id", name="pk_vote_incident"),
        sa.UniqueConstraint("vote_id", "number", name="uq_vote_incident__vote_id_number"),
    )
    op.create_table(
        "incident_note",
        sa.Column("id", Identity, nullable=False),
        sa.Column("incident_id", Identity, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("ended_at", UtcDateTime, nullable=True),
        sa.Column("noted_at", UtcDateTime, nullable=False),
        sa.Column("noted_by", sa.String(40), nullable=False),
        sa.Column("noted_by_name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.CheckConstraint("place >= 1", name="ck_incident_note__place"),
        sa.CheckConstraint("ended_at <= noted_at", name="ck_incident_note__ended"),
        sa.ForeignKeyConstraint(["incident_id"], ["vote_incident.id"], name="fk_incident_note__incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incident_note"),
        sa.UniqueConstraint("incident_id", "place", name="uq_incident_note__incident_id_place"),
    )
    op.create_table(
        "incident_message",
        sa.Column("id", Identity, nullable=False),
        sa.Column("incident_id", Identity, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("mailing_id", Identity, nullable=False),
        sa.Column("subject", JsonText, nullable=False),
        sa.Column("body", JsonText, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("asked_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("place >= 1", name="ck_incident_message__place"),
        sa.ForeignKeyConstraint(["incident_id"], ["vote_incident.id"], name="fk_incident_message__incident_id"),
        sa.ForeignKeyConstraint(["mailing_id"], ["outbox_mailing.id"], name="fk_incident_message__mailing_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incident_message"),
        sa.UniqueConstraint("incident_id", "place", name="uq_incident_message__incident_id_place"),
        sa.UniqueConstraint("mailing_id", name="uq_incident_message__mailing_id"),
    )
    for table in TABLES:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(TABLES):
        drop_append_only(op, table)
        op.drop_table(table)
