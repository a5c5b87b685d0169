"""The bureau of a meeting and its hours, recorded by the secretary."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from govapp.assembly.attendance.forms import BureauForm, HourForm, LeaveBureauForm
from govapp.assembly.attendance.queries.rows import get_hours, list_bureau
from govapp.assembly.attendance.rules.bureau import BureauOffice, bureau_at, has_chair
from govapp.assembly.attendance.rules.meeting_day import READERS, MeetingHour
from govapp.assembly.attendance.service.bureau import (
    AppointToBureau,
    LeaveBureau,
    RecordHour,
    appoint_to_bureau,
    leave_bureau,
    record_hour,
)
from govapp.assembly.attendance.views import bp
from govapp.assembly.attendance.views.presenters import words_of
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.meeting.views.values import required_value, to_local, to_utc
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.request_context import language, now, officers, read_only, refused, transact

PAGE = "/office/assemblies/<int:assembly_id>/bureau"


@bp.get(PAGE)
@officers(*READERS)
def bureau(assembly_id: int) -> ResponseReturnValue:
    """Show who is in the bureau, who was, and when the meeting was opened and closed."""
    return show_bureau(assembly_id), 200


@bp.post(PAGE)
@officers(Role.SECRETARY)
def appoint(assembly_id: int) -> ResponseReturnValue:
    """Put somebody into the bureau; a form that cannot be taken comes back as it was filled in."""
    form = BureauForm(request.form)
    if not form.validate():
        return show_bureau(assembly_id, form=form), 422
    command = AppointToBureau(
        assembly_id,
        BureauOffice(form.office.data),
        form.name.data or "",
        form.place.data or "",
        to_utc(required_value(form.since.data)),
        form.shareholder.data,
    )
    try:
        transact(lambda work: appoint_to_bureau(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return show_bureau(assembly_id, form=form), status
    flash(gettext("It is recorded."), "ok")
    return _back(assembly_id)


@bp.post(f"{PAGE}/<int:number>/leave")
@officers(Role.SECRETARY)
def leave(assembly_id: int, number: int) -> ResponseReturnValue:
    """Record that somebody left the bureau."""
    form = leave_form(number, request.form)
    if not form.validate():
        return show_bureau(assembly_id, leaving=(number, form)), 422
    command = LeaveBureau(assembly_id, number, to_utc(required_value(form.at.data)), form.reason.data or "")
    try:
        transact(lambda work: leave_bureau(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return show_bureau(assembly_id, leaving=(number, form)), status
    flash(gettext("It is recorded."), "ok")
    return _back(assembly_id)


@bp.post("/office/assemblies/<int:assembly_id>/hours")
@officers(Role.SECRETARY)
def hours(assembly_id: int) -> ResponseReturnValue:
    """Record that the chair opened or closed the meeting."""
    form = HourForm(request.form, prefix="hour-")
    meant = form.meant()
    if not form.validate() or meant is None:
        return show_bureau(assembly_id, hour=form), 422
    command = RecordHour(assembly_id, meant, to_utc(required_value(form.at.data)))
    try:
        transact(lambda work: record_hour(work, command))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return show_bureau(assembly_id, hour=form), status
    flash(gettext("It is recorded."), "ok")
    return _back(assembly_id)


def leave_form(number: int, posted: MultiDict[str, str] | None = None) -> LeaveBureauForm:
    """Return the form with which a member leaves the bureau: there is one for each on the page."""
    return LeaveBureauForm(posted, prefix=f"leave{number}-")


def show_bureau(
    assembly_id: int,
    *,
    form: BureauForm | None = None,
    leaving: tuple[int, LeaveBureauForm] | None = None,
    hour: HourForm | None = None,
) -> str:
    """Return the page; the forms are those that came back with their errors."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        members = list_bureau(work.session, assembly_id)
        recorded = get_hours(work.session, assembly_id)
    form, hour = form or BureauForm(), hour or HourForm(prefix="hour-")
    leave_forms = {each.number: leave_form(each.number) for each in members if each.ended_at is None}
    if leaving is not None:
        leave_forms[leaving[0]] = leaving[1]
    for field in (form.since, hour.at, *(each.at for each in leave_forms.values())):
        field.data = field.data or to_local(now())
    if not form.errors and not form.form_errors:
        form.place.data = form.place.data or row.place.in_language(language()).text
    return render_template(
        "assembly/attendance/bureau.html",
        row=row,
        members=members,
        there=bureau_at(members, now()),
        has_chair=has_chair(members, now()),
        opened_at=recorded.get(MeetingHour.OPENED),
        closed_at=recorded.get(MeetingHour.CLOSED),
        form=form,
        hour=hour,
        leave_forms=leave_forms,
        **words_of(row.held_on),
    )


def _back(assembly_id: int) -> Response:
    return redirect(url_for("attendance.bureau", assembly_id=assembly_id), code=303)
