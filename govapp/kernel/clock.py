"""Time as a value that is passed in: rules and use cases never read a clock."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that can say what time it is, in UTC."""

    def now(self) -> datetime:
        """Return the present moment as an aware datetime in UTC."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment, in whole milliseconds, as both databases keep it."""
        moment = datetime.now(UTC)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class FixedClock:
    """A clock that stands still until it is moved: for tests and rehearsals."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """Return the moment at which the clock stands."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Put the clock at `moment`."""
        self._moment = moment

    def advance(self, step: timedelta) -> None:
        """Move the clock by `step`."""
        self._moment += step
