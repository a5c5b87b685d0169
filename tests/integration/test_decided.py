"""Decisions and mandates follow from announced results, and every step stays; on both databases."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from govapp.assembly.minutes.models import DecisionStepRecord, Mandate, MandateEndRecord
from govapp.assembly.minutes.queries.decided import (
    get_decision,
    get_mandate,
    list_decisions,
    list_elected,
    list_mandates,
)
from govapp.assembly.minutes.rules.decisions import (
    DecisionKey,
    DecisionNotFound,
    DecisionReasonMissing,
    DecisionState,
    FollowUp,
)
from govapp.assembly.minutes.rules.mandates import (
    ElectedPlace,
    MandateBody,
    MandateDaysReversed,
    MandateEnd,
    MandateEnded,
    MandateNameMissing,
    MandateNotFound,
    MandateRecorded,
)
from govapp.assembly.minutes.service.decided import (
    EndMandate,
    EnterMandate,
    StepDecision,
    end_mandate,
    enter_mandate,
    step_decision,
)
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import Meeting, counted
from tests.factories.tampering import tamper

START, UNTIL = date(2026, 6, 15), date(2030, 6, 15)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = counted(database, clock)
    with found.at() as work:
        assert list_decisions(work.session) == () and list_elected(work.session) == ()
    found.announce()
    return found


def step(meeting: Meeting, key: DecisionKey, wanted: FollowUp) -> None:
    with meeting.at() as work:
        step_decision(work, StepDecision(key, wanted))


def enter(meeting: Meeting, **changes: object) -> int:
    values = {"body": MandateBody.DIRECTOR, "started_on": START, "until": UNTIL, **changes}
    with meeting.at() as work:
        return enter_mandate(work, EnterMandate(**values))  # type: ignore[arg-type]


def test_an_adopted_item_is_a_decision_with_its_figures_and_its_course(meeting: Meeting) -> None:
    with meeting.at() as work:
        rows = list_decisions(work.session)
        announced = find_announcement(work.session, meeting.vote_row().id)
    accounts = next(each for each in rows if each.key.item == 2)
    assert announced is not None and accounts.digest == announced.digest and accounts.is_whole
    assert accounts.figures == {"for": 2, "against": 1, "abstain": 2}
    step(meeting, accounts.key, FollowUp("Nora", UNTIL))
    with pytest.raises(DecisionReasonMissing):
        step(meeting, accounts.key, FollowUp("Nora", UNTIL, DecisionState.DROPPED))
    step(meeting, accounts.key, FollowUp("Nora", None, DecisionState.DROPPED, "The bank refuses"))
    with pytest.raises(DecisionNotFound):
        step(meeting, DecisionKey(meeting.id, 1, 99), FollowUp("Nora"))
    with meeting.at() as work:
        found = get_decision(work.session, accounts.key)
        tags = work.session.scalars(select(JournalEntryRecord.tag)).all()
    assert [each.follow_up.owner for each in found.steps] == ["Nora", "Nora"]
    assert found.now.reason == "The bank refuses" and tags.count("decision:stepped") == 2


def test_an_announced_record_that_was_changed_is_marked(meeting: Meeting) -> None:
    tamper(meeting.database, "announcement", "UPDATE announcement SET digest = :digest", digest="0" * 64)
    with meeting.at() as work:
        assert not any(each.is_whole for each in list_decisions(work.session))


def test_whoever_was_elected_is_entered_once_with_the_name_of_the_result(meeting: Meeting) -> None:
    with meeting.at() as work:
        elected = list_elected(work.session)
    assert elected
    number = enter(meeting, election=elected[0].election, name="Somebody else")
    with meeting.at() as work:
        assert get_mandate(work.session, number).name == elected[0].name
        with pytest.raises(MandateNotFound):
            get_mandate(work.session, 99)
    with pytest.raises(MandateRecorded):
        enter(meeting, election=elected[0].election)
    with pytest.raises(MandateNotFound):
        enter(meeting, election=ElectedPlace(meeting.id, 1, 99, 0))
    second = enter(meeting, name=elected[0].name.upper(), origin="Co-opted on 3 May")
    with meeting.at() as work:
        assert get_mandate(work.session, second).term == 2


def test_a_mandate_by_hand_needs_a_name_an_origin_and_days_in_order(meeting: Meeting) -> None:
    with pytest.raises(MandateNameMissing):
        enter(meeting, name="Jan Claes")
    with pytest.raises(MandateDaysReversed):
        enter(meeting, name="Jan Claes", origin="Assembly of 2024", until=START)
    number = enter(meeting, name="Jan Claes", origin="Assembly of 2024")
    with pytest.raises(MandateDaysReversed), meeting.at() as work:
        end_mandate(work, EndMandate(number, date(2020, 1, 1), MandateEnd.DEATH, ""))
    with meeting.at() as work:
        end_mandate(work, EndMandate(number, UNTIL, MandateEnd.RESIGNATION, "Moves away"))
    with pytest.raises(MandateEnded), meeting.at() as work:
        end_mandate(work, EndMandate(number, UNTIL, MandateEnd.TERM, ""))
    with meeting.at() as work:
        (row,) = list_mandates(work.session)
    assert (row.ended_on, row.end, row.end_reason) == (UNTIL, MandateEnd.RESIGNATION, "Moves away")


@pytest.mark.parametrize("change", [update, delete])
def test_nothing_of_it_is_changed_or_erased(meeting: Meeting, change: Callable[..., object]) -> None:
    with meeting.at() as work:
        key = list_decisions(work.session)[0].key
    step(meeting, key, FollowUp("Nora"))
    number = enter(meeting, name="Jan Claes", origin="Assembly of 2024")
    with meeting.at() as work:
        end_mandate(work, EndMandate(number, UNTIL, MandateEnd.TERM, ""))
    for table, values in (
        (DecisionStepRecord, {"owner": "An"}),
        (Mandate, {"name": "An"}),
        (MandateEndRecord, {"reason": "An"}),
    ):
        statement = update(table).values(**values) if change is update else delete(table)
        with pytest.raises(DatabaseError), meeting.at() as work:
            work.session.execute(statement)
