"""Days and the two times of a question: days are those of the cooperative's time zone, moments are kept in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from govapp.shares.people.rules.refusals import DayInFuture, MomentInFuture


@dataclass(frozen=True, slots=True)
class AsOf:
    """A question's two times: the legal day, and the last moment (UTC, inclusive) whose knowledge counts."""

    effective: date
    recorded_until: datetime


# Everything that was ever recorded, for any day.
ALWAYS = AsOf(date.max, datetime.max.replace(tzinfo=UTC))


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return which day it is in `zone` at `moment` (UTC)."""
    return moment.astimezone(zone).date()


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the last moment (UTC) of a day in `zone`, also of a day on which the clocks change."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    return (midnight - timedelta(microseconds=1)).astimezone(UTC)


def as_of(
    now: datetime, zone: ZoneInfo, effective: date | None = None, recorded: date | datetime | None = None
) -> AsOf:
    """Return the two times of a question; what is left out means today in `zone` and what is known now.

    `recorded` is a moment (with a zone), or a day, which means its end. Raises DayInFuture or MomentInFuture: nobody
    knows today who will hold what.
    """
    is_moment = isinstance(recorded, datetime)
    for day in (effective, None if is_moment else recorded):
        if day is not None and day > day_of(now, zone):
            raise DayInFuture(date=day)
    return AsOf(effective or day_of(now, zone), _last_moment(now, zone, recorded))


def _last_moment(now: datetime, zone: ZoneInfo, recorded: date | datetime | None) -> datetime:
    if recorded is None:
        return now
    if not isinstance(recorded, datetime):
        return min(end_of(recorded, zone), now)
    if recorded > now:
        raise MomentInFuture(moment=recorded)
    return recorded.astimezone(UTC)


def settled_moment(now: datetime, last: datetime | None) -> datetime:
    """Return the moment that a list of `now` names: the whole second, or when something was recorded within it.

    `last` is when the register last learned something (UTC). Whoever asks for that moment later gets the same list.
    """
    second = now.replace(microsecond=0)
    return second if last is None or last <= second else min(last, now)
