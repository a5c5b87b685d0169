"""Tables whose rows the database itself refuses to change or delete."""

from typing import Protocol

from sqlalchemy import Connection


class Operations(Protocol):
    """What is used of `alembic.op`."""

    def get_bind(self) -> Connection:
        """Return the connection of the migration."""

    def execute(self, sqltext: str) -> None:
        """Run a statement."""


_FUNCTION = """
CREATE OR REPLACE FUNCTION govapp_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def append_only(op: Operations, table: str) -> None:
    """Refuse UPDATE and DELETE on every row of `table` by triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION govapp_append_only()",
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION govapp_append_only()",
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table} is refused'); END",
        )


def drop_append_only(op: Operations, table: str) -> None:
    """Take the triggers of `append_only` away again, before the table itself is dropped."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{verb}")
