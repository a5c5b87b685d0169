"""Who read whose page: kept once a day and without the hour, told to the journal when the day is over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.shares.register.models import PersonReading
from govapp.shares.register.queries import check_register
from govapp.shares.register.queries.readings import count_readings, list_readings
from govapp.shares.register.service import note_reading, report_readings
from govapp.shares.tags import SharesTag
from govapp.worker import Notary
from tests.factories.shares import REGISTRAR, person, registered

AUDITOR = Actor(ActorKind.OFFICER, 8, "Audrey Walsh", frozenset({Role.AUDITOR}))


@pytest.fixture
def people(database: Database, clock: FixedClock) -> list[int]:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        return [registered(work), registered(work, person("D'Hondt", "Marie"))]


def read(database: Database, clock: FixedClock, actor: Actor, *people: int) -> None:
    for holder_id in people:
        with database.unit_of_work(actor, clock.now()) as work:
            note_reading(work, holder_id)


def told(database: Database) -> list[tuple[str, str, object, object]]:
    line = JournalEntryRecord
    statement = select(line.actor, line.subject, line.facts).where(line.tag == SharesTag.PEOPLE_READ.value)
    with database.engine.connect() as connection:
        rows = connection.execute(statement.order_by(line.sequence)).all()
    return [(actor, subject, facts["day"], facts["people"]) for actor, subject, facts in rows]


def report(database: Database, clock: FixedClock) -> int:
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        return report_readings(work)


def faults(database: Database, clock: FixedClock) -> list[str]:
    with database.read_only(REGISTRAR, clock.now()) as work:
        return [fault.code for fault in check_register(work.session).faults]


def test_a_page_is_noted_once_a_day_for_each_officer(database: Database, clock: FixedClock, people: list[int]) -> None:
    lieve, marie = people
    read(database, clock, REGISTRAR, lieve, lieve, marie)
    read(database, clock, AUDITOR, lieve)
    clock.advance(timedelta(days=1))
    read(database, clock, REGISTRAR, lieve)
    with database.read_only(AUDITOR, clock.now()) as work:
        rows = [(row.day, row.reader, row.number, row.name) for row in list_readings(work.session, limit=10)]
        of_marie = [(row.day, row.reader) for row in list_readings(work.session, marie, limit=10)]
        assert (count_readings(work.session), count_readings(work.session, lieve)) == (4, 3)
    assert rows == [
        (date(2026, 6, 2), "Sofie Claes", 1, "Lieve Peeters"),
        (date(2026, 6, 1), "Audrey Walsh", 1, "Lieve Peeters"),
        (date(2026, 6, 1), "Sofie Claes", 1, "Lieve Peeters"),
        (date(2026, 6, 1), "Sofie Claes", 2, "Marie D'Hondt"),
    ]
    assert of_marie == [(date(2026, 6, 1), "Sofie Claes")]


def test_the_journal_hears_of_a_day_when_it_is_over_and_of_nobody_by_name(
    database: Database, clock: FixedClock, people: list[int]
) -> None:
    read(database, clock, REGISTRAR, *people)
    read(database, clock, AUDITOR, people[0])
    assert (report(database, clock), told(database)) == (0, [])
    clock.advance(timedelta(days=2))
    assert report(database, clock) == 2
    assert report(database, clock) == 0
    assert told(database) == [
        ("system", "reader:7", "2026-06-01", 2),
        ("system", "reader:8", "2026-06-01", 1),
    ]
    read(database, clock, REGISTRAR, people[1])
    clock.advance(timedelta(days=1))
    assert report(database, clock) == 1
    assert told(database)[2:] == [("system", "reader:7", "2026-06-03", 1)]
    assert faults(database, clock) == []


def test_the_worker_tells_the_journal_before_the_state_of_the_day_is_signed(
    database: Database, clock: FixedClock, people: list[int]
) -> None:
    read(database, clock, REGISTRAR, *people)
    clock.advance(timedelta(days=1))
    Notary(database, clock, "Europe/Brussels").sign_today()
    assert len(told(database)) == 1


def test_nobody_changes_or_deletes_what_was_read(database: Database, clock: FixedClock, people: list[int]) -> None:
    read(database, clock, REGISTRAR, *people)
    for statement in (update(PersonReading).values(actor_name="Nobody"), delete(PersonReading)):
        with pytest.raises(DatabaseError, match="append-only"), database.unit_of_work(SYSTEM, clock.now()) as work:
            work.session.execute(statement)
    with database.read_only(AUDITOR, clock.now()) as work:
        assert work.session.scalar(select(func.count()).select_from(PersonReading)) == 2


def test_a_reading_that_was_put_in_later_is_named(database: Database, clock: FixedClock, people: list[int]) -> None:
    read(database, clock, REGISTRAR, people[0])
    clock.advance(timedelta(days=1))
    report(database, clock)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        row = {"day": date(2026, 6, 1), "party_id": people[1], "actor_name": "Sofie Claes"}
        work.session.add(PersonReading(actor="officer:7", **row))
        work.session.add(PersonReading(actor="officer:8", **row))
    assert faults(database, clock) == ["readings", "readings"]
