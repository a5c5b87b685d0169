"""The statutes as dated versions of a profile, beginning with what the law says by default."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import rfc8785
import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.types import DigestHex, JsonText, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# As it was when this revision was new: later programs may know other defaults, and this database keeps its own.
LEGAL_DEFAULTS = Path(__file__).parent.parent / "legal_defaults_v1.json"


def upgrade() -> None:
    table = op.create_table(
        "statutes_version",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=True),
        sa.Column("profile", JsonText, nullable=False),
        sa.Column("digest", DigestHex, nullable=False),
        sa.Column("decided_on", sa.Date, nullable=False),
        sa.Column("decided_by", sa.String(20), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_statutes_version"),
        sa.UniqueConstraint("first_day", name="uq_statutes_version__first_day"),
        sa.CheckConstraint("last_day >= first_day", name="ck_statutes_version__days"),
    )
    profile = json.loads(LEGAL_DEFAULTS.read_text(encoding="utf-8"))
    beginning = date(1900, 1, 1)
    op.bulk_insert(
        table,
        [
            {
                "number": 1,
                "first_day": beginning,
                "last_day": None,
                "profile": profile,
                "digest": hashlib.sha256(rfc8785.dumps(profile)).hexdigest(),
                "decided_on": beginning,
                "decided_by": "assembly",
                "reference": "Code of companies and associations",
                "reason": "What holds where the statutes are silent",
                "recorded_at": datetime.now(UTC),
                "recorded_by": "GovApp",
            }
        ],
    )
    append_only(op, "statutes_version")


def downgrade() -> None:
    drop_append_only(op, "statutes_version")
    op.drop_table("statutes_version")
