"""Many rows at once, without holding them all in memory."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Any, cast

from sqlalchemy import Connection, Date, Table, text

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
    columns: list[Iterable[Any]] = list(zip(*([row[name] for name in names] for row in rows), strict=True))
    for place, name in enumerate(names):
        kind = table.c[name].type
        prepare = kind.dialect_impl(dialect).bind_processor(dialect)
        if prepare is not None:
            # The same few days come again and again.
            columns[place] = map(lru_cache(CHUNK)(prepare) if isinstance(kind, Date) else prepare, columns[place])
    mark = "?" if dialect.name == "sqlite" else "%s"
    listed, marks = ", ".join(names), ", ".join(mark for _ in names)
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({listed}) VALUES ({marks})",  # noqa: S608 - names of a model
        list(zip(*columns, strict=True)),
    )


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
