"""Key groups: several people hold the keys of an assembly together, and some of them are enough to open a count."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from govapp.db.append_only import append_only, drop_append_only
from govapp.db.guards import Guard, drop_guard, put_guard
from govapp.db.types import Identity, JsonText, UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "key_message",
    "key_verification",
    "key_request",
    "key_drill",
    "key_drill_answer",
    "key_drill_waiver",
)
GUARD = Guard(
    "key_group",
    "UPDATE",
    "EXISTS (SELECT 1 FROM paper WHERE paper.key_group_id = OLD.id AND paper.sealed_at IS NOT NULL)",
)
REFERENCES = (("paper", "key_group_id", "key_group"), ("trustee", "member_id", "key_member"))


def upgrade() -> None:
    for name, parts in _tables():
        op.create_table(name, *parts)
    op.create_index("ix_key_group__subject_ref", "key_group", ["subject_ref"])
    for table in APPEND_ONLY:
        append_only(op, table)
    integer = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    for table, column, target in REFERENCES:
        # In one statement: SQLite adds no constraint to a table that is there, and copying it would lose its triggers.
        constraint = f"CONSTRAINT fk_{table}__{column} REFERENCES {target} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {integer} {constraint}")
    put_guard(op, GUARD)


def downgrade() -> None:
    drop_guard(op, GUARD)
    for table, column, _ in REFERENCES:
        op.drop_column(table, column)
    for table in APPEND_ONLY:
        drop_append_only(op, table)
    for name, _ in reversed(tuple(_tables())):
        op.drop_table(name)


def _tables() -> Iterator[tuple[str, list[Any]]]:
    yield (
        "key_group",
        [
            sa.Column("id", Identity, nullable=False),
            sa.Column("uuid", sa.String(22), nullable=False),
            sa.Column("subject_ref", sa.String(120), nullable=False),
            sa.Column("name", JsonText, nullable=False),
            sa.Column("size", sa.SmallInteger, nullable=False),
            sa.Column("needed", sa.SmallInteger, nullable=False),
            sa.Column("attempt", sa.SmallInteger, nullable=False),
            sa.Column("made_at", UtcDateTime, nullable=False),
            sa.Column("formed_at", UtcDateTime, nullable=True),
            sa.Column("record", sa.LargeBinary, nullable=True),
            sa.CheckConstraint("needed >= 1 AND needed <= size AND size <= 9", name="ck_key_group__size"),
            sa.CheckConstraint("(formed_at IS NULL) = (record IS NULL)", name="ck_key_group__formed"),
            sa.PrimaryKeyConstraint("id", name="pk_key_group"),
            sa.UniqueConstraint("uuid", name="uq_key_group__uuid"),
        ],
    )
    yield (
        "key_member",
        [
            sa.Column("id", Identity, nullable=False),
            _reference("key_member", "group_id", "key_group"),
            sa.Column("position", sa.SmallInteger, nullable=False),
            _reference("key_member", "officer_id", "officer"),
            sa.Column("name", sa.String(200), nullable=False),
            sa.Column("joined_attempt", sa.SmallInteger, nullable=False),
            sa.Column("left_at", UtcDateTime, nullable=True),
            sa.Column("public_key", sa.String(64), nullable=True),
            sa.Column("key_at", UtcDateTime, nullable=True),
            sa.PrimaryKeyConstraint("id", name="pk_key_member"),
            sa.UniqueConstraint(
                "group_id", "position", "joined_attempt", name="uq_key_member__group_id_position_joined_attempt"
            ),
            sa.UniqueConstraint("public_key", name="uq_key_member__public_key"),
        ],
    )
    yield (
        "key_message",
        [
            _reference("key_message", "member_id", "key_member"),
            sa.Column("step", sa.String(20), nullable=False),
            sa.Column("attempt", sa.SmallInteger, nullable=False),
            sa.Column("body", sa.LargeBinary, nullable=False),
            sa.Column("said_at", UtcDateTime, nullable=False),
            sa.PrimaryKeyConstraint("member_id", "step", "attempt", name="pk_key_message"),
        ],
    )
    yield (
        "key_verification",
        [
            sa.Column("public_key", sa.String(64), nullable=False),
            _reference("key_verification", "member_id", "key_member"),
            sa.PrimaryKeyConstraint("public_key", name="pk_key_verification"),
        ],
    )
    yield (
        "key_request",
        [
            _reference("key_request", "member_id", "key_member"),
            sa.Column("step", sa.String(20), nullable=False),
            sa.Column("turn", sa.SmallInteger, nullable=False),
            sa.Column("asked_at", UtcDateTime, nullable=False),
            sa.PrimaryKeyConstraint("member_id", "step", "turn", name="pk_key_request"),
        ],
    )
    yield (
        "key_drill",
        [
            sa.Column("id", Identity, nullable=False),
            _reference("key_drill", "group_id", "key_group"),
            sa.Column("round", sa.SmallInteger, nullable=False),
            sa.Column("attempt", sa.SmallInteger, nullable=False),
            sa.Column("occasion", sa.String(10), nullable=False),
            sa.Column("nonce", sa.String(22), nullable=False),
            sa.Column("started_at", UtcDateTime, nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_key_drill"),
            sa.UniqueConstraint("group_id", "round", name="uq_key_drill__group_id_round"),
        ],
    )
    yield (
        "key_drill_answer",
        [
            _reference("key_drill_answer", "drill_id", "key_drill"),
            _reference("key_drill_answer", "member_id", "key_member"),
            sa.Column("body", sa.LargeBinary, nullable=False),
            sa.Column("answered_at", UtcDateTime, nullable=False),
            sa.PrimaryKeyConstraint("drill_id", "member_id", name="pk_key_drill_answer"),
        ],
    )
    yield (
        "key_drill_waiver",
        [
            _reference("key_drill_waiver", "drill_id", "key_drill"),
            sa.Column("reason", sa.Text, nullable=False),
            sa.Column("waived_at", UtcDateTime, nullable=False),
            sa.Column("waived_by", sa.String(40), nullable=False),
            sa.PrimaryKeyConstraint("drill_id", name="pk_key_drill_waiver"),
        ],
    )


def _reference(table: str, column: str, target: str) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}__{column}")
    return sa.Column(column, Identity, key, nullable=False)
