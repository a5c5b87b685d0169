"""More time to vote and an early closing: the hours, the links, the mails and the journal of an assembly."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from govapp.accounts.models import Link
from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.assembly.votes.rules.states import NotYetPossible, VoteState
from govapp.assembly.votes.service import ExtendVoting, close_due, extend_voting
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.rules import ExtensionGround
from govapp.ballots.rules.refusals import ExtensionTooLong
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from pybelenios.verifier.checks import verify
from tests.factories.assembly import BALLOTS, NADIA, Meeting, written

WHY = "The site could not be reached on Tuesday."


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an open assembly, whose invitations are written."""
    found = written(database, clock)
    found.lock()
    found.open()
    return found


def extend(meeting: Meeting, later: timedelta = timedelta(hours=2)) -> int:
    until = meeting.vote_row().closes_at + later
    with meeting.at() as work:
        people = extend_voting(work, ExtendVoting(meeting.id, until, ExtensionGround.OUTAGE, WHY))
    meeting.write_letters()
    return people


def mails(meeting: Meeting, template: str) -> list[OutboxMessage]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        statement = select(OutboxMessage).where(OutboxMessage.template == template)
        return list(work.session.scalars(statement))


def test_everybody_who_may_vote_is_told_of_more_time_also_who_has_voted(meeting: Meeting) -> None:
    meeting.vote(*BALLOTS)
    assert extend(meeting) == len(meeting.voters)
    told = mails(meeting, "extension")
    assert len(told) == len(meeting.voters)
    assert {mail.facts["reason"] for mail in told} == {WHY}
    assert all(mail.link_id for mail in told)


def test_links_that_were_sent_work_until_the_new_hour(meeting: Meeting) -> None:
    extend(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        assert set(work.session.scalars(select(Link.expires_at))) == {meeting.vote_row().closes_at}


def test_the_worker_closes_at_the_new_hour_and_the_archive_tells_of_it(meeting: Meeting) -> None:
    announced = meeting.vote_row().closes_at
    meeting.vote(*BALLOTS)
    extend(meeting)
    meeting.clock.set(announced + timedelta(minutes=1))
    with meeting.at(SYSTEM) as work:
        assert close_due(work) == ()
    meeting.clock.set(announced + timedelta(hours=2, minutes=1))
    with meeting.at(SYSTEM) as work:
        assert close_due(work) == (meeting.vote_row().id,)
    assert mails(meeting, "early_closing") == []
    assert verify(meeting.hall().archive()).valid


def test_an_early_closing_is_mailed_with_its_reason(meeting: Meeting) -> None:
    meeting.vote(*BALLOTS)
    meeting.close("The chair has closed the vote.")
    meeting.write_letters()
    told = mails(meeting, "early_closing")
    assert len(told) == len(meeting.voters)
    assert {mail.facts["reason"] for mail in told} == {"The chair has closed the vote."}


def test_the_journal_says_who_gave_more_time_and_why(meeting: Meeting) -> None:
    extend(meeting)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        line = work.session.scalars(
            select(JournalEntryRecord).where(JournalEntryRecord.tag == "assembly:extended")
        ).one()
    assert (line.actor_name, line.reason) == (NADIA.name, WHY)


def test_more_time_than_the_sealed_rule_allows_changes_nothing(meeting: Meeting) -> None:
    announced = meeting.vote_row().closes_at
    with pytest.raises(ExtensionTooLong):
        extend(meeting, timedelta(days=1, seconds=1))
    assert meeting.vote_row().closes_at == announced
    assert meeting.hall().paper().closes_at == announced


def test_time_is_given_only_while_voting_is_open(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    with pytest.raises(NotYetPossible):
        extend(meeting)
    meeting.open()
    meeting.close()
    assert meeting.vote_row().state is not VoteState.OPEN
    with pytest.raises(AlreadyThere):
        extend(meeting)
