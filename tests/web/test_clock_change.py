"""The two nights on which the clocks change: 29 March 2026 has 23 hours, 25 October 2026 has 25.

Moments are kept in UTC; days of law and hours of voting are those of the wall clock in Belgium.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from govapp.assembly.meeting.views.values import to_local, to_utc
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.casting import Window, require_window
from govapp.ballots.rules.refusals import VotingClosed, VotingNotOpen
from govapp.kernel.texts import Language
from govapp.language.formats import datetime_short
from govapp.request_context import midnight
from govapp.shares.people.rules.days import as_of, day_of, end_of
from tests.factories.accounts import ZONE

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)])
def test_a_day_of_the_register_is_as_long_as_the_clock_makes_it(day: date, hours: int) -> None:
    first, last = midnight(day).astimezone(UTC), end_of(day, ZONE)
    assert last - first == timedelta(hours=hours) - timedelta(microseconds=1)
    assert day_of(first, ZONE) == day_of(last, ZONE) == day
    assert day_of(first - timedelta(microseconds=1), ZONE) == day - timedelta(days=1)
    assert day_of(last + timedelta(microseconds=1), ZONE) == day + timedelta(days=1)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_what_was_known_on_that_day_ends_with_it(day: date) -> None:
    late = datetime(2026, 12, 1, tzinfo=UTC)
    assert as_of(late, ZONE, day, day).recorded_until == end_of(day, ZONE)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_every_hour_that_a_clock_shows_is_read_back_as_it_was_typed(day: date) -> None:
    for minute in range(0, 24 * 60, 15):
        typed = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - a form has no zone
        is_skipped = day == SPRING and typed.hour == 2
        expected = typed + timedelta(hours=1) if is_skipped else typed
        assert to_local(to_utc(typed).astimezone(UTC)).replace(fold=0) == expected


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    typed = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - a form has no zone
    assert to_utc(typed).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_voting_that_ends_in_the_hour_that_comes_twice_ends_once() -> None:
    opens = datetime(2026, 10, 20, tzinfo=UTC)
    closes = to_utc(datetime(2026, 10, 25, 2, 30)).astimezone(UTC)  # noqa: DTZ001 - a form has no zone
    window = Window(PaperState.OPEN, opens, closes)
    require_window(window, closes - SECOND)
    for late in (closes, closes + timedelta(hours=1)):
        assert "02.30" in datetime_short(late, Language.NL, "Europe/Brussels"), "the wall shows the same hour"
        with pytest.raises(VotingClosed):
            require_window(window, late)


def test_voting_that_opens_in_the_hour_that_is_skipped_opens_at_the_next_one() -> None:
    opens = to_utc(datetime(2026, 3, 29, 2, 30)).astimezone(UTC)  # noqa: DTZ001 - a form has no zone
    assert opens == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    window = Window(PaperState.OPEN, opens, opens + timedelta(days=1))
    with pytest.raises(VotingNotOpen):
        require_window(window, opens - SECOND)
    require_window(window, opens)


def test_a_week_of_voting_over_the_change_is_a_week_on_the_wall() -> None:
    opens = to_utc(datetime(2026, 3, 25, 18))  # noqa: DTZ001 - a form has no zone
    closes = to_utc(datetime(2026, 4, 1, 18))  # noqa: DTZ001 - as above
    assert closes.astimezone(UTC) - opens.astimezone(UTC) == timedelta(days=7, hours=-1)
