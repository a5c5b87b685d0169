"""The desk at the door: whoever comes is found by a scan, a number or a name, and stands on the list with one tap."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from govapp.assembly.attendance.forms import DeskForm, SoughtForm
from govapp.assembly.attendance.queries.people import Attendant, find_people, find_scanned, get_people, get_person
from govapp.assembly.attendance.queries.rows import list_attendance
from govapp.assembly.attendance.rules.meeting_day import (
    DESK_ROLES,
    MAX_DESKS,
    begins_at,
    require_day,
    require_desk,
    require_meeting,
)
from govapp.assembly.attendance.rules.moves import AttendanceEntry, Move, present_at
from govapp.assembly.attendance.rules.sought import read_sought
from govapp.assembly.attendance.service.desk import CheckIn, CheckOut, check_in, check_out
from govapp.assembly.attendance.views import bp
from govapp.assembly.attendance.views.presenters import hour_words, words_of
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.views.values import to_utc
from govapp.assembly.proxies.queries import ProxyRow
from govapp.assembly.proxies.service import end_for_giver
from govapp.assembly.votes.queries.taking_part import get_roll_of_meeting
from govapp.db.uow import Work
from govapp.forms import MENDABLE
from govapp.kernel.errors import Refusal
from govapp.request_context import now, officers, read_only, refused, transact
from govapp.shares.people.rules.kinds import PartyKind

PAGE = "/office/assemblies/<int:assembly_id>/desks/<int:desk>"
PERSON = f"{PAGE}/holders/<int:party_id>"
SHOWN_LAST = 5


@bp.get(PAGE)
@officers(*DESK_ROLES)
def desk(assembly_id: int, desk: int) -> ResponseReturnValue:
    """Show one field, and what was written last at this desk."""
    return show_desk(assembly_id, desk, SoughtForm()), 200


@bp.post(PAGE)
@officers(*DESK_ROLES)
def seek(assembly_id: int, desk: int) -> ResponseReturnValue:
    """Look for somebody; whose code was scanned and who may vote is checked in at once.

    The words travel in the body: an address with a personal link in it would stay in logs and in the browser.
    """
    form = SoughtForm(request.form)
    if not form.validate():
        return show_desk(assembly_id, desk, form), 422
    sought = read_sought(form.sought.data or "")
    try:
        with read_only() as work:
            _require_open(work, assembly_id, desk)
            roll_id = get_roll_of_meeting(work.session, assembly_id)
            is_scan = find_scanned(work.session, sought, work.now) is not None
            people = find_people(work.session, roll_id, sought, work.now)
            there = present_at(list_attendance(work.session, assembly_id), work.now)
    except MENDABLE as refusal:
        form.sought.data = ""
        status = refused(form, refusal)
        return show_desk(assembly_id, desk, form), status
    if is_scan:
        form.sought.data = ""
        found = people[0] if people else None
        if found and found.is_on_roll and found.kind is PartyKind.NATURAL and found.party_id not in there:
            return _arrive(assembly_id, desk, found.party_id, desk_form(found.party_id))
    return show_desk(assembly_id, desk, form, people=people, is_answer=True), 200


@bp.post(f"{PERSON}/arrive")
@officers(*DESK_ROLES)
def arrive(assembly_id: int, desk: int, party_id: int) -> ResponseReturnValue:
    """Write down that somebody arrived; a form that cannot be taken comes back as it was filled in."""
    form = desk_form(party_id, request.form)
    if not form.validate():
        return _person_again(assembly_id, desk, party_id, form), 422
    return _arrive(assembly_id, desk, party_id, form)


@bp.post(f"{PERSON}/leave")
@officers(*DESK_ROLES)
def depart(assembly_id: int, desk: int, party_id: int) -> ResponseReturnValue:
    """Write down that somebody left."""
    form = desk_form(party_id, request.form)
    if not form.validate():
        return _person_again(assembly_id, desk, party_id, form), 422
    try:
        entry = transact(
            lambda work: check_out(
                work,
                CheckOut(
                    assembly_id,
                    get_roll_of_meeting(work.session, assembly_id),
                    party_id,
                    desk,
                    _moment(form),
                ),
            )
        )
    except MENDABLE as refusal:
        return _refused(assembly_id, desk, party_id, form, refusal)
    return _written(assembly_id, desk, entry)


def _arrive(assembly_id: int, desk: int, party_id: int, form: DeskForm) -> ResponseReturnValue:
    def use_case(work: Work) -> tuple[AttendanceEntry, ProxyRow | None]:
        roll_id = get_roll_of_meeting(work.session, assembly_id)
        entry = check_in(
            work,
            CheckIn(
                assembly_id,
                roll_id,
                party_id,
                desk,
                is_remote=bool(form.is_remote.data),
                acting_name=form.acting_name.data or "",
                at=_moment(form),
                reason=form.reason.data or "",
            ),
        )
        return entry, end_for_giver(work, assembly_id, party_id, (roll_id,))

    try:
        entry, ended = transact(use_case)
    except MENDABLE as refusal:
        return _refused(assembly_id, desk, party_id, form, refusal)
    if ended is not None:
        params = {"giver": ended.giver.name, "holder": ended.holder.name}
        flash(gettext("%(giver)s had given a proxy to %(holder)s. It ended; both are told by mail.", **params), "warn")
    return _written(assembly_id, desk, entry)


def desk_form(party_id: int, posted: MultiDict[str, str] | None = None, voter: str = "") -> DeskForm:
    """Return the form about one person: there is one for each who was found. `voter` may vote for an organisation."""
    return DeskForm(posted, prefix=f"holder{party_id}-", data={"acting_name": voter})


def show_desk(
    assembly_id: int,
    desk: int,
    form: SoughtForm,
    *,
    people: tuple[Attendant, ...] = (),
    person: DeskForm | None = None,
    is_answer: bool = False,
) -> str:
    """Return the page of a desk; `person` is a form about the one of `people` that came back with its errors."""
    with read_only() as work:
        require_desk(desk)
        row = get_assembly(work.session, assembly_id)
        roll_id = get_roll_of_meeting(work.session, assembly_id)
        entries = list_attendance(work.session, assembly_id)
        last = [each for each in entries if each.desk == desk][-SHOWN_LAST:]
        known = get_people(work.session, roll_id, {each.party_id for each in last}, work.now)
        is_day = work.now >= begins_at(row.held_on, work.zone)
    return render_template(
        "assembly/attendance/desk.html",
        row=row,
        desk=desk,
        desks=range(1, MAX_DESKS + 1),
        form=form,
        is_day=is_day,
        is_answer=is_answer,
        people=[(each, person or desk_form(each.party_id, voter=each.voter)) for each in people],
        there=present_at(entries, now()),
        last=[(each, known[each.party_id]) for each in reversed(last)],
        is_legal=PartyKind.LEGAL,
        **words_of(row.held_on),
    )


def _require_open(work: Work, assembly_id: int, desk: int) -> AssemblyRow:
    """Return the assembly of a desk that is open: nobody looks for people before the day; raises NotTheDay."""
    require_desk(desk)
    row = get_assembly(work.session, assembly_id)
    require_meeting(is_locked=row.is_locked, is_called_off=row.is_called_off)
    require_day(work.now, row.held_on, work.zone)
    return row


def _moment(form: DeskForm) -> datetime | None:
    return to_utc(form.at.data) if form.at.data else None


def _refused(assembly_id: int, desk: int, party_id: int, form: DeskForm, refusal: Refusal) -> ResponseReturnValue:
    status = refused(form, refusal)
    return _person_again(assembly_id, desk, party_id, form), status


def _person_again(assembly_id: int, desk: int, party_id: int, form: DeskForm) -> str:
    with read_only() as work:
        _require_open(work, assembly_id, desk)
        roll_id = get_roll_of_meeting(work.session, assembly_id)
        person = get_person(work.session, roll_id, party_id, work.now)
    return show_desk(assembly_id, desk, SoughtForm(formdata=None), people=(person,), person=form, is_answer=True)


def _written(assembly_id: int, desk: int, entry: AttendanceEntry) -> Response:
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        roll_id = get_roll_of_meeting(work.session, assembly_id)
        person = get_person(work.session, roll_id, entry.party_id, work.now)
    params = {"number": person.number, "name": person.name, "at": hour_words(row.held_on)(entry.at)}
    if entry.move is Move.ARRIVED:
        flash(gettext("%(name)s (no. %(number)s) is checked in: %(at)s.", **params), "ok")
    else:
        flash(gettext("%(name)s (no. %(number)s) has left: %(at)s.", **params), "ok")
    return redirect(url_for("attendance.desk", assembly_id=assembly_id, desk=desk), code=303)
