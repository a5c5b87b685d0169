"""When a message is tried again, and when it is given up: plain functions of what happened and of the moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


class Outcome(StrEnum):
    """What the mail server said to one message."""

    ACCEPTED = "accepted"
    NOT_NOW = "not_now"
    NEVER = "never"


# Every letter there is, with the facts it cannot be written without; `*` says that it carries a personal link.
LETTERS: dict[str, frozenset[str]] = {
    "invitation": frozenset({"*", "titles", "closes_at"}),
    "reminder": frozenset({"*", "days", "closes_at"}),
    "receipt": frozenset({"received_at", "tracker", "closes_at"}),
    "new_link": frozenset({"*", "expires_at"}),
    "sign_in_link": frozenset({"*", "expires_at"}),
    "result": frozenset({"held_on", "path"}),
    "officer_invitation": frozenset({"*", "expires_at"}),
    "officer_lockout": frozenset({"until"}),
}


FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# With the pauses above the last attempt comes about a day after the first.
MOST_ATTEMPTS = 10
# A worker that died holds its messages at most this long.
LEASE = timedelta(minutes=5)
# How long to leave a mail server alone that does not answer at all.
LONGEST_SERVER_PAUSE = timedelta(minutes=5)
FIRST_SERVER_PAUSE = timedelta(seconds=10)


@dataclass(frozen=True)
class Next:
    """What becomes of a message after an attempt; `due_at` is when it is tried again."""

    state: MessageState
    due_at: datetime


def pause_after(attempts: int) -> timedelta:
    """Return how long a message waits after its attempt number `attempts`: it doubles, up to `LONGEST_PAUSE`."""
    return _doubled(FIRST_PAUSE, attempts, LONGEST_PAUSE)


def server_pause_after(failures: int) -> timedelta:
    """Return how long to leave a silent mail server alone after `failures` vain calls in a row."""
    return _doubled(FIRST_SERVER_PAUSE, failures, LONGEST_SERVER_PAUSE)


def _doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    # Twenty doublings are beyond any pause; the bound keeps the arithmetic small.
    doublings: int = 1 << min(max(times - 1, 0), 20)
    return min(first * doublings, longest)


def after_attempt(outcome: Outcome, attempts: int, now: datetime) -> Next:
    """Decide about a message after its attempt number `attempts` (1 is the first).

    A refusal for good, such as an unknown mailbox, is not tried again: sending on to it harms the sender's name.
    """
    if outcome is Outcome.ACCEPTED:
        return Next(MessageState.SENT, now)
    if outcome is Outcome.NEVER or attempts >= MOST_ATTEMPTS:
        return Next(MessageState.DEAD, now)
    return Next(MessageState.WAITING, now + pause_after(attempts))


def outcome_of_reply(code: int) -> Outcome:
    """Read an SMTP reply code (RFC 5321 section 4.2.1): 2xx accepted, 5xx never, the rest not now."""
    match code // 100:
        case 2:
            return Outcome.ACCEPTED
        case 5:
            return Outcome.NEVER
        case _:
            return Outcome.NOT_NOW
