"""What both databases promise: all or nothing, no write in a read, one writer after another, rows that stay."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from govapp.db.engine import Database
from govapp.db.locks import lock
from govapp.db.types import JsonText, UtcDateTime
from govapp.db.uow import Work, register_constraint
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Conflict

NOW = datetime(2026, 6, 1, 12, 0, 0, 123000, tzinfo=UTC)


class NameTaken(Conflict):
    """A refusal of this test."""

    code = "name_taken"


@pytest.fixture
def shelf(database: Database) -> Database:
    """Return a database with one small table of this test's own."""
    with database.unit_of_work(SYSTEM, NOW) as work:
        work.session.execute(
            text("CREATE TABLE shelf (n INTEGER NOT NULL, name TEXT CONSTRAINT uq_shelf__name UNIQUE)")
        )
    register_constraint("uq_shelf__name", NameTaken, "shelf.name")
    return database


def put(work: Work, n: int, name: str) -> None:
    work.session.execute(text("INSERT INTO shelf VALUES (:n, :name)"), {"n": n, "name": name})


def names(database: Database) -> list[str]:
    with database.read_only(SYSTEM, NOW) as work:
        return list(work.session.scalars(text("SELECT name FROM shelf ORDER BY n")))


def test_what_is_done_in_a_unit_of_work_is_there_after_it(shelf: Database) -> None:
    with shelf.unit_of_work(SYSTEM, NOW) as work:
        put(work, 1, "one")
    assert names(shelf) == ["one"]


def test_an_exception_takes_everything_back(shelf: Database) -> None:
    with pytest.raises(Conflict), shelf.unit_of_work(SYSTEM, NOW) as work:
        put(work, 1, "one")
        raise Conflict
    assert names(shelf) == []


def test_a_read_sees_one_moment_throughout(shelf: Database) -> None:
    count = text("SELECT count(*) FROM shelf")
    with shelf.read_only(SYSTEM, NOW) as reading:
        assert reading.session.scalar(count) == 0
        with shelf.unit_of_work(SYSTEM, NOW) as work:
            put(work, 1, "one")
        assert reading.session.scalar(count) == 0
    assert names(shelf) == ["one"]


def test_a_write_hidden_in_a_read_is_refused_by_the_database(shelf: Database) -> None:
    with pytest.raises(DBAPIError), shelf.read_only(SYSTEM, NOW) as work:
        put(work, 1, "one")
    assert names(shelf) == []


def test_the_same_connection_writes_again_after_a_read(shelf: Database) -> None:
    names(shelf)
    with shelf.unit_of_work(SYSTEM, NOW) as work:
        put(work, 1, "one")
    assert names(shelf) == ["one"]


def test_a_broken_constraint_is_told_as_its_own_refusal(shelf: Database) -> None:
    with shelf.unit_of_work(SYSTEM, NOW) as work:
        put(work, 1, "one")
    with pytest.raises(NameTaken), shelf.unit_of_work(SYSTEM, NOW) as work:
        put(work, 2, "one")


def test_writers_take_turns_and_none_is_lost(shelf: Database) -> None:
    def count_up() -> None:
        def use_case(work: Work) -> None:
            lock(work, "shelf")
            highest = work.session.scalar(text("SELECT COALESCE(MAX(n), 0) FROM shelf")) or 0
            put(work, highest + 1, f"number {highest + 1}")

        for _ in range(5):
            shelf.transact(SYSTEM, FixedClock(NOW), use_case)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(shelf) == [f"number {n}" for n in range(1, 21)]


def test_a_moment_and_a_value_come_back_as_they_went_in() -> None:
    moment, value = UtcDateTime(), JsonText()
    stored = moment.process_bind_param(NOW, None)  # type: ignore[arg-type]  # the dialect is not looked at
    assert moment.process_result_value(stored, None) == NOW  # type: ignore[arg-type]
    text_of = value.process_bind_param({"b": 1, "a": "é"}, None)  # type: ignore[arg-type]
    assert text_of == '{"a":"é","b":1}'
    assert value.process_result_value(text_of, None) == {"a": "é", "b": 1}  # type: ignore[arg-type]


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 6, 1), None)  # type: ignore[arg-type]  # noqa: DTZ001
