"""When a message is tried again and when it is given up, and how far a mailing is: plain functions of what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class MessageState(StrEnum):
    """Where a message stands; a withdrawn one was called off before it left."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


class MailingState(StrEnum):
    """How the writing of a mailing stands; sending goes on by itself afterwards."""

    WRITING = "writing"
    WRITTEN = "written"
    STOPPED = "stopped"


class DeliveryOutcome(StrEnum):
    """What the mail server said to one message."""

    ACCEPTED = "accepted"
    NOT_NOW = "not_now"
    NEVER = "never"


FIRST_PAUSE = timedelta(minutes=1)
MAX_PAUSE = timedelta(hours=6)
# With the pauses above the last attempt comes about a day after the first.
MAX_ATTEMPTS = 10
# A worker that died holds its messages at most this long.
LEASE = timedelta(minutes=5)
# How long to leave a mail server alone that does not answer at all.
MAX_SERVER_PAUSE = timedelta(minutes=5)
FIRST_SERVER_PAUSE = timedelta(seconds=10)


# A worker says that it lives this often; without a word for so long, people are told that nobody sends their mails.
SIGN_OF_LIFE_EVERY = timedelta(seconds=10)
SILENT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Next:
    """What becomes of a message after an attempt; `due_at` is when it is tried again."""

    state: MessageState
    due_at: datetime


def pause_after(attempts: int) -> timedelta:
    """Return how long a message waits after its attempt number `attempts`: it doubles, up to `MAX_PAUSE`."""
    return _doubled(FIRST_PAUSE, attempts, MAX_PAUSE)


def server_pause_after(failures: int) -> timedelta:
    """Return how long to leave a silent mail server alone after `failures` vain calls in a row."""
    return _doubled(FIRST_SERVER_PAUSE, failures, MAX_SERVER_PAUSE)


def _doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    # Twenty doublings are beyond any pause; the bound keeps the arithmetic small.
    doublings: int = 1 << min(max(times - 1, 0), 20)
    return min(first * doublings, longest)


def after_attempt(outcome: DeliveryOutcome, attempts: int, now: datetime) -> Next:
    """Decide about a message after its attempt number `attempts` (1 is the first).

    A refusal for good, such as an unknown mailbox, is not tried again: sending on to it harms the sender's name.
    """
    if outcome is DeliveryOutcome.ACCEPTED:
        return Next(MessageState.SENT, now)
    if outcome is DeliveryOutcome.NEVER or attempts >= MAX_ATTEMPTS:
        return Next(MessageState.DEAD, now)
    return Next(MessageState.WAITING, now + pause_after(attempts))


def outcome_of_reply(code: int) -> DeliveryOutcome:
    """Read an SMTP reply code (RFC 5321 section 4.2.1): 2xx accepted, 5xx never, the rest not now."""
    match code // 100:
        case 2:
            return DeliveryOutcome.ACCEPTED
        case 5:
            return DeliveryOutcome.NEVER
        case _:
            return DeliveryOutcome.NOT_NOW


@dataclass(frozen=True)
class Pace:
    """How far the writing of a mailing is.

    Everybody up to place `cursor` of the list of people was looked at (places count from 1), and `written` of them got
    a letter.
    """

    state: MailingState = MailingState.WRITING
    cursor: int = 0
    written: int = 0


def after_batch(pace: Pace, places: Sequence[int], letters: int, limit: int) -> Pace:
    """Return how far a mailing is after a batch that looked at `places`, in their order, and wrote `letters`.

    Fewer places than the `limit` that was asked for are the last ones. Raises ValueError for a batch that does not go
    on where the last one ended: it would leave somebody out, or write to somebody twice.
    """
    if pace.state is not MailingState.WRITING:
        raise ValueError("nothing more is written for this mailing")
    if list(places) != sorted({*places}) or any(place <= pace.cursor for place in places):
        raise ValueError("a batch goes on where the last one ended")
    if not 0 <= letters <= len(places) <= limit:
        raise ValueError("at most one letter for each place, and no more places than asked for")
    state = MailingState.WRITTEN if len(places) < limit else pace.state
    return replace(pace, state=state, cursor=max(places, default=pace.cursor), written=pace.written + letters)


def is_silent(seen_at: datetime | None, now: datetime) -> bool:
    """Tell whether no worker has shown life for a while; `seen_at` is the last sign, None before the first."""
    return seen_at is None or now - seen_at >= SILENT_AFTER


def minutes_left(letters: int, per_minute: int) -> int:
    """Return in how many minutes, rounded up, so many letters leave when at most `per_minute` do in one."""
    return -(-letters // per_minute)
