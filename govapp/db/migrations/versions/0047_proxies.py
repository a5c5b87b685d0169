"""Proxies on paper or by mail: one officer records, another confirms, and the holder votes with the giver's right."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLES = ("proxy", "proxy_scan", "proxy_answer", "right_proxy", "proxy_end")


def upgrade() -> None:
    _create_recorded()
    op.create_table(
        "proxy_answer",
        sa.Column("proxy_id", Identity, nullable=False, autoincrement=False),
        sa.Column("recorded_by", sa.String(40), nullable=False),
        sa.Column("is_confirmed", sa.Boolean, nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False),
        sa.Column("answered_by", sa.String(40), nullable=False),
        sa.Column("answered_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("NOT is_confirmed OR answered_by <> recorded_by", name="ck_proxy_answer__two_people"),
        sa.ForeignKeyConstraint(["proxy_id"], ["proxy.id"], name="fk_proxy_answer__proxy_id"),
        sa.PrimaryKeyConstraint("proxy_id", name="pk_proxy_answer"),
    )
    op.create_table(
        "right_proxy",
        sa.Column("id", Identity, nullable=False),
        sa.Column("proxy_id", sa.BigInteger, nullable=False),
        sa.Column("entry_id", Identity, nullable=False),
        sa.Column("holder_id", Identity, nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name="fk_right_proxy__entry_id"),
        sa.ForeignKeyConstraint(["holder_id"], ["party.id"], name="fk_right_proxy__holder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_right_proxy"),
        sa.UniqueConstraint("proxy_id", "entry_id", name="uq_right_proxy__proxy_id_entry_id"),
    )
    op.create_index("ix_right_proxy__entry_id", "right_proxy", ["entry_id"])
    op.create_index("ix_right_proxy__holder_id", "right_proxy", ["holder_id"])
    op.create_table(
        "proxy_end",
        sa.Column("proxy_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("ended_at", UtcDateTime, nullable=False),
        sa.Column("ended_by", sa.String(40), nullable=False),
        sa.Column("ended_by_name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("proxy_id", name="pk_proxy_end"),
    )
    for table in TABLES:
        append_only(op, table)


def _create_recorded() -> None:
    op.create_table(
        "proxy",
        sa.Column("id", Identity, nullable=False),
        sa.Column("assembly_id", Identity, nullable=False),
        sa.Column("giver_id", Identity, nullable=False),
        sa.Column("holder_id", Identity, nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("signed_on", sa.Date, nullable=False),
        sa.Column("instructions", JsonText, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by", sa.String(40), nullable=False),
        sa.Column("recorded_by_name", sa.String(200), nullable=False),
        sa.CheckConstraint("giver_id <> holder_id", name="ck_proxy__two_people"),
        sa.CheckConstraint("channel IN ('paper', 'mail')", name="ck_proxy__channel"),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name="fk_proxy__assembly_id"),
        sa.ForeignKeyConstraint(["giver_id"], ["party.id"], name="fk_proxy__giver_id"),
        sa.ForeignKeyConstraint(["holder_id"], ["party.id"], name="fk_proxy__holder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proxy"),
    )
    for column in ("assembly_id", "giver_id", "holder_id"):
        op.create_index(f"ix_proxy__{column}", "proxy", [column])
    op.create_table(
        "proxy_scan",
        sa.Column("proxy_id", Identity, nullable=False, autoincrement=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("sha256", DigestHex, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["proxy_id"], ["proxy.id"], name="fk_proxy_scan__proxy_id"),
        sa.PrimaryKeyConstraint("proxy_id", name="pk_proxy_scan"),
    )


def downgrade() -> None:
    """Go back; the journal keeps who gave which proxy to whom, and that it was confirmed."""
    for table in reversed(TABLES):
        drop_append_only(op, table)
        op.drop_table(table)
