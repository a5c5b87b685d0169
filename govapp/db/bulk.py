"""Many rows at once, without holding them all in memory."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Connection, Date, Dialect, Table, text
from sqlalchemy.types import TypeEngine

from govapp.db.base import Base
from govapp.db.uow import Work

CHUNK = 2000


def insert_all(work: Work, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Insert `rows`, which all have the same columns, into the table of `model`, some thousands per statement.

    Nothing is returned, and no value is made up in Python.
    """
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        _insert(work.session.connection(), cast("Table", model.__table__), chunk)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    # Values are prepared for the driver a column at a time; row by row, as a statement of the library does it, half of
    # the time of an import goes there.
    names, dialect = tuple(rows[0]), connection.dialect
    quote = dialect.identifier_preparer.quote
    into = f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, names))})"
    columns = [_prepared(table.c[name].type, dialect, map(itemgetter(name), rows)) for name in names]
    if dialect.name == "sqlite":
        marks = ", ".join("?" for _ in names)
        connection.exec_driver_sql(f"{into} VALUES ({marks})", list(zip(*columns, strict=True)))
        return
    # One statement for all rows: PostgreSQL takes an array for each column apart.
    arrays = ", ".join(f"%s::{_array_of(table.c[name].type, dialect)}" for name in names)
    statement = f"{into} SELECT * FROM unnest({arrays})"  # noqa: S608 - names and types of a model
    connection.exec_driver_sql(statement, tuple(map(list, columns)))


def _prepared(kind: TypeEngine[Any], dialect: Dialect, values: Iterable[Any]) -> Iterable[Any]:
    prepare = kind.dialect_impl(dialect).bind_processor(dialect)
    if prepare is None:
        return values
    # The same few days come again and again.
    return map(lru_cache(CHUNK)(prepare) if isinstance(kind, Date) else prepare, values)


def _array_of(kind: TypeEngine[Any], dialect: Dialect) -> str:
    # Without a length: what is too long is refused when it is stored, and a cast would cut it off.
    return f"{kind.compile(dialect=dialect).partition('(')[0]}[]"


def reserve_ids(work: Work, model: type[Base], count: int) -> range:
    """Return numbers for `count` new rows of a table, so that what is digested can name them before they are written.

    The caller holds the lock under which all rows of this table are written, and inserts these rows next.
    """
    table = model.__tablename__
    if not count:
        return range(0)
    if work.session.connection().dialect.name != "postgresql":
        last = work.session.scalar(text(f"SELECT max(id) FROM {table}")) or 0  # noqa: S608 - the name of a model
        return range(last + 1, last + 1 + count)
    # The sequence of the table moves on, so that whoever lets the database number a row gets a later number.
    moved = text("SELECT setval(:sequence, nextval(:sequence) + :more)")
    asked = {"sequence": f"{table}_id_seq", "more": count - 1}
    last = work.session.execute(moved, asked).scalar_one()
    return range(last - count + 1, last + 1)


def refresh_statistics(work: Work, *models: type[Base]) -> None:
    """Let PostgreSQL count what a table holds now, for whoever asks next.

    It plans a statement by what it counted last, and counts by itself a minute after many rows came in. Until then a
    list of all shareholders, planned for the empty table of before, takes hours instead of a second. SQLite plans by
    its indexes alone.
    """
    if work.session.connection().dialect.name == "postgresql":
        for model in models:
            work.session.execute(text(f"ANALYZE {model.__tablename__}"))
