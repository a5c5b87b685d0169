"""More time and an early closing: what the sealed paper allows, what is signed, and what tampering leaves behind."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from govapp.audit.models import JournalEntryRecord
from govapp.ballots import queries, service
from govapp.ballots.rules import ExtensionGround, PaperState
from govapp.ballots.rules.hours import utc_text
from govapp.ballots.rules.refusals import (
    AlreadyClosed,
    EarlyClosingNotAllowed,
    ExtensionNotAllowed,
    ExtensionReasonNeeded,
    ExtensionTooLong,
    ExtensionTooShort,
    NotOpenYet,
    VotingClosed,
)
from govapp.db.append_only import append_only, drop_append_only
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from pybelenios.archive.reader import read_archive
from pybelenios.election import read_election
from pybelenios.verifier.checks import verify
from pybelenios.window import closing_hour, event_holds, read_rule
from tests.factories.ballots import AGAINST, FOR, SECRETARY, Hall, decision, opened, prepared

REGISTRAR = Actor(ActorKind.OFFICER, 902, "Rita Claes", frozenset({Role.REGISTRAR}))
WHY = "The site could not be reached between two and three."


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    """Return an open paper with one decision, to which a day may be added."""
    return opened(database, clock, questions=(decision(),))


def extend(hall: Hall, until: datetime, reason: str = WHY, actor: Actor = SECRETARY) -> None:
    with hall.act(actor) as work:
        service.extend(work, service.Extend(hall.uuid, until, ExtensionGround.OUTAGE, reason))


def faults(hall: Hall) -> list[str]:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        return list(service.list_hours_faults(work.session, queries.get_paper(work.session, hall.uuid)))


def test_ballots_are_accepted_until_the_new_hour_and_not_at_it(hall: Hall) -> None:
    announced = hall.paper().closes_at
    extend(hall, announced + timedelta(hours=3))
    hall.clock.set(announced + timedelta(hours=2))
    hall.vote(0, FOR)
    late = hall.ballot(1, FOR)
    with pytest.raises(VotingClosed):
        hall.send(1, late, received_at=announced + timedelta(hours=3))
    assert hall.paper().announced_closes_at == announced
    assert hall.paper().ballots == 1


def test_an_extended_vote_gives_a_valid_archive_that_tells_of_it(hall: Hall) -> None:
    announced = hall.paper().closes_at
    hall.vote(0, FOR)
    extend(hall, announced + timedelta(hours=3))
    hall.vote(1, AGAINST)
    hall.close()
    report = verify(hall.archive())
    assert report.valid
    said = next(check.sentence for check in report.checks if check.name == "voting window")
    assert f"by secretary until {utc_text(announced + timedelta(hours=3))} ({WHY})" in said
    assert faults(hall) == []


def test_the_record_of_an_extension_is_signed_and_names_the_chain(hall: Hall) -> None:
    hall.vote(0, FOR)
    extend(hall, hall.paper().closes_at + timedelta(hours=1))
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        found = queries.get_paper(work.session, hall.uuid)
        (event,) = queries.list_window_events(work.session, found.id)
        line = work.session.scalars(select(JournalEntryRecord).where(JournalEntryRecord.tag == "paper:extended")).one()
    assembly = read_election(read_archive(hall.archive()).election).assembly or {}
    assert event_holds(event, str(assembly["receipt_key"]))
    assert (event.after.event, event.after.height) == (found.head, 1)
    assert closing_hour(read_rule(assembly["window"]), [event]) == utc_text(found.closes_at)
    assert (line.reason, line.facts["record"]) == (WHY, event.digest)


def test_an_early_closing_is_signed_with_its_public_reason(hall: Hall) -> None:
    hall.vote(0, FOR)
    hall.close("Everybody in the room has voted.")
    tally = read_archive(hall.archive()).tally
    assert tally is not None
    assert tally.window is not None
    (event,) = tally.window
    assert (event.is_early, event.by, event.reason) == (True, "secretary", "Everybody in the room has voted.")
    assert verify(hall.archive()).valid


def test_the_worker_closes_at_the_hour_that_counts(hall: Hall) -> None:
    announced = hall.paper().closes_at
    hall.vote(0, FOR)
    extend(hall, announced + timedelta(hours=1))
    hall.clock.set(announced + timedelta(hours=1))
    with hall.act(SYSTEM) as work:
        service.close_paper(work, hall.uuid)
    tally = read_archive(hall.archive()).tally
    assert tally is not None
    assert tally.window is not None
    assert [event.by for event in tally.window] == ["secretary", "clock"]
    assert verify(hall.archive()).valid


@pytest.mark.parametrize(
    ("later", "reason", "actor", "refusal"),
    [
        (timedelta(days=1, seconds=1), WHY, SECRETARY, ExtensionTooLong),
        (timedelta(0), WHY, SECRETARY, ExtensionTooShort),
        (timedelta(hours=1), "  ", SECRETARY, ExtensionReasonNeeded),
        (timedelta(hours=1), "x" * 501, SECRETARY, ExtensionReasonNeeded),
        (timedelta(hours=1), WHY, REGISTRAR, ExtensionNotAllowed),
        (timedelta(hours=1), WHY, SYSTEM, ExtensionNotAllowed),
    ],
)
def test_an_extension_that_is_not_allowed_changes_nothing(
    hall: Hall, later: timedelta, reason: str, actor: Actor, refusal: type[Refusal]
) -> None:
    announced = hall.paper().closes_at
    with pytest.raises(refusal):
        extend(hall, announced + later, reason, actor)
    assert hall.paper().closes_at == announced
    assert faults(hall) == []


def test_no_time_is_given_once_the_hour_has_come_or_the_box_is_closed(hall: Hall) -> None:
    until = hall.paper().closes_at + timedelta(hours=1)
    hall.clock.set(hall.paper().closes_at)
    with pytest.raises(AlreadyClosed):
        extend(hall, until)
    hall.close()
    with pytest.raises(AlreadyClosed):
        extend(hall, until)
    assert hall.paper().state is not PaperState.OPEN


def test_no_time_is_given_before_voting_opens_nor_where_the_paper_allows_none(
    database: Database, clock: FixedClock
) -> None:
    waiting = prepared(database, clock)
    with pytest.raises(NotOpenYet):
        extend(waiting, waiting.paper().closes_at + timedelta(hours=1))


def test_somebody_without_the_role_does_not_close_early(hall: Hall) -> None:
    for actor in (REGISTRAR, SYSTEM):
        with pytest.raises(EarlyClosingNotAllowed), hall.act(actor) as work:
            service.ask_early_closing(work, hall.uuid, "I am in a hurry.")
    assert hall.paper().state is PaperState.OPEN


# -- whoever has the database ------------------------------------------------------------------------------------------


def tampered(hall: Hall, statement: str, **values: object) -> None:
    """Change what is append-only: with its triggers dropped and made again."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    with hall.database.engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection))
        drop_append_only(op, "window_event")
        connection.execute(text(statement), values)
        append_only(op, "window_event")


