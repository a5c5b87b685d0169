"""What may happen to the hours of a vote, before anything of it is in a database."""

from datetime import UTC, datetime, timedelta

import pytest

from govapp.ballots.rules.hours import extension_days_of, require_extension, window_rule
from govapp.ballots.rules.refusals import ExtensionNotAllowed
from govapp.ballots.rules.states import PaperState

OPENS = datetime(2026, 6, 1, 6, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=14)


def test_a_paper_without_days_for_it_cannot_be_extended_by_anybody() -> None:
    rule = window_rule(OPENS, CLOSES, 0)
    assert rule.extension is None
    with pytest.raises(ExtensionNotAllowed):
        require_extension(rule, PaperState.OPEN, CLOSES, CLOSES + timedelta(hours=1), "An outage", OPENS)


def test_a_paper_of_before_there_was_a_rule_cannot_be_extended_either() -> None:
    with pytest.raises(ExtensionNotAllowed):
        require_extension(None, PaperState.OPEN, CLOSES, CLOSES + timedelta(hours=1), "An outage", OPENS)


@pytest.mark.parametrize("days", [0, 1, 14])
def test_the_days_of_an_extension_are_read_from_the_rule_as_they_were_written(days: int) -> None:
    assert extension_days_of(window_rule(OPENS, CLOSES, days), CLOSES) == days


def test_a_paper_without_a_rule_lets_nobody_extend() -> None:
    assert extension_days_of(None, CLOSES) == 0
