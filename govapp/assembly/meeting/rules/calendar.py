"""The dates of an assembly: what law and statutes ask of them, what is planned, and what would be right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from govapp.kernel.errors import N_, Param
from govapp.statutes.rules.law import SOURCES
from govapp.statutes.rules.mandatory import ACCOUNTS_MONTHS, DEPOSIT_DAYS, DEPOSIT_MONTHS, MANDATORY_RULES
from govapp.statutes.rules.profile import Profile
from govapp.statutes.rules.sources import CONFIRMED, DEFAULT, PARTLY, STATUTORY, Source

MONTHS: Final = 12
# Room for a mail that comes back and a letter by post before the last day of the notice.
MARGIN_DAYS: Final = 5

DOCUMENTS_SOURCE: Final = Source("L4", "", CONFIRMED, DEFAULT, N_("Documents go with the notice, or to whoever asks."))
ANNOUNCED: Final = Source(
    "L16", "", PARTLY, STATUTORY, N_("The notice of the first meeting already announced this day.")
)
_LAW: Final = {rule.name: rule.source for rule in MANDATORY_RULES}


class DateKind(StrEnum):
    """The days that count for an assembly, in the order in which they usually come."""

    RECORD = "record"
    NOTICE = "notice"
    DOCUMENTS = "documents"
    OPENING = "opening"
    CLOSING = "closing"
    MEETING = "meeting"
    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class PlannedDates:
    """The days of one assembly on the calendar of the cooperative, as somebody plans them.

    `is_extended` says that more time was given, as the sealed ballot paper allows: then no day of closing is late.
    `is_announced` says that it is a second meeting whose day the notice of the first already announced.
    """

    held_on: date
    record_date: date
    opens_on: date
    closes_on: date
    is_extended: bool = False
    is_announced: bool = False


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the calendar: the planned one, and the last one that would do; None where there is none.

    `is_kept` tells whether the planned day is right. `source` is None where nothing but the plan sets the day.
    """

    kind: DateKind
    planned: date | None
    last: date | None
    is_kept: bool
    source: Source | None = None

    @property
    def day(self) -> date | None:
        """Return the day on which it stands on the line."""
        return self.planned or self.last


@dataclass(frozen=True, slots=True)
class CalendarProblem:
    """What is wrong with planned dates: a sentence with the date that would be right."""

    kind: DateKind
    message: str
    params: dict[str, Param]

    @property
    def is_refused(self) -> bool:
        """Return whether no reason makes these dates lawful: shareholders would be called too late."""
        return self.kind is DateKind.NOTICE


def last_notice_day(held_on: date, profile: Profile) -> date:
    """Return the last day on which the notice can leave (art. 6:70; at least `notice_days` before the meeting).

    How the days are counted is not settled: neither the day of sending nor that of the meeting counts here, which is
    right whatever a court says.
    """
    return held_on - timedelta(days=profile.notice_days + 1)


def earliest_meeting(today: date, profile: Profile) -> date:
    """Return the first day for which a notice can still leave `today`."""
    return today + timedelta(days=profile.notice_days + 1)


def year_end_before(held_on: date, profile: Profile) -> date:
    """Return the last day of the financial year that ended before `held_on`."""
    month = profile.financial_year_month
    year = held_on.year if held_on.month >= month else held_on.year - 1
    return date(year, month, 1) - timedelta(days=1)


def last_yearly_meeting(held_on: date, profile: Profile) -> date:
    """Return the last day on which the accounts of the year that ended before `held_on` can be laid before a meeting.

    Six months after the end of the financial year (art. 3:1).
    """
    return _months_after(year_end_before(held_on, profile), ACCOUNTS_MONTHS)


