"""The holders of keys are trustees, in a table of that name; seats are those of a board of directors."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from govapp.db.types import Identity

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _move("trustee_seat", "trustee")


def downgrade() -> None:
    _move("trustee", "trustee_seat")


def _move(old: str, new: str) -> None:
    # A new table and not another name: SQLite cannot rename the constraints, and errors are told apart by those.
    table = op.create_table(new, *_columns(), *_constraints(new))
    source = sa.table(old, *(sa.column(column.name) for column in table.columns))
    rows = op.get_bind().execute(sa.select(source).order_by(source.c.id)).mappings()
    found = [dict(row) for row in rows]
    if found:
        op.bulk_insert(table, found)
    op.drop_table(old)
    if op.get_bind().dialect.name == "postgresql" and found:
        # Rows that bring their own numbers leave the counter of the new table where it began.
        op.execute(f"SELECT setval(pg_get_serial_sequence('{new}', 'id'), {max(row['id'] for row in found)})")


def _columns() -> Iterator[sa.Column[Any]]:
    yield sa.Column("id", Identity, nullable=False)
    yield sa.Column("paper_id", Identity, nullable=False)
    yield sa.Column("position", sa.Integer, nullable=False)
    yield sa.Column("officer_id", Identity, nullable=True)
    yield sa.Column("name", sa.String(200), nullable=False)
    yield sa.Column("public_key", sa.String(64), nullable=True)
    yield sa.Column("key_record", sa.LargeBinary, nullable=True)
    # As they stand in the database: moments are text.
    yield sa.Column("key_at", sa.String(27), nullable=True)
    yield sa.Column("decrypted_at", sa.String(27), nullable=True)


def _constraints(table: str) -> Iterator[sa.Constraint]:
    yield sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=f"fk_{table}__officer_id")
    yield sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=f"fk_{table}__paper_id")
    yield sa.PrimaryKeyConstraint("id", name=f"pk_{table}")
    yield sa.UniqueConstraint("paper_id", "position", name=f"uq_{table}__paper_id_position")
    yield sa.UniqueConstraint("public_key", name=f"uq_{table}__public_key")
