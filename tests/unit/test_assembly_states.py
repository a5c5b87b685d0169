"""The course of an assembly."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.assembly.meeting.rules.states import (
    ORDER,
    AgendaLocked,
    AssemblyState,
    NotCounted,
    NotYetPossible,
    ReasonNeeded,
    WindowNotReached,
    WindowPassed,
    check_closing,
    check_editable,
    check_step,
    check_window,
)

NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("current", "target"), list(product(ORDER, ORDER)))
def test_only_the_next_step_is_possible(current: AssemblyState, target: AssemblyState) -> None:
    distance = ORDER.index(target) - ORDER.index(current)
    if distance == 1:
        check_step(current, target, "Nadia", NOON)
    elif distance <= 0:
        with pytest.raises(AlreadyThere, match="Nadia"):
            check_step(current, target, "Nadia", NOON)
    else:
        with pytest.raises((NotYetPossible, NotCounted)):
            check_step(current, target, "Nadia", NOON)


def test_a_result_is_not_announced_before_the_count() -> None:
    with pytest.raises(NotCounted):
        check_step(AssemblyState.CLOSED, AssemblyState.ANNOUNCED, "Nadia", NOON)


def test_the_agenda_changes_only_in_draft() -> None:
    check_editable(AssemblyState.DRAFT)
    for state in ORDER[1:]:
        with pytest.raises(AgendaLocked):
            check_editable(state)


def test_voting_opens_from_the_announced_hour_until_the_closing_second() -> None:
    check_window(NOON, NOON + HOUR, NOON)
    check_window(NOON, NOON + HOUR, NOON + HOUR - timedelta(seconds=1))
    with pytest.raises(WindowNotReached):
        check_window(NOON, NOON + HOUR, NOON - timedelta(seconds=1))
    with pytest.raises(WindowPassed):
        check_window(NOON, NOON + HOUR, NOON + HOUR)


def test_closing_early_needs_a_reason_and_closing_in_time_none() -> None:
    check_closing(NOON, NOON, "")
    check_closing(NOON, NOON - HOUR, "Fire alarm in the hall")
    with pytest.raises(ReasonNeeded):
        check_closing(NOON, NOON - HOUR, "  ")
