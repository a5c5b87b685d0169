"""The ledger holds transactions with lines: entries of the first stage become transactions of one line, version 0.

Their digests stay, so the chain goes on over the seam. The way back is open while every transaction can be written as
an entry: one line of an old type, and nothing said beside it for which the first stage had no column.
"""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.errors import CannotGoBack
from govapp.db.types import Cents, DigestHex, Identity, UtcDateTime
from govapp.kernel.canonical import canonical_json, sha256_hex

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

POSITION = ("party_id", "effective_date", "recorded_at", "quantity", "paid_in_cents", "unit_price_cents", "sequence")
OLD_TYPES = ("opening_balance", "issue", "correction_reversal")


def upgrade() -> None:
    _create_transactions()
    _create_lines()
    newer = _newer_entries()
    op.execute(
        "INSERT INTO ledger_transaction (sequence, version, type, effective_date, recorded_at, actor, actor_name, "
        "second_actor, second_actor_name, legal_basis, document_digest, reason, reference, reverses, previous_hash, "
        "hash) "
        "SELECT sequence, 0, event, effective_date, recorded_at, actor, actor_name, '', '', '', '', reason, reference, "
        "reverses, previous_hash, hash FROM ledger_entry ORDER BY sequence",
    )
    if newer is not None:
        op.execute(
            sa.text("UPDATE ledger_transaction SET version = 1 WHERE sequence >= :newer").bindparams(newer=newer)
        )
    op.execute(
        "INSERT INTO ledger_line (sequence, ordinal, party_id, share_class, quantity, unit_price_cents, paid_in_cents, "
        "claim_cents, counter_line, effective_date, recorded_at) "
        "SELECT sequence, 1, party_id, 'ordinary', quantity, unit_price_cents, paid_in_cents, 0, NULL, effective_date, "
        "recorded_at FROM ledger_entry ORDER BY sequence",
    )
    _recompute_paid_shares(
        "CASE WHEN SUM(paid_in_cents) >= SUM(quantity * unit_price_cents) THEN SUM(quantity) "
        "ELSE CAST(SUM(paid_in_cents) * SUM(quantity) AS BIGINT) "
        "/ CAST(SUM(quantity * unit_price_cents) AS BIGINT) END",
        "ledger_line",
    )
    op.create_index("ix_ledger_transaction__recorded_at", "ledger_transaction", ["recorded_at"])
    op.create_index("ix_ledger_line__position", "ledger_line", list(POSITION))
    append_only(op, "ledger_transaction")
    append_only(op, "ledger_line")
    drop_append_only(op, "ledger_entry")
    op.drop_table("ledger_entry")


def _recompute_paid_shares(figure: str, table: str) -> None:
    # What is paid counts for the whole position now: EUR 15 and EUR 15 pay one share. It counted entry by entry.
    op.execute(
        f"UPDATE holding SET paid_shares = (SELECT {figure} FROM {table} WHERE {table}.party_id = holding.party_id) "  # noqa: S608 - constants
        f"WHERE EXISTS (SELECT 1 FROM {table} WHERE {table}.party_id = holding.party_id)",
    )


