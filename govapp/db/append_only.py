"""Tables whose rows the database itself refuses to change or delete, and whether it still does."""

from collections.abc import Iterator
from typing import Protocol

from sqlalchemy import Connection, text

from govapp.db.base import AppendOnly, Base


class Operations(Protocol):
    """What is used of `alembic.op`."""

    def get_bind(self) -> Connection:
        """Return the connection of the migration."""

    def execute(self, sqltext: str) -> None:
        """Run a statement."""


_BODY = """
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END """
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION govapp_append_only() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$
"""


def append_only(op: Operations, table: str) -> None:
    """Refuse UPDATE and DELETE on every row of `table` by triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
    for statement in _triggers(op.get_bind(), table).values():
        op.execute(statement)


def drop_append_only(op: Operations, table: str) -> None:
    """Take the triggers of `append_only` away again, before the table itself is dropped."""
    connection = op.get_bind()
    on_table = f" ON {table}" if connection.dialect.name == "postgresql" else ""
    for name in _triggers(connection, table):
        op.execute(f"DROP TRIGGER {name}{on_table}")


def append_only_tables() -> tuple[str, ...]:
    """Return the names of the tables whose models say that they are append-only."""
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return tuple(sorted(model.__tablename__ for model in models if issubclass(model, AppendOnly)))


def faults_of_triggers(connection: Connection) -> Iterator[str]:
    """Yield a sentence for each trigger of an append-only table that is missing, switched off or not what it should be.

    A trigger that was taken away and put back leaves no sign here: that is what anchors are for.
    """
    found = triggers_found(connection)
    for table in append_only_tables():
        for name, statement in _triggers(connection, table).items():
            if name not in found:
                yield f"{table}: the trigger {name} is missing; rows can be changed or deleted"
            elif not _is_the_same(connection, found[name], statement):
                yield f"{table}: the trigger {name} is not what it should be; rows can be changed or deleted"


def _triggers(connection: Connection, table: str) -> dict[str, str]:
    if connection.dialect.name == "postgresql":
        return {
            f"{table}_append_only": f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION govapp_append_only()",
            f"{table}_no_truncate": f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION govapp_append_only()",
        }
    return {
        f"{table}_no_{verb.lower()}": f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table} is refused'); END"
        for verb in ("UPDATE", "DELETE")
    }


def triggers_found(connection: Connection) -> dict[str, str]:
    """Return the definition of each trigger as the database has it; of one that is switched off, nothing.

    On PostgreSQL the body of its function belongs to it: one that does nothing would let everything through.
    """
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return {row.name: row.sql for row in rows}
    rows = connection.execute(
        text(
            "SELECT t.tgname AS name, t.tgenabled AS enabled, pg_get_triggerdef(t.oid) AS definition, p.prosrc AS body "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
        )
    )
    # tgenabled: O fires always but for replication, A fires always.
    return {row.name: f"{row.definition} {row.body}" if row.enabled in {"O", "A"} else "" for row in rows}


def _is_the_same(connection: Connection, found: str, statement: str) -> bool:
    if connection.dialect.name == "sqlite":
        return found == statement
    # PostgreSQL writes the definition anew: the order of the verbs is its own, and the table has its schema.
    definition, _, body = found.partition("govapp_append_only() ")
    words = set(definition.replace("public.", "").split())
    expected = statement.removesuffix("govapp_append_only()")
    return words == set(expected.split()) and body == _BODY
