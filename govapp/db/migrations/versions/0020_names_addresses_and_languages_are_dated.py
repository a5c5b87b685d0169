"""Names, addresses and languages become dated facts: what is corrected stays readable beside the correction.

The present value of each person becomes the first fact, recorded when the person was, by whoever entered the first
shares or the first mandate. It holds from the start: nothing earlier was ever known.
"""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import Identity, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FACTS = {
    "party_name": {"name": sa.String(200), "given_name": sa.String(200), "search_name": sa.String(420)},
    "party_address": {
        "street": sa.String(200),
        "postcode": sa.String(20),
        "town": sa.String(120),
        "country": sa.String(2),
    },
    "party_language": {"language": sa.String(2)},
}
# What lists show and sort by, beside the figures.
KEPT = {
    "name": sa.String(200),
    "given_name": sa.String(200),
    "search_name": sa.String(420),
    "town": sa.String(120),
    "language": sa.String(2),
}
START = "0001-01-01"
_FIRST_ENTRY = "t.sequence = (SELECT min(l.sequence) FROM ledger_line l WHERE l.party_id = p.id)"
_FIRST_MANDATE = "r.id = (SELECT min(m.id) FROM representation m WHERE m.representative_id = p.id)"
_ACTOR = (
    f"COALESCE((SELECT t.actor FROM ledger_transaction t WHERE {_FIRST_ENTRY}), "  # noqa: S608 - constants
    f"(SELECT r.actor FROM representation r WHERE {_FIRST_MANDATE}), 'system')"
)
_ACTOR_NAME = f"COALESCE((SELECT t.actor_name FROM ledger_transaction t WHERE {_FIRST_ENTRY}), '')"  # noqa: S608


def upgrade() -> None:
    for table, columns in FACTS.items():
        _create(table, columns)
        names = ", ".join(columns)
        op.execute(
            f"INSERT INTO {table} (party_id, {names}, effective_date, recorded_at, actor, actor_name, reason) "  # noqa: S608 - constants
            f"SELECT p.id, {names}, '{START}', p.recorded_at, {_ACTOR}, {_ACTOR_NAME}, '' FROM party p ORDER BY p.id"
        )
        op.create_index(
            f"ix_{table}__party_id_effective_date_recorded_at", table, ["party_id", "effective_date", "recorded_at"]
        )
        append_only(op, table)
    for column, kind in KEPT.items():
        op.add_column("holding", sa.Column(column, kind, nullable=False, server_default=""))
    _copy("holding", "party", KEPT, "party.id = holding.party_id")
    op.create_index("ix_holding__search_name_shares", "holding", ["search_name", "shares"])
    op.drop_index("ix_party__search_name_number", "party")
    drop_append_only(op, "party")
    for columns in FACTS.values():
        for column in columns:
            op.drop_column("party", column)
    append_only(op, "party")


def _create(table: str, columns: dict[str, sa.String]) -> None:
    op.create_table(
        table,
        sa.Column("id", Identity, nullable=False),
        sa.Column("party_id", Identity, nullable=False),
        *(sa.Column(column, kind, nullable=False) for column, kind in columns.items()),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=f"fk_{table}__party_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _copy(target: str, source: str, columns: dict[str, sa.String], match: str) -> None:
    pairs = ", ".join(f"{column} = {source}.{column}" for column in columns)
    op.execute(f"UPDATE {target} SET {pairs} FROM {source} WHERE {match}")  # noqa: S608 - constants


def downgrade() -> None:
    _require_first_facts_only()
    drop_append_only(op, "party")
    for table, columns in FACTS.items():
        for column, kind in columns.items():
            op.add_column("party", sa.Column(column, kind, nullable=False, server_default=""))
        _copy("party", table, columns, f"{table}.party_id = party.id")
    op.create_index("ix_party__search_name_number", "party", ["search_name", "number"])
    append_only(op, "party")
    op.drop_index("ix_holding__search_name_shares", "holding")
    for column in KEPT:
        op.drop_column("holding", column)
    for table in FACTS:
        drop_append_only(op, table)
        op.drop_table(table)


def _require_first_facts_only() -> None:
    """Refuse to go back where something was corrected: the older form has no place for what it was before."""
    connection = op.get_bind()
    corrected = sum(
        connection.execute(sa.text(f"SELECT count(*) - count(DISTINCT party_id) FROM {table}")).scalar_one()  # noqa: S608
        for table in FACTS
    )
    if corrected:
        raise ValueError(
            f"{corrected} names, addresses or languages were corrected, which cannot be kept in the older form"
        )
