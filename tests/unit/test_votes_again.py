"""The hours that are proposed for a vote that is held again."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from govapp.assembly.votes.rules.again import next_window

BRUSSELS = ZoneInfo("Europe/Brussels")


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opened", "closed", "now", "opens", "closes"),
    [
        (utc(2026, 6, 1, 7), utc(2026, 6, 15, 10), utc(2026, 6, 16, 8), utc(2026, 6, 17, 7), utc(2026, 7, 1, 10)),
        # Just before midnight in Brussels, and the hours of the clock stay across its change in October.
        (
            utc(2026, 6, 1, 7),
            utc(2026, 6, 3, 10),
            utc(2026, 10, 23, 21, 30),
            utc(2026, 10, 24, 7),
            utc(2026, 10, 26, 11),
        ),
        (
            utc(2026, 6, 1, 7),
            utc(2026, 6, 3, 10),
            utc(2026, 10, 23, 22, 30),
            utc(2026, 10, 25, 8),
            utc(2026, 10, 27, 11),
        ),
    ],
)
def test_a_vote_is_held_again_from_tomorrow_at_the_same_hours_for_as_many_days(
    opened: datetime, closed: datetime, now: datetime, opens: datetime, closes: datetime
) -> None:
    assert next_window(opened, closed, now, BRUSSELS) == (opens, closes)
