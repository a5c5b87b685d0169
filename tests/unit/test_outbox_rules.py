"""When a mail is tried again, when it is given up, and what is said of a worker and of the time it takes."""

from datetime import UTC, datetime, timedelta

import pytest

from govapp.outbox.rules import (
    FIRST_PAUSE,
    MAX_ATTEMPTS,
    MAX_PAUSE,
    MAX_SERVER_PAUSE,
    SILENT_AFTER,
    DeliveryOutcome,
    MessageState,
    after_attempt,
    is_silent,
    minutes_left,
    outcome_of_reply,
    pause_after,
    server_pause_after,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_an_accepted_message_is_sent() -> None:
    assert after_attempt(DeliveryOutcome.ACCEPTED, 1, NOW).state is MessageState.SENT


def test_a_message_that_cannot_go_now_waits_twice_as_long_each_time() -> None:
    pauses = [after_attempt(DeliveryOutcome.NOT_NOW, attempt, NOW).due_at - NOW for attempt in (1, 2, 3, 4)]
    assert pauses == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4, FIRST_PAUSE * 8]


def test_no_pause_is_longer_than_the_longest() -> None:
    assert pause_after(500) == MAX_PAUSE
    assert server_pause_after(500) == MAX_SERVER_PAUSE
    assert server_pause_after(0) == timedelta(seconds=10)


def test_a_message_is_given_up_after_the_last_attempt_and_not_before() -> None:
    assert after_attempt(DeliveryOutcome.NOT_NOW, MAX_ATTEMPTS - 1, NOW).state is MessageState.WAITING
    assert after_attempt(DeliveryOutcome.NOT_NOW, MAX_ATTEMPTS, NOW).state is MessageState.DEAD


def test_the_last_attempt_comes_at_least_half_a_day_after_the_first() -> None:
    assert sum((pause_after(attempt) for attempt in range(1, MAX_ATTEMPTS)), timedelta()) > timedelta(hours=8)


def test_a_refusal_for_good_is_not_tried_again() -> None:
    assert after_attempt(DeliveryOutcome.NEVER, 1, NOW).state is MessageState.DEAD


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (250, DeliveryOutcome.ACCEPTED),
        (421, DeliveryOutcome.NOT_NOW),
        (450, DeliveryOutcome.NOT_NOW),
        (550, DeliveryOutcome.NEVER),
        (-1, DeliveryOutcome.NOT_NOW),
    ],
)
def test_replies_are_read_by_their_first_digit(code: int, outcome: DeliveryOutcome) -> None:
    assert outcome_of_reply(code) is outcome


def test_a_worker_is_called_silent_only_when_it_has_not_shown_life_for_a_while() -> None:
    assert is_silent(None, NOW)
    assert not is_silent(NOW - SILENT_AFTER + timedelta(seconds=1), NOW)
    assert is_silent(NOW - SILENT_AFTER, NOW)


@pytest.mark.parametrize(("letters", "minutes"), [(0, 0), (1, 1), (600, 1), (601, 2), (34_904, 59)])
def test_a_minute_that_has_begun_is_counted(letters: int, minutes: int) -> None:
    assert minutes_left(letters, 600) == minutes
