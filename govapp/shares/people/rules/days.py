"""Days and the two times of a question: the register lives in Belgium, moments are kept in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from govapp.shares.people.rules.refusals import DayInFuture


@dataclass(frozen=True, slots=True)
class AsOf:
    """A question's two times: the legal day, and the last moment (UTC, inclusive) whose knowledge counts."""

    effective: date
    recorded_until: datetime


# Everything that was ever recorded, for any day.
ALWAYS = AsOf(date.max, datetime.max.replace(tzinfo=UTC))

REGISTER_ZONE = ZoneInfo("Europe/Brussels")


def day_of(moment: datetime) -> date:
    """Return the day in Belgium at `moment` (UTC)."""
    return moment.astimezone(REGISTER_ZONE).date()


def end_of(day: date) -> datetime:
    """Return the last moment (UTC) of a Belgian day."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=REGISTER_ZONE)
    return (midnight - timedelta(microseconds=1)).astimezone(UTC)


def as_of(now: datetime, effective: date | None = None, recorded: date | None = None) -> AsOf:
    """Return the two times of a question; what is left out means today and what is known now.

    Raises DayInFuture: nobody knows today who will hold what.
    """
    for day in (effective, recorded):
        if day is not None and day > day_of(now):
            raise DayInFuture(date=day)
    return AsOf(effective or day_of(now), now if recorded is None else min(end_of(recorded), now))