def _months_after(month_end: date, count: int) -> date:
    """Return the last day of the month that comes `count` months after the one that ends on `month_end`."""
    months = month_end.year * MONTHS + month_end.month + count
    return date(months // MONTHS, months % MONTHS + 1, 1) - timedelta(days=1)


def last_deposit_day(held_on: date, profile: Profile) -> date:
    """Return the last day on which accounts approved on `held_on` can be deposited at the National Bank.

    Within 30 days of their approval and seven months of the end of the financial year, whichever comes first.
    """
    of_the_year = _months_after(year_end_before(held_on, profile), DEPOSIT_MONTHS)
    return min(held_on + timedelta(days=DEPOSIT_DAYS), of_the_year)


def statutory_record_date(held_on: date, profile: Profile) -> date | None:
    """Return the record date that the statutes set, or None where they set none."""
    return None if profile.record_date_days is None else held_on - timedelta(days=profile.record_date_days)


def propose_dates(held_on: date, profile: Profile, today: date) -> PlannedDates:
    """Return dates that fit the law and the statutes for a meeting on `held_on`, as far as there is time for them."""
    notice = last_notice_day(held_on, profile)
    opens_on = min(max(notice - timedelta(days=MARGIN_DAYS), today), held_on)
    record = min(statutory_record_date(held_on, profile) or opens_on, opens_on)
    return PlannedDates(held_on, record, opens_on, held_on)


def opening_moment(day: date, hour: time, moment: datetime) -> datetime:
    """Return when voting is proposed to open: at `hour` of that day, or at the next full hour where that has passed.

    All are hours of the cooperative's clock, without a zone.
    """
    following = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return max(datetime.combine(day, hour), following)


def calendar_of(plan: PlannedDates, profile: Profile, *, has_accounts: bool = False) -> tuple[CalendarDay, ...]:
    """Return the days of an assembly with what law and statutes ask of each; `has_accounts` when it decides on them.

    The notice leaves as the invitations do, when voting opens; documents can be read from then on at the latest.
    """
    record = statutory_record_date(plan.held_on, profile)
    notice = None if plan.is_announced else last_notice_day(plan.held_on, profile)
    of_notice = ANNOUNCED if plan.is_announced else SOURCES["notice_days"]
    is_in_time = notice is None or plan.opens_on <= notice
    # Where the statutes set no record date, no source says anything about it that is certain.
    of_record = SOURCES["record_date_days"] if record else None
    days = (
        CalendarDay(DateKind.RECORD, plan.record_date, record, record in {None, plan.record_date}, of_record),
        CalendarDay(DateKind.NOTICE, plan.opens_on, notice, is_in_time, of_notice),
        CalendarDay(DateKind.DOCUMENTS, plan.opens_on, notice, is_in_time, DOCUMENTS_SOURCE),
        CalendarDay(
            DateKind.OPENING,
            plan.opens_on,
            None,
            profile.is_early_vote_allowed or plan.opens_on >= plan.held_on,
            SOURCES["is_early_vote_allowed"],
        ),
        _closing_day(plan),
    )
    if not has_accounts:
        return (*days, CalendarDay(DateKind.MEETING, plan.held_on, None, is_kept=True))
    yearly, deposit = last_yearly_meeting(plan.held_on, profile), last_deposit_day(plan.held_on, profile)
    return (
        *days,
        CalendarDay(DateKind.MEETING, plan.held_on, yearly, plan.held_on <= yearly, _LAW["accounts_term"]),
        CalendarDay(DateKind.DEPOSIT, None, deposit, is_kept=True, source=_LAW["deposit"]),
    )


def _closing_day(plan: PlannedDates) -> CalendarDay:
    if plan.is_extended:
        # The meeting is adjourned with it (see `votes/rules/extending.py`), so its first day is no limit any more.
        return CalendarDay(DateKind.CLOSING, plan.closes_on, None, is_kept=True)
    return CalendarDay(DateKind.CLOSING, plan.closes_on, plan.held_on, plan.closes_on <= plan.held_on)


def calendar_problems(plan: PlannedDates, profile: Profile, today: date) -> Iterator[CalendarProblem]:
    """Yield what is wrong with planned dates, seen `today`, each with the date that would be right."""
    notice, record = last_notice_day(plan.held_on, profile), statutory_record_date(plan.held_on, profile)
    days: Param = profile.notice_days
    if plan.is_announced:
        pass
    elif today > notice:
        message = N_(
            "The notice of a meeting on %(held_on)s had to leave on %(last)s at the latest, so that %(days)s whole "
            "days lie between. A notice that leaves today is in time for a meeting on %(earliest)s or later."
        )
        params = {"days": days, "held_on": plan.held_on, "last": notice, "earliest": earliest_meeting(today, profile)}
        yield CalendarProblem(DateKind.NOTICE, message, params)
    elif plan.opens_on > notice:
        message = N_(
            "The invitations leave when voting opens, on %(opens_on)s. The notice must leave on %(last)s at the "
            "latest: open voting by then, or send the notice another way."
        )
        yield CalendarProblem(DateKind.OPENING, message, {"opens_on": plan.opens_on, "last": notice})
    if not profile.is_early_vote_allowed and plan.opens_on < plan.held_on:
        message = N_("The statutes of %(held_on)s have no clause that allows voting before the meeting.")
        yield CalendarProblem(DateKind.OPENING, message, {"held_on": plan.held_on})
    if plan.closes_on > plan.held_on:
        message = N_("Voting closes on %(closes_on)s, after the meeting: close it on %(held_on)s at the latest.")
        yield CalendarProblem(DateKind.CLOSING, message, {"closes_on": plan.closes_on, "held_on": plan.held_on})
    if record is not None and plan.record_date != record:
        message = N_("The statutes set the record date: %(record)s.")
        yield CalendarProblem(DateKind.RECORD, message, {"record": record})
