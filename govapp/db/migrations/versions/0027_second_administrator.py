"""While a vote is under way, what lets somebody in waits for a second administrator."""

import sqlalchemy as sa
from alembic import op

from govapp.db.types import Identity, JsonText, UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_change",
        sa.Column("id", Identity, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("officer_id", Identity, nullable=True),
        sa.Column("details", JsonText, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", Identity, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("settled_at", UtcDateTime, nullable=True),
        sa.Column("settled_by", Identity, nullable=True),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.CheckConstraint("kind IN ('invite', 'grant', 'invite_again', 'reinstate')", name="ck_access_change__kind"),
        sa.CheckConstraint("outcome IN ('confirmed', 'withdrawn')", name="ck_access_change__outcome"),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="ck_access_change__settled"),
        sa.CheckConstraint("outcome <> 'confirmed' OR settled_by <> asked_by", name="ck_access_change__two_people"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_access_change__officer_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["officer.id"], name="fk_access_change__asked_by"),
        sa.ForeignKeyConstraint(["settled_by"], ["officer.id"], name="fk_access_change__settled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_access_change"),
    )


def downgrade() -> None:
    op.drop_table("access_change")