def test_an_extension_taken_out_of_the_database_is_found(hall: Hall) -> None:
    extend(hall, hall.paper().closes_at + timedelta(hours=1))
    tampered(hall, "DELETE FROM window_event")
    assert faults(hall) == ["it closes at another hour than the record of its hours says"]


def test_a_ballot_that_came_under_a_dropped_extension_is_out_of_hours(hall: Hall) -> None:
    later = hall.paper().closes_at + timedelta(hours=1)
    extend(hall, later)
    hall.clock.set(later - timedelta(minutes=1))
    hall.vote(0, FOR)
    tampered(hall, "DELETE FROM window_event")
    found = faults(hall)
    assert "it closes at another hour than the record of its hours says" in found
    assert any("out of hours" in sentence for sentence in found)


def forge(body: bytes) -> bytes:
    return body.replace(b"between two and three", b"between two and nine!")


def move(body: bytes) -> bytes:
    return body.replace(b'"height":1', b'"height":2')


@pytest.mark.parametrize("change", [forge, move])
def test_a_record_forged_or_moved_in_the_database_is_found(hall: Hall, change: Callable[[bytes], bytes]) -> None:
    hall.vote(0, FOR)
    extend(hall, hall.paper().closes_at + timedelta(hours=1))
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        body = work.session.execute(text("SELECT body FROM window_event")).scalar_one()
    tampered(hall, "UPDATE window_event SET body = :body", body=change(bytes(body)))
    assert any("window signature" in sentence for sentence in faults(hall))
    hall.close()
    assert [fault.reason for fault in verify(hall.archive()).faults] == ["window signature"]
