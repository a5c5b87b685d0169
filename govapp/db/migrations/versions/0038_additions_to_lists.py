"""Two officers may add somebody to a frozen voting list until a vote on it opens."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.errors import ListsCannotGoBack
from govapp.db.guards import Guard, drop_guard, put_guard
from govapp.db.types import DigestHex, Identity, UtcDateTime

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_TABLES = ("roll_proposal", "roll_withdrawal", "roll_addition")
_NOT_OPENED = Guard(
    "roll_addition",
    "INSERT",
    "EXISTS (SELECT 1 FROM paper WHERE paper.roll_id = NEW.roll_id AND paper.opened_at IS NOT NULL "
    "AND paper.cancelled_at IS NULL)",
)
_STAY = ("assembly_id", "ordinal", "channel", "locked_at")
_BEFORE = Guard(
    "vote",
    "UPDATE",
    "OLD.locked_at IS NOT NULL",
    ("rules", "roll_id", "paper_uuid", "assembly_id", "ordinal", "channel", "locked_at"),
)
_AFTER = (
    Guard(
        "vote",
        "UPDATE",
        "OLD.locked_at IS NOT NULL",
        ("rules", "roll_id", *_STAY),
    ),
    Guard(
        "vote",
        "UPDATE",
        "OLD.locked_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM paper WHERE paper.uuid = OLD.paper_uuid "
        "AND paper.cancelled_at IS NOT NULL AND paper.opened_at IS NULL)",
        ("paper_uuid",),
    ),
)


def upgrade() -> None:
    op.create_table(
        "roll_proposal",
        sa.Column("id", Identity, nullable=False),
        sa.Column("roll_id", Identity, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("proposed_at", UtcDateTime, nullable=False),
        sa.Column("proposed_by", sa.String(40), nullable=False),
        sa.Column("proposed_by_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name="fk_roll_proposal__roll_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_roll_proposal__party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_roll_proposal"),
    )
    op.create_index("ix_roll_proposal__roll_id", "roll_proposal", ["roll_id"])
    op.create_table(
        "roll_withdrawal",
        sa.Column("proposal_id", Identity, nullable=False, autoincrement=False),
        sa.Column("withdrawn_at", UtcDateTime, nullable=False),
        sa.Column("withdrawn_by", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["roll_proposal.id"], name="fk_roll_withdrawal__proposal_id"),
        sa.PrimaryKeyConstraint("proposal_id", name="pk_roll_withdrawal"),
    )
    _create_additions()
    for table in _TABLES:
        append_only(op, table)
    drop_guard(op, _BEFORE)
    for guard in (_NOT_OPENED, *_AFTER):
        put_guard(op, guard)


def _create_additions() -> None:
    op.create_table(
        "roll_addition",
        sa.Column("id", Identity, nullable=False),
        sa.Column("roll_id", Identity, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("proposal_id", Identity, nullable=False),
        sa.Column("entry_id", Identity, nullable=False),
        sa.Column("proposed_by", sa.String(40), nullable=False),
        sa.Column("confirmed_by", sa.String(40), nullable=False),
        sa.Column("confirmed_by_name", sa.String(200), nullable=False),
        sa.Column("confirmed_at", UtcDateTime, nullable=False),
        sa.Column("ledger_sequence", sa.BigInteger, nullable=False),
        sa.Column("ledger_head", DigestHex, nullable=False),
        sa.Column("fact_sequence", sa.BigInteger, nullable=False),
        sa.Column("fact_head", DigestHex, nullable=False),
        sa.Column("previous", DigestHex, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.CheckConstraint("version >= 2", name="ck_roll_addition__version"),
        sa.CheckConstraint("confirmed_by <> proposed_by", name="ck_roll_addition__two_people"),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name="fk_roll_addition__roll_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["roll_proposal.id"], name="fk_roll_addition__proposal_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entry.id"], name="fk_roll_addition__entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_roll_addition"),
        sa.UniqueConstraint("roll_id", "version", name="uq_roll_addition__roll_id_version"),
        sa.UniqueConstraint("proposal_id", name="uq_roll_addition__proposal_id"),
        sa.UniqueConstraint("entry_id", name="uq_roll_addition__entry_id"),
    )


def downgrade() -> None:
    """Refuse to go back where somebody was added: the older form has no place for a second version of a list."""
    grown = op.get_bind().scalar(sa.text("SELECT min(roll_id) FROM roll_addition"))
    if grown is not None:
        raise ListsCannotGoBack(roll=str(grown))
    for guard in (*_AFTER, _NOT_OPENED):
        drop_guard(op, guard)
    put_guard(op, _BEFORE)
    for table in reversed(_TABLES):
        drop_append_only(op, table)
        op.drop_table(table)
