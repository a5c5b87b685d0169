"""Company numbers of other countries are longer than the ten digits of a Belgian one; the log of exports only grows."""

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _resize(20)
    append_only(op, "register_export")


def downgrade() -> None:
    drop_append_only(op, "register_export")
    _resize(10)


def _resize(length: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        using = f"company_number::varchar({length})"
        op.alter_column("party", "company_number", type_=sa.String(length), postgresql_using=using)
        return
    # SQLite cannot change a column, and the table cannot be made anew while others refer to it.
    op.add_column("party", sa.Column("resized", sa.String(length), nullable=False, server_default=""))
    op.execute("UPDATE party SET resized = company_number")
    op.drop_column("party", "company_number")
    op.alter_column("party", "resized", new_column_name="company_number")
