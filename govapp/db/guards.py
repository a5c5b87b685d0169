"""Rows that the database itself refuses to change while something is locked, by triggers on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import Connection

from govapp.db.append_only import Operations
from govapp.db.base import Base

Verb = Literal["INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True)
class Guard:
    """One trigger: `verb` on `table` is refused where `condition` holds, a piece of SQL about OLD and NEW.

    With `columns` only an UPDATE that sets one of them is looked at.
    """

    table: str
    verb: Verb
    condition: str
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the name of the trigger, which is also that of its function on PostgreSQL."""
        return "_".join((self.table, "locked", self.verb.lower(), *self.columns[:1]))


class Guarded:
    """What a model is too whose rows are guarded: `guards` are the triggers of its table."""

    guards: ClassVar[tuple[Guard, ...]] = ()


def guards_of(table: str, condition: str) -> tuple[Guard, ...]:
    """Return the guards against every change of the rows of `table` for which `condition`, about ROW, holds."""
    old, new = condition.replace("ROW.", "OLD."), condition.replace("ROW.", "NEW.")
    return (
        Guard(table, "INSERT", new),
        Guard(table, "UPDATE", f"{old} OR {new}"),
        Guard(table, "DELETE", old),
    )


def all_guards() -> tuple[Guard, ...]:
    """Return the guards of all models, by name."""
    models = (mapper.class_ for mapper in Base.registry.mappers)
    found = (guard for model in models if issubclass(model, Guarded) for guard in model.guards)
    return tuple(sorted(found, key=lambda guard: guard.name))


def put_guard(op: Operations, guard: Guard) -> None:
    """Make the trigger of a guard."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        op.execute(f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $${_body(guard)}$$")
    op.execute(trigger_of(guard, is_postgresql=is_postgresql))


def drop_guard(op: Operations, guard: Guard) -> None:
    """Take the trigger of a guard away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {guard.name} ON {guard.table}")
        op.execute(f"DROP FUNCTION {guard.name}()")
    else:
        op.execute(f"DROP TRIGGER {guard.name}")


def faults_of_guards(connection: Connection, found: dict[str, str]) -> Iterator[str]:
    """Yield a sentence for each guard whose trigger is missing, switched off or not what it should be.

    `found` are the definitions of the triggers of the database, on PostgreSQL each with the body of its function.
    """
    for guard in all_guards():
        if guard.name not in found:
            yield f"{guard.table}: the trigger {guard.name} is missing; rows can be changed although they are locked"
        elif not _is_the_same(connection, guard, found[guard.name]):
            yield (
                f"{guard.table}: the trigger {guard.name} is not what it should be; "
                "rows can be changed although they are locked"
            )


def trigger_of(guard: Guard, *, is_postgresql: bool) -> str:
    """Return the statement that makes the trigger of a guard; on PostgreSQL it calls the function of the same name."""
    columns = f" OF {', '.join(guard.columns)}" if guard.columns else ""
    head = f"CREATE TRIGGER {guard.name} BEFORE {guard.verb}{columns} ON {guard.table} "
    if is_postgresql:
        return f"{head}FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    return f"{head}WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{_message(guard)}'); END"


def _body(guard: Guard) -> str:
    kept = "OLD" if guard.verb == "DELETE" else "NEW"
    return (
        f" BEGIN IF {guard.condition} THEN RAISE EXCEPTION '{_message(guard)}' USING ERRCODE = 'restrict_violation'; "
        f"END IF; RETURN {kept}; END "
    )


def _message(guard: Guard) -> str:
    return f"locked: {guard.verb} on {guard.table} is refused"


def _is_the_same(connection: Connection, guard: Guard, found: str) -> bool:
    if connection.dialect.name == "sqlite":
        return found == trigger_of(guard, is_postgresql=False)
    # PostgreSQL writes the definition anew, with the schema of the table and with quotes around words of its own.
    definition, _, body = found.partition(f"{guard.name}() ")
    expected = trigger_of(guard, is_postgresql=True).removesuffix(f"{guard.name}()")
    return definition.replace("public.", "").replace('"', "").split() == expected.split() and body == _body(guard)
