"""The second meeting from a first without quorum, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from govapp.assembly.meeting.queries import find_second_meeting
from govapp.assembly.meeting.rules.calendar import earliest_meeting
from govapp.assembly.meeting.rules.refusals import (
    NoticeTooLate,
    QuorumNotFailed,
    SecondDayNotLater,
    SecondMeetingExists,
)
from govapp.assembly.votes.queries.results import find_counted
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.service import AssemblyDraft, MakeSecondMeeting, make_second_meeting
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.outbox.facts import restored
from govapp.outbox.models import OutboxMessage
from govapp.statutes.rules.profiles import MODEL_STATUTES
from tests.factories.assembly import FOR, NADIA, Meeting, draft, written
from tests.factories.quorums import NEW, OLD, SEAT, without_quorum

ANNOUNCED = date(2026, 6, 22)


def second_draft(first: Meeting, held_on: date | None = None) -> AssemblyDraft:
    today = first.clock.now().date()
    day = held_on or earliest_meeting(today, MODEL_STATUTES)
    return replace(draft(first.clock), title=Texts.same("Second meeting"), held_on=day, record_date=today)


def make_second(first: Meeting, head: AssemblyDraft) -> Meeting:
    with first.at() as work:
        number = make_second_meeting(work, MakeSecondMeeting(first.id, head))
    return Meeting(first.database, first.clock, number, first.voters)


@pytest.fixture
def first(database: Database, clock: FixedClock) -> Meeting:
    return without_quorum(database, clock)


def test_the_second_meeting_repeats_what_had_no_quorum_and_decides_with_those_who_came(first: Meeting) -> None:
    second = make_second(first, second_draft(first))
    row = second.row()
    assert (row.is_second_meeting, row.first_meeting_id) == (True, first.id)
    (item,) = second.items()
    assert (item.item.title, item.item.old_text, item.item.new_text) == (SEAT, OLD, NEW)
    assert [each.name for each in item.documents] == ["deed.pdf"]
    second.lock()
    (question,) = second.hall().paper().questions
    assert "No quorum is needed." in question.needed.as_dict()["en"], "the paper speaks of this meeting"
    second.open()
    second.vote(*[(FOR,)] * 7)
    second.close()
    with first.database.read_only(NADIA, first.clock.now()) as work:
        counted = find_counted(work.session, second.vote_row())
        known = find_second_meeting(work.session, first.id)
    assert counted is not None
    assert counted.verdicts[0].outcome is ItemOutcome.ADOPTED, "a second meeting needs no quorum here"
    assert known == second.row()
    rules = second.vote_row().rules or {}
    assert rules["meeting"]["first"] == first.id


def test_a_second_is_made_once_and_called_as_early_as_any_other(first: Meeting) -> None:
    early = second_draft(first, (first.clock.now() + timedelta(days=3)).date())
    with pytest.raises(NoticeTooLate) as refused:
        make_second(first, early)
    assert refused.value.params == {"earliest": early.record_date + timedelta(days=16)}
    second = make_second(first, second_draft(first))
    with pytest.raises(SecondMeetingExists) as again:
        make_second(first, replace(second_draft(first), title=Texts.same("Once more")))
    assert again.value.params == {"held_on": second.row().held_on}


def test_a_day_that_the_first_notice_announced_needs_no_new_term(database: Database, clock: FixedClock) -> None:
    first = without_quorum(database, clock, second_held_on=ANNOUNCED)
    rules = first.vote_row().rules or {}
    assert rules["meeting"]["second_on"] == ANNOUNCED.isoformat()
    with database.read_only(NADIA, clock.now()) as work:
        mails = work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "invitation")).all()
    assert mails
    assert all(restored(mail.facts["second_on"]) == ANNOUNCED for mail in mails), "the invitation says so too"
    assert make_second(first, second_draft(first, ANNOUNCED)).row().held_on == ANNOUNCED


def test_where_nothing_lacked_a_quorum_there_is_no_second_meeting(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    with pytest.raises(QuorumNotFailed):
        make_second(meeting, second_draft(meeting))


def test_an_announced_second_day_comes_after_the_first_and_a_second_meeting_announces_none(
    database: Database, clock: FixedClock
) -> None:
    day = draft(clock).held_on
    for head in ({"second_held_on": day}, {"second_held_on": day + timedelta(days=20), "is_second_meeting": True}):
        with pytest.raises(SecondDayNotLater):
            written(database, clock, **head)
