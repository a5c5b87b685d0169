"""A code from the desk opens the ballot of who stands there, ends earlier codes, and is told; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from govapp.accounts.service import CodeResult, try_code
from govapp.assembly.attendance.rules.refusals import NotAtTheDesk
from govapp.assembly.attendance.service.desk import CheckIn, check_in
from govapp.assembly.votes.queries.taking_part import get_roll_of_meeting
from govapp.assembly.votes.rules.desk_codes import CodeNeedsPresence, NoVoteNow
from govapp.assembly.votes.service.desk_codes import HandedOut, HandOutCode, hand_out_code
from govapp.audit.queries import Filter, list_entries
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from tests.factories.accounts import a_letter
from tests.factories.assembly import NADIA, Meeting, written
from tests.factories.shareholder_proxies import shareholder

DESK = 2


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = written(database, clock)
    found.lock()
    found.open()
    clock.set(found.vote_row().closes_at - timedelta(hours=1))
    return found


def arrived(meeting: Meeting, voter: int) -> None:
    with meeting.at() as work:
        roll_id = get_roll_of_meeting(work.session, meeting.id)
        check_in(work, CheckIn(meeting.id, roll_id, meeting.voters[voter], DESK))


def handed_out(meeting: Meeting, voter: int, actor: Actor = NADIA) -> HandedOut:
    with meeting.at(actor) as work:
        return hand_out_code(work, HandOutCode(meeting.id, meeting.voters[voter], DESK))


def tried(meeting: Meeting, code: str) -> CodeResult:
    with meeting.at(SYSTEM) as work:
        return try_code(work, code, "192.0.2.7")


def test_a_code_is_handed_out_with_its_arrival_told_and_ends_the_earlier_ones(meeting: Meeting) -> None:
    letter, _path = a_letter(
        meeting.database, meeting.clock.now(), subject_ref=f"holder:{meeting.voters[0]}", next_path="/my"
    )
    arrived(meeting, 0)
    found = handed_out(meeting, 0)
    assert tried(meeting, found.code.code).token == found.code.token
    again = handed_out(meeting, 0)
    assert again.code.code != found.code.code
    with meeting.at() as work:
        lines = [each for each in list_entries(work.session, Filter(), limit=20) if each.tag == "code:handed_out"]
        mails = list(work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "desk_code")))
    assert [each.facts["replaced"] for each in lines] == [1, 1]
    assert {each.facts["desk"] for each in lines} == {DESK} and {each.facts["entry"] for each in lines} == {1}
    assert all(code not in str(each.facts) for each in lines for code in (found.code.code, again.code.code))
    assert len(mails) == 2
    assert letter


def test_a_code_needs_an_officer_at_a_desk_a_person_there_and_an_open_vote(meeting: Meeting) -> None:
    with pytest.raises(CodeNeedsPresence):
        handed_out(meeting, 1)
    arrived(meeting, 1)
    with pytest.raises(NotAtTheDesk):
        handed_out(meeting, 1, shareholder(meeting.hall(), 1))
    meeting.clock.set(meeting.vote_row().closes_at)
    with pytest.raises(NoVoteNow):
        handed_out(meeting, 1)
