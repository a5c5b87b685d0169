"""Bureau, hours, arrivals and departures, items opened in the room: rows that stay as they were written."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, JsonText, UtcDateTime

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TABLES = ("bureau_appointment", "bureau_end", "meeting_hour", "attendance_entry", "item_moment")


def upgrade() -> None:
    op.create_table(
        "bureau_appointment",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("office", sa.String(12), nullable=False),
        sa.Column("party_id", Identity, nullable=True),
        sa.Column("name", sa.String(401), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by", sa.String(40), nullable=False),
        sa.Column("recorded_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_bureau_appointment__number"),
        sa.CheckConstraint("office IN ('chair', 'secretary', 'scrutineer')", name="ck_bureau_appointment__office"),
        sa.CheckConstraint("since <= recorded_at", name="ck_bureau_appointment__since"),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_bureau_appointment__assembly_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_bureau_appointment__party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bureau_appointment"),
        sa.UniqueConstraint("assembly_id", "number", name="uq_bureau_appointment__assembly_id_number"),
    )
    op.create_table(
        "bureau_end",
        sa.Column("id", Identity, nullable=False),
        sa.Column("appointment_id", Identity, nullable=False),
        sa.Column("ended_at", UtcDateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by", sa.String(40), nullable=False),
        sa.Column("recorded_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("ended_at <= recorded_at", name="ck_bureau_end__ended"),
        sa.ForeignKeyConstraint(["appointment_id"], ["bureau_appointment.id"], name="fk_bureau_end__appointment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bureau_end"),
        sa.UniqueConstraint("appointment_id", name="uq_bureau_end__appointment_id"),
    )
    op.create_table(
        "meeting_hour",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("hour", sa.String(10), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by", sa.String(40), nullable=False),
        sa.Column("recorded_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("hour IN ('opened', 'closed')", name="ck_meeting_hour__hour"),
        sa.CheckConstraint("at <= recorded_at", name="ck_meeting_hour__at"),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_meeting_hour__assembly_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_hour"),
        sa.UniqueConstraint("assembly_id", "hour", name="uq_meeting_hour__assembly_id_hour"),
    )
    op.create_table(
        "attendance_entry",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("move", sa.String(10), nullable=False),
        sa.Column("attending", sa.String(15), nullable=False),
        sa.Column("acting_name", sa.String(200), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("desk", sa.Integer, nullable=False),
        sa.Column("is_keyed_later", sa.Boolean, nullable=False),
        sa.Column("corrects", sa.Integer, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by", sa.String(40), nullable=False),
        sa.Column("recorded_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_attendance_entry__number"),
        sa.CheckConstraint("corrects < number", name="ck_attendance_entry__corrects"),
        sa.CheckConstraint("move IN ('arrived', 'left', 'struck')", name="ck_attendance_entry__move"),
        sa.CheckConstraint(
            "attending IN ('in_person', 'representative', 'remote')", name="ck_attendance_entry__attending"
        ),
        sa.CheckConstraint("at <= recorded_at", name="ck_attendance_entry__at"),
        sa.CheckConstraint("move <> 'struck' OR corrects IS NOT NULL", name="ck_attendance_entry__struck"),
        sa.CheckConstraint("corrects IS NULL OR reason <> ''", name="ck_attendance_entry__reason"),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_attendance_entry__assembly_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_attendance_entry__party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_entry"),
        sa.UniqueConstraint("assembly_id", "number", name="uq_attendance_entry__assembly_id_number"),
        sa.UniqueConstraint("assembly_id", "corrects", name="uq_attendance_entry__assembly_id_corrects"),
    )
    op.create_table(
        "item_moment",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("item_id", Identity, nullable=False),
        sa.Column("step", sa.String(10), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("is_quorum_met", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("figures", JsonText, nullable=False),
        sa.Column("recorded_by", sa.String(40), nullable=False),
        sa.Column("recorded_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_item_moment__number"),
        sa.CheckConstraint("step IN ('opened', 'closed')", name="ck_item_moment__step"),
        sa.CheckConstraint("is_quorum_met OR reason <> ''", name="ck_item_moment__reason"),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_item_moment__assembly_id"),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name="fk_item_moment__item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_item_moment"),
        sa.UniqueConstraint("assembly_id", "number", name="uq_item_moment__assembly_id_number"),
    )
    op.create_index("ix_attendance_entry__assembly_id_party_id", "attendance_entry", ["assembly_id", "party_id"])
    for table in TABLES:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(TABLES):
        drop_append_only(op, table)
        op.drop_table(table)
