"""The hours of a vote and the day of its meeting, as a file for calendars."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.views import bp
from govapp.assembly.votes.queries.results import list_seal_faults
from govapp.assembly.votes.queries.votes import VoteRow, get_vote, get_vote_of_paper, list_votes
from govapp.assembly.votes.rules.states import VoteNotFound, VoteState
from govapp.assembly.votes.views import bp as votes_bp
from govapp.assembly.votes.views.dates import DayView, list_days
from govapp.assembly.votes.views.office import READERS
from govapp.assembly.votes.views.public import published
from govapp.ballots import queries as ballots
from govapp.db.uow import Work
from govapp.kernel.icalendar import CalendarEvent, as_icalendar
from govapp.request_context import language, officers, public, read_only, settings, translator

LAST_CALL = timedelta(minutes=30)
REMINDS_BEFORE = timedelta(hours=24)
REMINDS_OF_A_TERM = timedelta(days=7)


@bp.get("/assemblies/<int:assembly_id>/calendar.ics", defaults={"ordinal": 1})
@bp.get("/assemblies/<int:assembly_id>/votes/<int:ordinal>/calendar.ics")
@public
def calendar(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Return the closing hour of a vote and the day of the meeting, in the reader's language."""
    with read_only() as work:
        row = published(work, assembly_id)
        return _file(work, row, get_vote(work.session, assembly_id, ordinal))


@votes_bp.get("/vote/<uuid>/calendar.ics")
@public
def calendar_of(uuid: str) -> ResponseReturnValue:
    """Return the same for whoever knows the ballot paper."""
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        return _file(work, published(work, vote.assembly_id), vote)


@bp.get("/office/assemblies/<int:assembly_id>/calendar.ics")
@officers(*READERS)
def office_calendar(assembly_id: int) -> ResponseReturnValue:
    """Return the days that law and statutes ask of an assembly, each with its reason, a week before as a reminder."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        days = list_days(work, row, list_votes(work.session, assembly_id)[-1])
    events = [_day(row, each) for each in days]
    response = Response(as_icalendar(events), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="assembly-{row.id}-dates.ics"'
    return response


def _day(row: AssemblyRow, day: DayView) -> CalendarEvent:
    at = day.planned or day.last or row.held_on
    latest = gettext("%(last)s at the latest", last=translator().write(day.last)) + "." if day.last else ""
    article = f"({day.article})" if day.article else ""
    return CalendarEvent(
        uid=f"assembly-{row.id}-{day.kind}@{_host()}",
        sequence=row.version,
        changed_at=row.changed_at,
        begins=at,
        ends=at,
        title=f"{day.name}: {row.title.in_language(language())}",
        text=" ".join(filter(None, (latest, day.text, article))),
        url=settings().base_url + url_for("meeting.run_sheet", assembly_id=row.id),
        is_cancelled=row.is_called_off,
        reminds_before=REMINDS_OF_A_TERM,
    )


def _file(work: Work, row: AssemblyRow, vote: VoteRow) -> Response:
    if not vote.is_public:
        raise VoteNotFound
    for fault in list_seal_faults(work.session, vote):
        raise fault
    events = (_closing(work, row, vote), _meeting(row))
    response = Response(as_icalendar(events), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="vote-{row.id}-{vote.ordinal}.ics"'
    return response


def _closing(work: Work, row: AssemblyRow, vote: VoteRow) -> CalendarEvent:
    changes = ballots.get_hours(work.session, vote.paper).changes if vote.paper else ()
    is_cancelled = vote.state is VoteState.CANCELLED
    title = str(row.title.in_language(language()))
    return CalendarEvent(
        uid=f"vote-{vote.prepared_paper_uuid}@{_host()}",
        sequence=len(changes) + is_cancelled,
        changed_at=vote.changed_at,
        begins=vote.closes_at - LAST_CALL,
        ends=vote.closes_at,
        title=gettext("Last half hour to vote: %(title)s", title=title),
        text=gettext("You vote by the personal link in your mail. No link? Ask for one here: %(url)s", url=_ask()),
        url=_page(row),
        is_cancelled=is_cancelled,
        reminds_before=REMINDS_BEFORE,
    )


def _meeting(row: AssemblyRow) -> CalendarEvent:
    return CalendarEvent(
        uid=f"assembly-{row.id}@{_host()}",
        sequence=row.version,
        changed_at=row.changed_at,
        begins=row.held_on,
        ends=row.held_on,
        title=str(row.title.in_language(language())),
        place=str(row.place.in_language(language())),
        url=_page(row),
    )


def _host() -> str:
    return urlsplit(settings().base_url).hostname or "govapp"


def _page(row: AssemblyRow) -> str:
    return settings().base_url + url_for("meeting.assembly", assembly_id=row.id)


def _ask() -> str:
    return settings().base_url + url_for("register.ask_link")
