"""Many rows at once, without holding them all in memory."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, insert, text

from govapp.db.base import Base
from govapp.db.uow import Work

CHUNK = 2000


def insert_all(work: Work, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Insert `rows` into the table of `model`, some thousands per statement; nothing is returned."""
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        # Into the table and not through the mapper, which would look at each row again.
        work.session.execute(insert(cast("Table", model.__table__)), chunk)


def refresh_statistics(work: Work, *models: type[Base]) -> None:
    """Let PostgreSQL count what a table holds now, for whoever asks next.

    It plans a statement by what it counted last, and counts by itself a minute after many rows came in. Until then a
    list of all shareholders, planned for the empty table of before, takes hours instead of a second. SQLite plans by
    its indexes alone.
    """
    if work.session.connection().dialect.name == "postgresql":
        for model in models:
            work.session.execute(text(f"ANALYZE {model.__tablename__}"))
