"""The hours of a vote and the day of its meeting, as a file for calendars."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.meeting.queries import AssemblyRow
from govapp.assembly.meeting.views import bp
from govapp.assembly.votes.queries.results import list_seal_faults
from govapp.assembly.votes.queries.votes import VoteRow, get_vote, get_vote_of_paper
from govapp.assembly.votes.rules.states import VoteNotFound, VoteState
from govapp.assembly.votes.views import bp as votes_bp
from govapp.assembly.votes.views.public import published
from govapp.ballots import queries as ballots
from govapp.db.uow import Work
from govapp.kernel.icalendar import CalendarEvent, as_icalendar
from govapp.request_context import language, public, read_only, settings

LAST_CALL = timedelta(minutes=30)
REMINDS_BEFORE = timedelta(hours=24)


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
