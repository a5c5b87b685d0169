"""The register: persons, dated facts, the ledger of shares, voting lists, imports and exports."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, Identity, JsonText, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("party_category", "representation", "ledger_entry", "roll", "roll_entry", "roll_left_out")


def upgrade() -> None:
    _create_parties()
    _create_ledger()
    _create_rolls()
    _create_roll_lines()
    _create_transfers()
    for table in APPEND_ONLY:
        append_only(op, table)


def _create_parties() -> None:
    op.create_table(
        "party",
        sa.Column("id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("given_name", sa.String(200), nullable=False),
        sa.Column("search_name", sa.String(420), nullable=False),
        sa.Column("birth_date", sa.Date, nullable=True),
        sa.Column("gender", sa.String(1), nullable=False),
        sa.Column("company_number", sa.String(10), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("street", sa.String(200), nullable=False),
        sa.Column("postcode", sa.String(20), nullable=False),
        sa.Column("town", sa.String(120), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_party__number"),
        sa.PrimaryKeyConstraint("id", name="pk_party"),
        sa.UniqueConstraint("number", name="uq_party__number"),
    )
    op.create_index("ix_party__search_name_number", "party", ["search_name", "number"])
    op.create_table(
        "party_category",
        sa.Column("id", Identity, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("category", sa.String(10), nullable=False),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_party_category__party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_party_category"),
    )
    op.create_index("ix_party_category__party_id_effective_date", "party_category", ["party_id", "effective_date"])
    op.create_table(
        "party_email",
        sa.Column("id", Identity, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_party_email__party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_party_email"),
    )
    op.create_index("ix_party_email__party_id_effective_date", "party_email", ["party_id", "effective_date"])
    op.create_table(
        "representation",
        sa.Column("id", Identity, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("representative_id", Identity, nullable=True),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_representation__party_id"),
        sa.ForeignKeyConstraint(["representative_id"], ["party.id"], name="fk_representation__representative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_representation"),
    )
    op.create_index("ix_representation__party_id_effective_date", "representation", ["party_id", "effective_date"])
    op.create_index("ix_representation__representative_id", "representation", ["representative_id"])


def _create_ledger() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("event", sa.String(30), nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("unit_price_cents", sa.BigInteger, nullable=False),
        sa.Column("paid_in_cents", sa.BigInteger, nullable=False),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("reverses", sa.BigInteger, nullable=True),
        sa.Column("previous_hash", DigestHex, nullable=False),
        sa.Column("hash", DigestHex, nullable=False),
        sa.CheckConstraint("(quantity < 0) = (reverses IS NOT NULL)", name="ck_ledger_entry__negative_names_entry"),
        sa.CheckConstraint("quantity <> 0", name="ck_ledger_entry__quantity"),
        sa.CheckConstraint("sequence >= 1", name="ck_ledger_entry__sequence"),
        sa.CheckConstraint("unit_price_cents > 0", name="ck_ledger_entry__unit_price_cents"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_ledger_entry__party_id"),
        sa.ForeignKeyConstraint(["reverses"], ["ledger_entry.sequence"], name="fk_ledger_entry__reverses"),
        sa.PrimaryKeyConstraint("sequence", name="pk_ledger_entry"),
        sa.UniqueConstraint("hash", name="uq_ledger_entry__hash"),
        sa.UniqueConstraint("reverses", name="uq_ledger_entry__reverses"),
    )
    op.create_index("ix_ledger_entry__party_id_effective_date", "ledger_entry", ["party_id", "effective_date"])
    op.create_index("ix_ledger_entry__recorded_at", "ledger_entry", ["recorded_at"])
    op.create_table(
        "holding",
        sa.Column("party_id", Identity, autoincrement=False, nullable=False),
        sa.Column("shares", sa.Integer, nullable=False),
        sa.Column("paid_in_cents", sa.BigInteger, nullable=False),
        sa.Column("paid_shares", sa.Integer, nullable=False),
        sa.Column("since", sa.Date, nullable=True),
        sa.Column("category", sa.String(10), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_holding__party_id"),
        sa.PrimaryKeyConstraint("party_id", name="pk_holding"),
    )
    op.create_index("ix_holding__category", "holding", ["category"])
    op.create_index("ix_holding__email", "holding", ["email"])
    op.create_index("ix_holding__shares", "holding", ["shares"])
    op.create_index("ix_holding__since", "holding", ["since"])


def _create_rolls() -> None:
    op.create_table(
        "roll",
        sa.Column("id", Identity, nullable=False),
        sa.Column("record_date", sa.Date, nullable=False),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("frozen_at", UtcDateTime, nullable=False),
        sa.Column("frozen_by", sa.String(200), nullable=False),
        sa.Column("ledger_sequence", sa.BigInteger, nullable=False),
        sa.Column("ledger_head", DigestHex, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("counts", JsonText, nullable=False),
        sa.Column("left_out", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roll"),
    )


def _create_roll_lines() -> None:
    op.create_table(
        "roll_entry",
        sa.Column("id", Identity, nullable=False),
        sa.Column("roll_id", Identity, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String(401), nullable=False),
        sa.Column("exerciser", sa.String(401), nullable=False),
        sa.Column("category", sa.String(10), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_roll_entry__party_id"),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name="fk_roll_entry__roll_id"),
        sa.PrimaryKeyConstraint("id", name="pk_roll_entry"),
        sa.UniqueConstraint("roll_id", "party_id", name="uq_roll_entry__roll_id_party_id"),
        sa.UniqueConstraint("roll_id", "position", name="uq_roll_entry__roll_id_position"),
    )
    op.create_table(
        "roll_left_out",
        sa.Column("id", Identity, nullable=False),
        sa.Column("roll_id", Identity, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String(401), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_roll_left_out__party_id"),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name="fk_roll_left_out__roll_id"),
        sa.PrimaryKeyConstraint("id", name="pk_roll_left_out"),
        sa.UniqueConstraint("roll_id", "party_id", name="uq_roll_left_out__roll_id_party_id"),
    )


def _create_transfers() -> None:
    op.create_table(
        "staged_import",
        sa.Column("id", Identity, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("report", JsonText, nullable=False),
        sa.Column("staged_at", UtcDateTime, nullable=False),
        sa.Column("staged_by", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staged_import"),
    )
    op.create_index("ix_staged_import__digest", "staged_import", ["digest"])
    op.create_table(
        "register_export",
        sa.Column("id", Identity, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("purpose", sa.String(500), nullable=False),
        sa.Column("file_format", sa.String(4), nullable=False),
        sa.Column("filters", JsonText, nullable=False),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_until", UtcDateTime, nullable=False),
        sa.Column("holders", sa.Integer, nullable=False),
        sa.Column("shares", sa.Integer, nullable=False),
        sa.Column("ledger_head", DigestHex, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_register_export"),
    )


def downgrade() -> None:
    for table in APPEND_ONLY:
        drop_append_only(op, table)
    for table in (
        "register_export",
        "staged_import",
        "roll_left_out",
        "roll_entry",
        "roll",
        "holding",
        "ledger_entry",
        "representation",
        "party_email",
        "party_category",
        "party",
    ):
        op.drop_table(table)
