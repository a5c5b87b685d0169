"""Voting in the room, on paper or by a show of hands: marks on the voting list, and counts of two scrutineers."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, JsonText, UtcDateTime

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

KEPT = ("room_mark", "hands_waiver", "teller_count")


def upgrade() -> None:
    op.create_table(
        "room_mark",
        sa.Column("id", Identity, nullable=False),
        sa.Column("paper_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("roll_entry_id", Identity, nullable=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(5), nullable=False),
        sa.Column("acting_name", sa.String(401), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("marked_at", UtcDateTime, nullable=False),
        sa.Column("marked_by", sa.String(40), nullable=False),
        sa.Column("marked_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("number >= 1 AND place >= 1", name="ck_room_mark__number"),
        sa.CheckConstraint("channel IN ('paper', 'hands')", name="ck_room_mark__channel"),
        sa.CheckConstraint(
            "reason <> '' OR (place % 2 = 1 AND roll_entry_id IS NOT NULL)", name="ck_room_mark__reason"
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_room_mark__paper_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_room_mark__party_id"),
        sa.ForeignKeyConstraint(["roll_entry_id"], ["roll_entry.id"], name="fk_room_mark__roll_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_room_mark"),
        sa.UniqueConstraint("paper_id", "number", name="uq_room_mark__paper_id_number"),
        sa.UniqueConstraint("paper_id", "party_id", "place", name="uq_room_mark__paper_id_party_id_place"),
    )
    op.create_table(
        "hands_waiver",
        sa.Column("id", Identity, nullable=False),
        sa.Column("vote_id", Identity, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("waived_at", UtcDateTime, nullable=False),
        sa.Column("waived_by", sa.String(40), nullable=False),
        sa.Column("waived_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("reason <> ''", name="ck_hands_waiver__reason"),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name="fk_hands_waiver__vote_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hands_waiver"),
        sa.UniqueConstraint("vote_id", name="uq_hands_waiver__vote_id"),
    )
    op.create_table(
        "teller_count",
        sa.Column("id", Identity, nullable=False),
        sa.Column("vote_id", Identity, nullable=False),
        sa.Column("channel", sa.String(5), nullable=False),
        sa.Column("question", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("place", sa.SmallInteger, nullable=False),
        sa.Column("papers", sa.Integer, nullable=False),
        sa.Column("invalid", sa.Integer, nullable=False),
        sa.Column("figures", JsonText, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("counted_at", UtcDateTime, nullable=False),
        sa.Column("counted_by", sa.String(40), nullable=False),
        sa.Column("counted_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("channel IN ('paper', 'hands')", name="ck_teller_count__channel"),
        sa.CheckConstraint("question >= 0 AND round >= 1 AND place IN (1, 2)", name="ck_teller_count__place"),
        sa.CheckConstraint("papers >= 0 AND invalid >= 0 AND invalid <= papers", name="ck_teller_count__papers"),
        sa.CheckConstraint("round = 1 OR reason <> ''", name="ck_teller_count__reason"),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name="fk_teller_count__vote_id"),
        sa.PrimaryKeyConstraint("id", name="pk_teller_count"),
        sa.UniqueConstraint(
            "vote_id",
            "channel",
            "question",
            "round",
            "place",
            name="uq_teller_count__vote_id_channel_question_round_place",
        ),
        sa.UniqueConstraint(
            "vote_id",
            "channel",
            "question",
            "round",
            "counted_by",
            name="uq_teller_count__vote_id_channel_question_round_counted_by",
        ),
    )
    for table in KEPT:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(KEPT):
        drop_append_only(op, table)
        op.drop_table(table)
