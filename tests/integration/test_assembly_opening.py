"""A vote opens by itself at its hour, by the worker; where something is missing the secretariat is told what, once."""

import pytest
from sqlalchemy import select

from govapp.accounts.queries import list_officers
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.service import LockVote, list_votes_to_open, lock_vote, tell_not_opened
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.rules import SERVER, Trustee
from govapp.ballots.rules.refusals import KeysMissing
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage
from govapp.worker import Timekeeper
from tests.factories.accounts import an_officer
from tests.factories.assembly import Meeting, written


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return a draft, with two secretaries who can be written to and an auditor."""
    an_officer(database, clock.now(), Role.SECRETARY, email="nadia@ambora.example", language=Language.NL)
    an_officer(database, clock.now(), Role.SECRETARY, email="karel@ambora.example", language=Language.FR)
    an_officer(database, clock.now(), Role.AUDITOR, email="omar@ambora.example")
    return written(database, clock)


def lock(meeting: Meeting, *holders: int, opens_itself: bool = True) -> None:
    seats = tuple(Trustee(each, "Els") for each in holders) or (SERVER,)
    with meeting.at() as work:
        lock_vote(work, LockVote(meeting.id, meeting.row().version, seats, opens_itself=opens_itself))


def scrutineer(meeting: Meeting) -> int:
    an_officer(meeting.database, meeting.clock.now(), Role.SCRUTINEER, email="els@ambora.example")
    with meeting.at() as work:
        found = list_officers(work.session, work.now)
    return next(each.id for each in found if each.email == "els@ambora.example")


def told(meeting: Meeting) -> list[tuple[str, str]]:
    with meeting.database.engine.connect() as connection:
        statement = select(OutboxMessage.to_address, OutboxMessage.facts).where(OutboxMessage.template == "not_opened")
        return [(row.to_address, str(row.facts)) for row in connection.execute(statement.order_by(OutboxMessage.id))]


def keeper(meeting: Meeting) -> Timekeeper:
    return Timekeeper(meeting.database, meeting.clock)


def test_the_worker_opens_a_vote_at_its_hour_and_not_before(meeting: Meeting) -> None:
    lock(meeting)
    assert keeper(meeting).open_due() == 0
    meeting.clock.set(meeting.vote_row().opens_at)
    assert keeper(meeting).open_due() == 1
    assert keeper(meeting).open_due() == 0
    assert meeting.vote_row().is_voting(meeting.clock.now())
    with meeting.at() as work:
        opened = select(JournalEntryRecord.actor).where(JournalEntryRecord.tag == AssemblyTag.ASSEMBLY_OPENED.value)
        assert list(work.session.scalars(opened)) == ["system"]
    assert told(meeting) == []


def test_a_vote_that_somebody_wants_to_open_waits_for_that_person(meeting: Meeting) -> None:
    lock(meeting, opens_itself=False)
    meeting.clock.set(meeting.vote_row().opens_at)
    assert keeper(meeting).open_due() == 0
    assert meeting.vote_row().state is VoteState.LOCKED


def test_without_all_keys_the_secretaries_are_told_once_what_is_missing(meeting: Meeting) -> None:
    lock(meeting, scrutineer(meeting))
    meeting.clock.set(meeting.vote_row().opens_at)
    assert keeper(meeting).open_due() == 0
    assert keeper(meeting).open_due() == 0
    assert [address for address, _ in told(meeting)] == ["nadia@ambora.example", "karel@ambora.example"]
    assert meeting.vote_row().state is VoteState.LOCKED


def test_what_opening_refuses_is_told_with_what_is_missing(meeting: Meeting) -> None:
    lock(meeting)
    meeting.clock.set(meeting.vote_row().opens_at)
    with meeting.at() as work:
        assert tell_not_opened(work, meeting.id, 1, KeysMissing()) == 2
        assert tell_not_opened(work, meeting.id, 1, KeysMissing()) == 0


def test_a_vote_whose_hours_have_passed_is_left_to_people(meeting: Meeting) -> None:
    lock(meeting)
    meeting.clock.set(meeting.vote_row().closes_at)
    with meeting.at() as work:
        assert list_votes_to_open(work) == ()
        assert tell_not_opened(work, meeting.id, 1) == 0
