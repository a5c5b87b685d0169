"""The dates of an assembly follow from its day, the law and the statutes."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from govapp.assembly.meeting.rules.calendar import (
    CalendarDay,
    DateKind,
    PlannedDates,
    calendar_of,
    calendar_problems,
    earliest_meeting,
    last_deposit_day,
    last_notice_day,
    last_yearly_meeting,
    opening_moment,
    propose_dates,
    statutory_record_date,
)
from govapp.statutes.rules.profile import Profile
from govapp.statutes.rules.profiles import LEGAL_DEFAULTS, MODEL_STATUTES
from govapp.statutes.rules.sources import Certainty

DAY = date(2027, 6, 10)
TODAY = date(2027, 4, 1)
PLAN = PlannedDates(DAY, date(2027, 5, 20), date(2027, 5, 20), DAY)


def kinds(plan: PlannedDates, profile: Profile = MODEL_STATUTES, today: date = TODAY) -> list[DateKind]:
    return [each.kind for each in calendar_problems(plan, profile, today)]


def found(plan: PlannedDates, kind: DateKind, profile: Profile = MODEL_STATUTES) -> CalendarDay:
    return next(each for each in calendar_of(plan, profile, has_accounts=True) if each.kind is kind)


def test_fifteen_whole_days_lie_between_the_notice_and_the_meeting() -> None:
    assert last_notice_day(DAY, MODEL_STATUTES) == date(2027, 5, 25)
    assert earliest_meeting(date(2027, 5, 25), MODEL_STATUTES) == DAY
    assert last_notice_day(DAY, replace(MODEL_STATUTES, notice_days=21)) == date(2027, 5, 19)


@pytest.mark.parametrize(
    ("month", "held_on", "last"),
    [(1, DAY, date(2027, 6, 30)), (7, DAY, date(2026, 12, 31)), (6, DAY, date(2027, 11, 30))],
)
def test_the_accounts_come_within_six_months_of_the_end_of_the_year(month: int, held_on: date, last: date) -> None:
    assert last_yearly_meeting(held_on, replace(MODEL_STATUTES, financial_year_month=month)) == last


def test_dates_that_are_proposed_have_nothing_wrong() -> None:
    for profile in (MODEL_STATUTES, replace(MODEL_STATUTES, record_date_days=30)):
        plan = propose_dates(DAY, profile, TODAY)
        assert kinds(plan, profile) == []
        assert plan.record_date <= plan.opens_on < plan.closes_on == DAY
        assert all(each.is_kept for each in calendar_of(plan, profile))
    assert statutory_record_date(DAY, MODEL_STATUTES) is None


def test_a_meeting_in_three_days_says_which_day_would_be_right() -> None:
    plan = PlannedDates(DAY, DAY - timedelta(days=3), DAY - timedelta(days=3), DAY - timedelta(days=1))
    today = DAY - timedelta(days=3)
    problem = next(iter(calendar_problems(plan, MODEL_STATUTES, today)))
    assert problem.kind is DateKind.NOTICE
    assert problem.is_refused
    assert problem.params == {"days": 15, "held_on": DAY, "last": date(2027, 5, 25), "earliest": date(2027, 6, 23)}
    assert propose_dates(DAY, MODEL_STATUTES, today).opens_on == today
    assert propose_dates(DAY, MODEL_STATUTES, DAY + timedelta(days=1)).opens_on == DAY


def test_the_closing_of_an_extended_vote_is_never_late() -> None:
    late = replace(PLAN, closes_on=DAY + timedelta(days=1))
    assert not found(late, DateKind.CLOSING).is_kept
    assert found(replace(late, is_extended=True), DateKind.CLOSING).is_kept


def test_an_opening_after_the_last_day_of_the_notice_is_named() -> None:
    late = replace(PLAN, opens_on=date(2027, 5, 26))
    assert kinds(late) == [DateKind.OPENING]
    assert not found(late, DateKind.NOTICE).is_kept and not found(late, DateKind.DOCUMENTS).is_kept
    assert found(PLAN, DateKind.NOTICE).is_kept


def test_voting_before_the_meeting_needs_a_clause_in_the_statutes() -> None:
    assert kinds(PLAN, LEGAL_DEFAULTS) == [DateKind.OPENING]
    assert not found(PLAN, DateKind.OPENING, LEGAL_DEFAULTS).is_kept
    assert found(replace(PLAN, opens_on=DAY), DateKind.OPENING, LEGAL_DEFAULTS).is_kept


def test_voting_ends_on_the_day_of_the_meeting_at_the_latest() -> None:
    late = replace(PLAN, closes_on=DAY + timedelta(days=1))
    assert kinds(late) == [DateKind.CLOSING]
    assert not found(late, DateKind.CLOSING).is_kept


def test_where_the_statutes_set_the_record_date_another_one_is_named() -> None:
    strict = replace(MODEL_STATUTES, record_date_days=30)
    assert kinds(PLAN, strict) == [DateKind.RECORD]
    assert not found(PLAN, DateKind.RECORD, strict).is_kept
    assert found(PLAN, DateKind.RECORD).is_kept


def test_only_a_meeting_that_decides_on_the_accounts_is_bound_to_their_term() -> None:
    plan = replace(PLAN, held_on=date(2027, 10, 1))
    assert not found(plan, DateKind.MEETING).is_kept
    assert calendar_of(plan, MODEL_STATUTES)[-1] == CalendarDay(DateKind.MEETING, plan.held_on, None, is_kept=True)


def test_a_second_meeting_whose_day_was_announced_needs_no_notice_of_its_own() -> None:
    plan = replace(PLAN, opens_on=DAY - timedelta(days=2), is_announced=True)
    assert kinds(plan, today=DAY - timedelta(days=3)) == []
    assert found(plan, DateKind.NOTICE).is_kept


def test_accounts_are_deposited_within_thirty_days_and_within_seven_months_of_the_end_of_the_year() -> None:
    assert last_deposit_day(date(2027, 6, 10), MODEL_STATUTES) == date(2027, 7, 10)
    assert last_deposit_day(date(2027, 7, 20), MODEL_STATUTES) == date(2027, 7, 31)
    assert last_deposit_day(date(2027, 12, 1), replace(MODEL_STATUTES, financial_year_month=7)) == date(2027, 12, 31)


def test_no_article_and_no_sentence_of_an_uncertain_source_stands_beside_a_day() -> None:
    for day in calendar_of(PLAN, MODEL_STATUTES, has_accounts=True):
        assert day.source is None or day.source.certainty is not Certainty.UNCONFIRMED
    fixed = found(PLAN, DateKind.RECORD, replace(MODEL_STATUTES, record_date_days=30))
    assert fixed.source is not None, "where the statutes set the day, they are the source"


def test_a_day_that_nobody_plans_stands_where_the_law_puts_it() -> None:
    deposit = found(PLAN, DateKind.DEPOSIT)
    assert (deposit.planned, deposit.day) == (None, date(2027, 7, 10))
    assert found(PLAN, DateKind.RECORD).day == date(2027, 5, 20)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2027-05-01T08:59", "2027-05-01T09:00:00"),
        ("2027-05-01T09:30", "2027-05-01T10:00:00"),
        ("2027-05-01T23:10", "2027-05-02T00:00:00"),
        ("2027-04-20T12:00", "2027-05-01T09:00:00"),
    ],
)
def test_no_opening_is_proposed_for_an_hour_that_has_passed(moment: str, opens: str) -> None:
    assert opening_moment(date(2027, 5, 1), time(9), datetime.fromisoformat(moment)).isoformat() == opens
