"""Many rows at once, without holding them all in memory."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, insert

from govapp.db.base import Base
from govapp.db.uow import Work

CHUNK = 2000


def insert_all(work: Work, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Insert `rows` into the table of `model`, some thousands per statement; nothing is returned."""
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        # Into the table and not through the mapper, which would look at each row again.
        work.session.execute(insert(cast("Table", model.__table__)), chunk)
