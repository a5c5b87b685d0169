"""Each entry of the journal says in which version of its form it is digested; the table has the name of its rows."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex
from govapp.kernel.canonical import canonical_json, sha256_hex

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BATCH = 1000
# As they stand in the database: moments are text, facts are canonical JSON. A migration depends on no model of today.
COLUMNS = ("sequence", "previous", "digest", "at", "actor", "actor_name", "roles", "tag", "subject", "reason", "result")


def upgrade() -> None:
    _move("journal_event", "journal_entry", version=sa.Column("v", sa.SmallInteger, nullable=False))


def downgrade() -> None:
    # Lines of version 1 stay as they are: the older program finds that it cannot recompute them, and says at which line
    # they begin. Whoever comes back to this version has them verified again.
    _move("journal_entry", "journal_event")


def _move(old: str, new: str, version: sa.Column[int] | None = None) -> None:
    table = op.create_table(new, *_columns(), *([] if version is None else [version]), *_constraints(new))
    for rows in _batches(old):
        if version is not None:
            rows = [{**row, "v": _version_of(row)} for row in rows]  # noqa: PLW2901 - the same rows, completed
        op.bulk_insert(table, rows)
    drop_append_only(op, old)
    op.drop_table(old)
    for column in ("tag", "subject", "actor"):
        op.create_index(f"ix_{new}__{column}_sequence", new, [column, "sequence"])
    append_only(op, new)


def _columns() -> Iterator[sa.Column[Any]]:
    text: dict[str, sa.types.TypeEngine[Any]] = {
        "at": sa.String(27),
        "actor": sa.String(40),
        "actor_name": sa.String(200),
        "roles": sa.String(200),
        "tag": sa.String(60),
        "subject": sa.String(120),
        "reason": sa.Text(),
        "result": sa.String(60),
        "facts": sa.Text(),
    }
    yield sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False)
    yield from (sa.Column(name, DigestHex, nullable=False) for name in ("previous", "digest"))
    yield from (sa.Column(name, kind, nullable=False) for name, kind in text.items())


def _constraints(table: str) -> Iterator[sa.Constraint]:
    yield sa.PrimaryKeyConstraint("sequence", name=f"pk_{table}")
    yield sa.UniqueConstraint("digest", name=f"uq_{table}__digest")
    yield sa.CheckConstraint("sequence >= 1", name=f"ck_{table}__sequence")


def _batches(table: str) -> Iterator[list[dict[str, Any]]]:
    columns, last = ", ".join((*COLUMNS, "facts")), 0
    statement = sa.text(f"SELECT {columns} FROM {table} WHERE sequence > :last ORDER BY sequence LIMIT :batch")  # noqa: S608
    while rows := op.get_bind().execute(statement, {"last": last, "batch": BATCH}).mappings().all():
        yield [dict(row) for row in rows]
        last = rows[-1]["sequence"]


def _version_of(row: dict[str, Any]) -> int:
    """Return 0, or 1 for a line that a newer program wrote before somebody went back to the older one for a while."""
    members = {name: value for name, value in row.items() if name not in {"digest", "facts"}}
    written = canonical_json({**members, "facts": json.loads(row["facts"]), "v": 1})
    return int(row["digest"] == sha256_hex(written))
