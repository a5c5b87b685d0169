"""The course of an assembly."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.assembly.votes.rules.states import (
    ORDER,
    CancelReasonNeeded,
    Channel,
    ChannelNotReady,
    NotCounted,
    NotYetPossible,
    TooLateToCancel,
    VoteCancelled,
    VoteMoments,
    VoteState,
    WindowNotReached,
    WindowPassed,
    check_cancelling,
    check_channel,
    check_step,
    check_window,
)
from govapp.ballots.rules import PaperMoments
from govapp.kernel.errors import Refusal

NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("current", "target"), list(product(ORDER, ORDER)))
def test_only_the_next_step_is_possible(current: VoteState, target: VoteState) -> None:
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
        check_step(VoteState.CLOSED, VoteState.ANNOUNCED, "Nadia", NOON)


@pytest.mark.parametrize("target", ORDER)
def test_a_cancelled_vote_takes_no_step_any_more(target: VoteState) -> None:
    with pytest.raises(VoteCancelled, match="Nadia"):
        check_step(VoteState.CANCELLED, target, "Nadia", NOON)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (VoteState.DRAFT, NotYetPossible),
        (VoteState.CLOSED, TooLateToCancel),
        (VoteState.COUNTED, TooLateToCancel),
        (VoteState.ANNOUNCED, TooLateToCancel),
        (VoteState.CANCELLED, VoteCancelled),
    ],
)
def test_only_a_vote_that_people_wait_for_can_be_cancelled(state: VoteState, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_cancelling(state, "The accounts were wrong", "Nadia", NOON)


@pytest.mark.parametrize("state", [VoteState.LOCKED, VoteState.OPEN])
def test_cancelling_needs_a_reason(state: VoteState) -> None:
    check_cancelling(state, "The accounts were wrong", "Nadia", NOON)
    with pytest.raises(CancelReasonNeeded):
        check_cancelling(state, "  ", "Nadia", NOON)


def test_what_this_program_cannot_hold_is_refused_by_name() -> None:
    check_channel(Channel.REMOTE)
    check_channel(Channel.BOTH)
    for channel in (Channel.ROOM, Channel.PAPER):
        with pytest.raises(ChannelNotReady):
            check_channel(channel)


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        (VoteMoments(), VoteState.DRAFT),
        (VoteMoments(NOON), VoteState.LOCKED),
        (VoteMoments(NOON, paper=PaperMoments(NOON)), VoteState.LOCKED),
        (VoteMoments(NOON, paper=PaperMoments(NOON, NOON)), VoteState.OPEN),
        (VoteMoments(NOON, paper=PaperMoments(NOON, NOON, NOON)), VoteState.CLOSED),
        (VoteMoments(NOON, paper=PaperMoments(NOON, NOON, NOON, NOON)), VoteState.COUNTED),
        (VoteMoments(NOON, NOON, paper=PaperMoments(NOON, NOON, NOON, NOON)), VoteState.ANNOUNCED),
        (VoteMoments(NOON, cancelled_at=NOON), VoteState.CANCELLED),
        (VoteMoments(NOON, paper=PaperMoments(NOON, cancelled_at=NOON)), VoteState.CANCELLED),
    ],
)
def test_where_a_vote_stands_follows_from_what_happened(moments: VoteMoments, state: VoteState) -> None:
    assert moments.state is state


def test_voting_opens_from_the_announced_hour_until_the_closing_second() -> None:
    check_window(NOON, NOON + HOUR, NOON)
    check_window(NOON, NOON + HOUR, NOON + HOUR - timedelta(seconds=1))
    with pytest.raises(WindowNotReached):
        check_window(NOON, NOON + HOUR, NOON - timedelta(seconds=1))
    with pytest.raises(WindowPassed):
        check_window(NOON, NOON + HOUR, NOON + HOUR)
