"""The bytes of documents and pictures are kept under their digest and never change."""

from alembic import op

from govapp.db.append_only import append_only, drop_append_only

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    append_only(op, "document_file")


def downgrade() -> None:
    drop_append_only(op, "document_file")
