"""People and their e-mail addresses refuse UPDATE and DELETE: they decide who votes and where a link goes."""

from alembic import op

from govapp.db.append_only import append_only, drop_append_only

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("party", "party_email")


def upgrade() -> None:
    for table in TABLES:
        append_only(op, table)


def downgrade() -> None:
    for table in TABLES:
        drop_append_only(op, table)
