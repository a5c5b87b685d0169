"""The calendar of an assembly as people read it: a line with its days, and a table that says the same in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from flask_babel import lazy_gettext

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.rules.calendar import (
    CalendarDay,
    CalendarProblem,
    DateKind,
    PlannedDates,
    calendar_of,
    calendar_problems,
)
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.preflight import Check, Finding
from govapp.db.uow import Work
from govapp.request_context import today, translator, zone
from govapp.statutes.queries import get_profile_on
from govapp.statutes.rules.profile import LegalKind, Profile
from govapp.statutes.views.presenters import citation

NAMES: Final = {
    DateKind.RECORD: lazy_gettext("Record date"),
    DateKind.NOTICE: lazy_gettext("Notice to the shareholders"),
    DateKind.DOCUMENTS: lazy_gettext("Documents can be read"),
    DateKind.OPENING: lazy_gettext("Voting opens"),
    DateKind.CLOSING: lazy_gettext("Voting closes"),
    DateKind.MEETING: lazy_gettext("Meeting"),
    DateKind.DEPOSIT: lazy_gettext("Accounts deposited"),
}
# The line is drawn in these units: long enough for the numbers of seven days.
WIDTH: Final = 320
EDGE: Final = 10


@dataclass(frozen=True)
class DayView:
    """One row of the table; `planned` and `last` are days or None."""

    number: int
    kind: DateKind
    name: str
    planned: date | None
    last: date | None
    is_kept: bool
    text: str
    article: str


@dataclass(frozen=True)
class PointView:
    """One day on the line: where, the numbers of its rows, and whether its number stands above."""

    at: int
    numbers: str
    is_above: bool


@dataclass(frozen=True)
class CalendarView:
    """The days of an assembly: rows, points of the line, where voting runs on it, and today where it is on the line."""

    rows: tuple[DayView, ...]
    points: tuple[PointView, ...]
    voting: tuple[int, int]
    today: int | None
    first: date
    last: date


def planned_dates(work: Work, row: AssemblyRow, vote: VoteRow) -> PlannedDates:
    """Return the days of an assembly and its vote on the cooperative's calendar."""
    first = get_assembly(work.session, row.first_meeting_id) if row.first_meeting_id else None
    closes_at = vote.closed_at or vote.closes_at
    return PlannedDates(
        row.held_on,
        row.record_date,
        vote.opens_at.astimezone(zone()).date(),
        closes_at.astimezone(zone()).date(),
        is_extended=vote.paper is not None and vote.paper.closes_at > vote.paper.announced_closes_at,
        is_announced=first is not None and first.second_held_on == row.held_on,
    )


def passes_meeting(row: AssemblyRow, latest: datetime | None) -> bool:
    """Tell whether voting can be extended beyond the day of the meeting; `latest` is the last hour, None for none."""
    return latest is not None and latest.astimezone(zone()).date() > row.held_on


def read_calendar(work: Work, row: AssemblyRow, vote: VoteRow) -> CalendarView:
    """Return the calendar of an assembly as its statutes have it on the day of the meeting."""
    profile = get_profile_on(work.session, row.held_on)
    return describe_calendar(planned_dates(work, row, vote), profile, has_accounts=_has_accounts(work, row))


def list_days(work: Work, row: AssemblyRow, vote: VoteRow) -> tuple[DayView, ...]:
    """Return the days of the calendar of an assembly, as rows in the reader's language."""
    profile = get_profile_on(work.session, row.held_on)
    days = calendar_of(planned_dates(work, row, vote), profile, has_accounts=_has_accounts(work, row))
    return tuple(_row(number, day) for number, day in enumerate(days, start=1))


def _has_accounts(work: Work, row: AssemblyRow) -> bool:
    return any(item.legal_kind is LegalKind.ACCOUNTS for item in get_agenda(work.session, row.id))


def read_calendar_checks(work: Work, row: AssemblyRow, vote: VoteRow) -> list[Check]:
    """Return what is wrong with the dates of an assembly as checks that warn and do not block."""
    found = calendar_problems(planned_dates(work, row, vote), get_profile_on(work.session, row.held_on), today())
    return [Check(Finding.WARN, problem.message, problem.params) for problem in found]


def describe_problems(problems: tuple[CalendarProblem, ...]) -> list[str]:
    """Return the sentences of problems in the reader's language."""
    return [translator().say(each.message, **each.params) for each in problems]


def describe_calendar(plan: PlannedDates, profile: Profile, *, has_accounts: bool) -> CalendarView:
    """Return the calendar of planned dates under a profile, in the reader's language."""
    days = calendar_of(plan, profile, has_accounts=has_accounts)
    rows = tuple(_row(number, day) for number, day in enumerate(days, start=1))
    numbers: dict[date, list[int]] = {}
    for row in rows:
        # A day that is over without being planned is on the line where the law puts it.
        numbers.setdefault(row.planned or row.last or plan.held_on, []).append(row.number)
    first, last = min(numbers), max(numbers)
    span = max((last - first).days, 1)

    def at(day: date) -> int:
        return EDGE + (WIDTH - 2 * EDGE) * (day - first).days // span

    points = tuple(
        PointView(at(day), ", ".join(map(str, numbers[day])), is_above=index % 2 == 0)
        for index, day in enumerate(sorted(numbers))
    )
    here = at(today()) if first <= today() <= last else None
    return CalendarView(rows, points, (at(plan.opens_on), at(plan.closes_on)), here, first, last)


def _row(number: int, day: CalendarDay) -> DayView:
    said, source = translator(), day.source
    return DayView(
        number=number,
        kind=day.kind,
        name=str(NAMES[day.kind]),
        planned=day.planned,
        last=day.last,
        is_kept=day.is_kept,
        text=said.say(source.text) if source else "",
        article=citation(source) if source else "",
    )
