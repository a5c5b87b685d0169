"""Paper and hands: the desk marks who votes in the room on the voting list, before a paper is given."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from govapp.assembly.attendance.forms import SoughtForm
from govapp.assembly.attendance.queries.people import Attendant, find_people, get_people, get_person
from govapp.assembly.attendance.rules.meeting_day import DESK_ROLES, READERS, require_day
from govapp.assembly.attendance.rules.sought import read_sought
from govapp.assembly.attendance.views.presenters import words_of
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.forms import HandsForm, MarkForm, UnmarkForm
from govapp.assembly.votes.queries.in_room import (
    channel_of,
    count_marks,
    find_waiver,
    list_present,
    list_vote_marks,
    with_givers,
)
from govapp.assembly.votes.queries.votes import VoteRow, get_items, get_vote, list_votes
from govapp.assembly.votes.rules.in_room import ROOM_CHANNEL_NAMES, NotHeldInRoom, elects_persons
from govapp.assembly.votes.rules.states import Channel, VoteState
from govapp.assembly.votes.service.in_room import (
    MarkInRoom,
    TakeMarkBack,
    WaiveSecrecy,
    mark_in_room,
    take_back_mark,
    waive_secrecy,
)
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.labels import template_context
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.ballots import queries as ballots
from govapp.ballots.rules.room_marks import RoomChannel
from govapp.db.uow import Work
from govapp.forms import MENDABLE, PageForm
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import fresh, officers, read_only, refused, transact

PAGE = "/paper-and-hands"
PERSON = f"{PAGE}/holders/<int:party_id>"
SHOWN_LAST = 10


@bp.get(FIRST + PAGE, defaults={"ordinal": 1})
@bp.get(LATER + PAGE)
@officers(*READERS)
def in_room(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Show who votes in the room, and the field that finds somebody to be marked."""
    return show_in_room(assembly_id, ordinal), 200


