"""Whoever owns the database names another asker, so that one officer confirms what he asked for himself."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from govapp.assembly.votes.service import CloseVoting, close_voting, confirm_early_closing
from govapp.audit.rules.requests import RequestChanged
from govapp.db.engine import Database
from govapp.kernel.actors import Actor
from govapp.kernel.clock import FixedClock
from govapp.shares.ledger.service import ReverseEntry, SetEmail, confirm_correction, correct_or_ask, set_email
from govapp.shares.rolls.queries import get_roll, list_changes
from govapp.shares.rolls.service import ConfirmChange, confirm_change
from tests.factories.assembly import NADIA, written
from tests.factories.ballots import FOR, Hall, decision, opened, scrutineers
from tests.factories.shares import LIEVE, REGISTRAR, registered, shares
from tests.factories.tampering import without_triggers


def change(database: Database, table: str, statement: str, **values: object) -> None:
    with without_triggers(database, table) as connection:
        connection.execute(text(statement), values)


def test_an_early_closing_with_another_asker_than_the_journal_is_not_confirmed(
    database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    holder, other = scrutineers(database, clock, 2)
    meeting.lock(holder, other)
    meeting.keys.make()
    meeting.open()
    with meeting.at() as work:
        close_voting(work, CloseVoting(meeting.id, "The hall has to be left"))
    change(database, "early_closing", "UPDATE early_closing SET asked_by = 'officer:999', asked_by_name = 'Somebody'")
    with pytest.raises(RequestChanged), meeting.at(holder) as work:
        confirm_early_closing(work, meeting.vote_row().prepared_paper_uuid)


def test_a_large_correction_with_another_asker_than_the_journal_is_not_written(
    database: Database, clock: FixedClock
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        holder_id = int(registered(work, LIEVE, first=shares(80)))
    clock.advance(timedelta(minutes=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        number = correct_or_ask(work, ReverseEntry(holder_id, 1, "A slip of mine"))
    assert number is not None
    change(database, "entry_correction", "UPDATE entry_correction SET asked_by = 'officer:999'")
    with pytest.raises(RequestChanged), database.unit_of_work(REGISTRAR, clock.now()) as work:
        confirm_correction(work, number)


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, questions=(decision(),))


def confirm_last(hall: Hall, actor: Actor) -> None:
    with hall.act(actor) as work:
        row = list_changes(work.session, get_roll(work.session, hall.roll_id))[-1]
        confirm_change(work, ConfirmChange(hall.roll_id, row.change.fact, row.change.fact_id))


def test_an_address_that_somebody_else_is_said_to_have_recorded_is_not_confirmed(hall: Hall) -> None:
    with hall.act(REGISTRAR) as work:
        set_email(work, SetEmail(hall.voters[1], "thief@mail.example"))
    statement = "UPDATE party_email SET actor = 'officer:999' WHERE address = :address"
    change(hall.database, "party_email", statement, address="thief@mail.example")
    with pytest.raises(RequestChanged):
        confirm_last(hall, REGISTRAR)


def test_a_confirmation_by_whoever_recorded_the_address_opens_no_ballot(hall: Hall) -> None:
    with hall.act(REGISTRAR) as work:
        set_email(work, SetEmail(hall.voters[1], "thief@mail.example"))
    confirm_last(hall, NADIA)
    hall.vote(1, FOR)
    change(
        hall.database,
        "fact_confirmation",
        "UPDATE fact_confirmation SET confirmed_by = (SELECT actor FROM party_email WHERE address = :address)",
        address="thief@mail.example",
    )
    with hall.act(REGISTRAR) as work:
        row = list_changes(work.session, get_roll(work.session, hall.roll_id))[-1]
    assert row.is_waiting
