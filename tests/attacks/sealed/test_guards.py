"""With the program's own rights on the database: a locked agenda refuses change, on both databases."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.votes.service import CallOffAssembly, call_off_assembly
from govapp.db.append_only import triggers_found
from govapp.db.engine import Database
from govapp.db.guards import all_guards, faults_of_guards
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import ACCOUNTS, BALLOTS, Meeting, attach, counted, put_item, written
from tests.factories.tampering import without_triggers
from tests.schema import metadata

CHANGES = (
    'UPDATE assembly SET title = \'{"en":"Another"}\'',
    "UPDATE assembly SET held_on = '2026-07-01'",
    "UPDATE assembly SET is_second_meeting = NOT is_second_meeting",
    "UPDATE assembly SET place = 'Elsewhere'",
    "UPDATE assembly SET first_meeting_id = 1",
    "UPDATE assembly SET second_held_on = '2026-07-01'",
    "UPDATE assembly SET record_date = '2026-01-01'",
    "UPDATE assembly SET locked_at = NULL",
    "DELETE FROM assembly",
    "UPDATE agenda_item SET seats = 1",
    "DELETE FROM agenda_item",
    "UPDATE item_choice SET position = 5 - position",
    "DELETE FROM item_choice",
    "UPDATE agenda_item SET body = '{}' WHERE kind = 'information'",
    "UPDATE attached_document SET title = '{}'",
    "DELETE FROM attached_document",
    "INSERT INTO item_choice (item_id, position, label, note) SELECT item_id, 9, label, note FROM item_choice",
    "UPDATE vote SET rules = '{}'",
    "UPDATE vote SET roll_id = NULL, locked_at = NULL, rules = NULL",
    "UPDATE vote SET paper_uuid = 'another'",
    "DELETE FROM vote",
    "UPDATE vote_item SET seats = 1",
    "DELETE FROM vote_item",
)


@pytest.fixture(autouse=True)
def _all_tables() -> None:
    metadata()


def change(meeting: Meeting, statement: str) -> None:
    with meeting.at() as work:
        work.session.execute(text(statement))


@pytest.mark.parametrize("statement", CHANGES)
def test_what_a_locked_vote_asks_cannot_be_changed(database: Database, clock: FixedClock, statement: str) -> None:
    meeting = written(database, clock)
    attach(meeting, None)
    meeting.lock()
    with pytest.raises(IntegrityError, match="locked: "):
        change(meeting, statement)


@pytest.mark.parametrize("statement", ["UPDATE document_file SET content = ''", "DELETE FROM document_file"])
def test_the_bytes_of_a_document_cannot_be_changed_at_all(
    database: Database, clock: FixedClock, statement: str
) -> None:
    meeting = written(database, clock)
    attach(meeting, None)
    with pytest.raises(IntegrityError, match="append-only: "):
        change(meeting, statement)


def test_after_the_count_it_still_cannot(database: Database, clock: FixedClock) -> None:
    meeting = counted(database, clock)
    with pytest.raises(IntegrityError, match="locked: UPDATE on item_choice is refused"):
        change(meeting, "UPDATE item_choice SET position = 5 - position")


def test_a_draft_and_an_agenda_whose_vote_was_cancelled_can_change(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    change(meeting, "UPDATE agenda_item SET seats = 1 WHERE kind = 'election'")
    meeting.lock()
    meeting.cancel()
    put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    assert len(meeting.items()) == 6


TAKING_BACK = (
    "UPDATE assembly SET locked_at = NULL",
    "UPDATE assembly SET called_off_at = created_at, call_off_reason = 'I do not like it'",
    "UPDATE assembly SET deleted_at = created_at",
    "UPDATE vote SET cancelled_at = locked_at, cancel_reason = 'I do not like it'",
    "UPDATE paper SET cancelled_at = sealed_at",
)


@pytest.mark.parametrize("statement", TAKING_BACK)
def test_after_the_first_ballot_the_database_lets_nobody_take_it_back(
    database: Database, clock: FixedClock, statement: str
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    meeting.vote(*BALLOTS[:1])
    with pytest.raises(IntegrityError, match="locked: "):
        change(meeting, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vote SET cancelled_at = NULL, cancel_reason = '' WHERE locked_at IS NOT NULL",
        "UPDATE vote SET cancel_reason = 'Another reason' WHERE locked_at IS NOT NULL",
        "UPDATE paper SET cancelled_at = NULL",
        "UPDATE assembly SET called_off_at = NULL",
        "UPDATE assembly SET call_off_reason = 'Another reason'",
    ],
)
def test_what_was_taken_back_stays_so_with_its_reason(database: Database, clock: FixedClock, statement: str) -> None:
    meeting = written(database, clock)
    meeting.lock()
    with meeting.at() as work:
        call_off_assembly(work, CallOffAssembly(meeting.id, "The hall burned down"))
    with pytest.raises(IntegrityError, match="locked: "):
        change(meeting, statement)


def test_a_guard_that_was_taken_away_is_named(database: Database) -> None:
    with without_triggers(database, "vote_item") as connection:
        faults = list(faults_of_guards(connection, triggers_found(connection)))
    assert [fault.partition(":")[0] for fault in faults] == ["vote_item"] * 3
    with database.engine.connect() as connection:
        assert list(faults_of_guards(connection, triggers_found(connection))) == []


def test_a_guard_that_lets_everything_through_is_named(database: Database) -> None:
    guard = next(each for each in all_guards() if each.name == "agenda_item_locked_update")
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.execute(text(f"DROP TRIGGER {guard.name}"))
            connection.execute(
                text(f"CREATE TRIGGER {guard.name} BEFORE UPDATE ON agenda_item WHEN 1 = 0 BEGIN SELECT 1; END")
            )
        else:
            body = "BEGIN RETURN NEW; END"
            connection.execute(
                text(f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
            )
    with database.engine.connect() as connection:
        (fault,) = faults_of_guards(connection, triggers_found(connection))
    assert "agenda_item_locked_update is not what it should be" in fault