@bp.post(FIRST + PAGE, defaults={"ordinal": 1})
@bp.post(LATER + PAGE)
@officers(*DESK_ROLES)
def seek_in_room(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Look for somebody by a scan, a number or a name, with those whose proxies he or she holds."""
    form = SoughtForm(request.form)
    if not form.validate():
        return show_in_room(assembly_id, ordinal, sought=form), 422
    try:
        with read_only() as work:
            require_day(work.now, get_assembly(work.session, assembly_id).held_on, work.zone)
            vote = _with_list(get_vote(work.session, assembly_id, ordinal))
            people = find_people(work.session, vote.frozen_roll_id, read_sought(form.sought.data or ""), work.now)
            found = with_givers(work.session, vote, people, work.now)
    except MENDABLE as refusal:
        form.sought.data = ""
        status = refused(form, refusal)
        return show_in_room(assembly_id, ordinal, sought=form), status
    return show_in_room(assembly_id, ordinal, sought=form, people=found, is_answer=True), 200


@bp.post(f"{FIRST}{PERSON}/mark", defaults={"ordinal": 1})
@bp.post(f"{LATER}{PERSON}/mark")
@officers(*DESK_ROLES)
def mark(assembly_id: int, ordinal: int, party_id: int) -> ResponseReturnValue:
    """Mark a right: from now on it is used in the room only."""
    form = mark_form(party_id, request.form)
    if not form.validate():
        return _person_again(assembly_id, ordinal, party_id, form), 422
    command = MarkInRoom(
        assembly_id,
        ordinal,
        party_id,
        RoomChannel(form.channel.data),
        statutes_allow=bool(form.statutes_allow.data),
        reason=form.reason.data or "",
    )
    try:
        found = transact(lambda work: mark_in_room(work, command))
    except MENDABLE as refusal:
        return _refused(assembly_id, ordinal, party_id, form, refusal)
    said = gettext("%(name)s is marked: one paper. Nothing is cast on line with this right any more.")
    if found.channel is RoomChannel.HANDS:
        said = gettext("%(name)s is marked: one hand. Nothing is cast on line with this right any more.")
    return _written(assembly_id, ordinal, party_id, said)


@bp.post(f"{FIRST}{PERSON}/unmark", defaults={"ordinal": 1})
@bp.post(f"{LATER}{PERSON}/unmark")
@officers(*DESK_ROLES)
def unmark(assembly_id: int, ordinal: int, party_id: int) -> ResponseReturnValue:
    """Take a mark back, with a reason."""
    form = unmark_form(party_id, request.form)
    if not form.validate():
        return _person_again(assembly_id, ordinal, party_id, form), 422
    command = TakeMarkBack(assembly_id, ordinal, party_id, form.reason.data or "")
    try:
        transact(lambda work: take_back_mark(work, command))
    except MENDABLE as refusal:
        return _refused(assembly_id, ordinal, party_id, form, refusal)
    return _written(assembly_id, ordinal, party_id, gettext("The mark of %(name)s is taken back."))


@bp.post(f"{FIRST}{PAGE}/waive", defaults={"ordinal": 1})
@bp.post(f"{LATER}{PAGE}/waive")
@officers(Role.SECRETARY)
@fresh
def waive_hands(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Write down why hands are raised for persons."""
    form = waive_form(request.form)
    if not form.validate():
        return show_in_room(assembly_id, ordinal, waive=form), 422
    command = WaiveSecrecy(assembly_id, ordinal, form.reason.data or "")
    try:
        transact(lambda work: waive_secrecy(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return show_in_room(assembly_id, ordinal, waive=form), status
    flash(gettext("It is written down: hands can be raised for persons in this vote."), "ok")
    return _back(assembly_id, ordinal)


def mark_form(party_id: int, posted: MultiDict[str, str] | None = None) -> MarkForm:
    """Return the form that marks one person: there is one for each who was found."""
    return MarkForm(posted, prefix=f"mark{party_id}-")


def unmark_form(party_id: int, posted: MultiDict[str, str] | None = None) -> UnmarkForm:
    """Return the form that takes the mark of one person back."""
    return UnmarkForm(posted, prefix=f"unmark{party_id}-")


def waive_form(posted: MultiDict[str, str] | None = None) -> HandsForm:
    """Return the form that waives the secret vote on persons."""
    return HandsForm(posted, prefix="waive-")


def show_in_room(
    assembly_id: int,
    ordinal: int,
    *,
    sought: SoughtForm | None = None,
    people: list[Attendant] | None = None,
    person: PageForm | None = None,
    waive: HandsForm | None = None,
    is_answer: bool = False,
) -> str:
    """Return the page; `person` is a form about the one of `people` that came back with its errors."""
    with read_only() as work:
        context = _context(work, assembly_id, ordinal)
    forms = [
        (
            each,
            person if isinstance(person, MarkForm) else mark_form(each.party_id),
            person if isinstance(person, UnmarkForm) else unmark_form(each.party_id),
        )
        for each in people or []
    ]
    return render_template(
        "assembly/votes/in_room.html",
        form=sought or SoughtForm(),
        people=forms,
        waive=waive or waive_form(),
        is_answer=is_answer,
        **context,
    )


def _context(work: Work, assembly_id: int, ordinal: int) -> dict[str, Any]:
    row, vote = get_assembly(work.session, assembly_id), get_vote(work.session, assembly_id, ordinal)
    items = get_items(work.session, vote)
    marks = list_vote_marks(work.session, vote)
    rows = () if vote.paper is None else ballots.list_marks(work.session, vote.paper.id)
    last = rows[-SHOWN_LAST:]
    known = get_people(work.session, vote.frozen_roll_id, {each.party_id for each in last}, work.now) if last else {}
    is_held = channel_of(vote) is Channel.BOTH and vote.roll_id is not None
    return template_context() | {
        "row": row,
        "vote": vote,
        "votes": list_votes(work.session, assembly_id),
        "is_held": is_held,
        "is_now": is_held and vote.state in {VoteState.OPEN, VoteState.CLOSED},
        "elects": elects_persons(items),
        "waiver": find_waiver(work.session, vote.id),
        "marks": marks,
        "marked": count_marks(marks),
        "joined_late": sum(each.is_late for each in marks.values()),
        "there": list_present(work.session, assembly_id, work.now),
        "last": [(each, known[each.party_id]) for each in reversed(last)],
        "channel_names": ROOM_CHANNEL_NAMES,
        **words_of(row.held_on),
    }


def _refused(assembly_id: int, ordinal: int, party_id: int, form: PageForm, refusal: Refusal) -> ResponseReturnValue:
    status = refused(form, refusal)
    return _person_again(assembly_id, ordinal, party_id, form), status


def _with_list(vote: VoteRow) -> VoteRow:
    """Return a vote whose voting list is frozen; raises NotHeldInRoom for a draft, which has none."""
    if vote.roll_id is None:
        raise NotHeldInRoom
    return vote


def _person_again(assembly_id: int, ordinal: int, party_id: int, form: PageForm) -> str:
    with read_only() as work:
        vote = _with_list(get_vote(work.session, assembly_id, ordinal))
        person = get_person(work.session, vote.frozen_roll_id, party_id, work.now)
    return show_in_room(assembly_id, ordinal, people=[person], person=form, is_answer=True)


def _written(assembly_id: int, ordinal: int, party_id: int, said: str) -> Response:
    with read_only() as work:
        vote = get_vote(work.session, assembly_id, ordinal)
        person = get_person(work.session, vote.frozen_roll_id, party_id, work.now)
    flash(said % {"name": f"{person.name} ({person.number})"}, "ok")
    return _back(assembly_id, ordinal)


def _back(assembly_id: int, ordinal: int) -> Response:
    return redirect(url_for("votes.in_room", assembly_id=assembly_id, ordinal=ordinal), code=303)