def _create_transactions() -> None:
    op.create_table(
        "ledger_transaction",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("version", sa.SmallInteger, nullable=False),
        sa.Column("type", sa.String(30), nullable=False),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("second_actor", sa.String(40), nullable=False),
        sa.Column("second_actor_name", sa.String(200), nullable=False),
        sa.Column("legal_basis", sa.String(200), nullable=False),
        sa.Column("document_digest", DigestHex, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("reverses", sa.BigInteger, nullable=True),
        sa.Column("previous_hash", DigestHex, nullable=False),
        sa.Column("hash", DigestHex, nullable=False),
        sa.CheckConstraint("sequence >= 1", name="ck_ledger_transaction__sequence"),
        sa.ForeignKeyConstraint(["reverses"], ["ledger_transaction.sequence"], name="fk_ledger_transaction__reverses"),
        sa.PrimaryKeyConstraint("sequence", name="pk_ledger_transaction"),
        sa.UniqueConstraint("hash", name="uq_ledger_transaction__hash"),
        sa.UniqueConstraint("reverses", name="uq_ledger_transaction__reverses"),
    )


def _create_lines() -> None:
    op.create_table(
        "ledger_line",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        sa.Column("share_class", sa.String(20), nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("unit_price_cents", Cents, nullable=False),
        sa.Column("paid_in_cents", Cents, nullable=False),
        sa.Column("claim_cents", Cents, nullable=False),
        sa.Column("counter_line", sa.Integer, nullable=True),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("ordinal >= 1", name="ck_ledger_line__ordinal"),
        sa.CheckConstraint("unit_price_cents >= 0", name="ck_ledger_line__unit_price_cents"),
        sa.ForeignKeyConstraint(["sequence"], ["ledger_transaction.sequence"], name="fk_ledger_line__sequence"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_ledger_line__party_id"),
        sa.PrimaryKeyConstraint("sequence", "ordinal", name="pk_ledger_line"),
    )


def _newer_entries() -> int | None:
    """Return the first entry that came down from here, or None: its digest is one of version 1.

    An entry of the first stage that was forged is none: it stays version 0, and is found.
    """
    rows = op.get_bind().execute(
        sa.text("SELECT e.*, p.number FROM ledger_entry e JOIN party p ON p.id = e.party_id ORDER BY e.sequence"),
    )
    return next((int(row["sequence"]) for row in rows.mappings() if row["hash"] == _digest_of_version_1(row)), None)


def _digest_of_version_1(row: sa.RowMapping) -> str:
    line = {
        "holder": row["party_id"],
        "number": row["number"] or 0,
        "share_class": "ordinary",
        "quantity": row["quantity"],
        "unit_price_cents": row["unit_price_cents"],
        "paid_in_cents": row["paid_in_cents"],
        "claim_cents": 0,
        "counter_line": None,
    }
    same = ("sequence", "recorded_at", "actor", "actor_name", "reason", "reference", "reverses", "previous_hash")
    covered = {
        **{name: row[name] for name in same},
        "v": 1,
        "type": row["event"],
        "effective_date": str(row["effective_date"]),
        "second_actor": "",
        "second_actor_name": "",
        "legal_basis": "",
        "document_digest": "",
        "lines": [line],
    }
    return sha256_hex(canonical_json(covered))


def downgrade() -> None:
    _refuse_what_an_entry_cannot_say()
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
    op.execute(
        "INSERT INTO ledger_entry (sequence, event, party_id, quantity, unit_price_cents, paid_in_cents, "
        "effective_date, recorded_at, actor, actor_name, reason, reference, reverses, previous_hash, hash) "
        "SELECT t.sequence, t.type, l.party_id, l.quantity, l.unit_price_cents, l.paid_in_cents, t.effective_date, "
        "t.recorded_at, t.actor, t.actor_name, t.reason, t.reference, t.reverses, t.previous_hash, t.hash "
        "FROM ledger_transaction t JOIN ledger_line l ON l.sequence = t.sequence ORDER BY t.sequence",
    )
    op.create_index("ix_ledger_entry__position", "ledger_entry", list(POSITION))
    op.create_index("ix_ledger_entry__recorded_at", "ledger_entry", ["recorded_at"])
    append_only(op, "ledger_entry")
    _recompute_paid_shares("SUM(paid_in_cents / unit_price_cents)", "ledger_entry")
    for table in ("ledger_line", "ledger_transaction"):
        drop_append_only(op, table)
        op.drop_table(table)


def _refuse_what_an_entry_cannot_say() -> None:
    types = ", ".join(f"'{name}'" for name in OLD_TYPES)
    found = op.get_bind().scalar(
        sa.text(
            "SELECT min(t.sequence) FROM ledger_transaction t LEFT JOIN ledger_line l ON l.sequence = t.sequence "  # noqa: S608 - a constant
            f"WHERE t.type NOT IN ({types}) OR t.second_actor <> '' OR t.legal_basis <> '' OR t.document_digest <> '' "
            "OR l.sequence IS NULL OR l.ordinal <> 1 OR l.quantity = 0 OR l.share_class <> 'ordinary' "
            "OR l.claim_cents <> 0 OR l.counter_line IS NOT NULL",
        ),
    )
    if found is not None:
        raise CannotGoBack(entry=str(found))
