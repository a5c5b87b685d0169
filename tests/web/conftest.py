"""Pages are tried on one database: what they ask of it is tried on both by the use cases and by test_every_page."""

from collections.abc import Iterator

import pytest

from tests.databases import SqliteStore


@pytest.fixture
def store(sqlite: SqliteStore) -> Iterator[SqliteStore]:
    """Return where the empty, migrated database of this test is: SQLite."""
    yield sqlite
    sqlite.empty()
