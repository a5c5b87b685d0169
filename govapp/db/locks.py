"""Named locks that make use cases wait for each other."""

import hashlib

from sqlalchemy import text

from govapp.db.uow import Work


def lock(work: Work, name: str) -> None:
    """Hold the lock `name` until the transaction ends.

    PostgreSQL takes an advisory lock; SQLite needs none, since the write gate lets one writer in.
    Take the locks of the domain first; the journal takes its own last.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        work.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def stops_all_writers(work: Work) -> bool:
    """Tell whether everybody else who writes waits until this transaction ends, as in SQLite."""
    return work.session.get_bind().dialect.name == "sqlite"
