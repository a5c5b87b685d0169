"""The attendance list on the screen, at any moment of the meeting; and correcting one of its entries."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.attendance.forms import CorrectionForm
from govapp.assembly.attendance.queries.people import get_people, get_person
from govapp.assembly.attendance.queries.rows import get_attendance_entry, list_attendance
from govapp.assembly.attendance.rules.meeting_day import DESK_ROLES, READERS
from govapp.assembly.attendance.rules.moves import Move
from govapp.assembly.attendance.rules.presence import PresenceColumn
from govapp.assembly.attendance.service.desk import CorrectAttendance, correct_entry
from govapp.assembly.attendance.views import bp
from govapp.assembly.attendance.views.presenters import words_of
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.meeting.views.values import template_context, to_local, to_utc
from govapp.assembly.votes.queries.attendance import read_attendance
from govapp.assembly.votes.queries.taking_part import get_roll_of_meeting
from govapp.forms import MENDABLE
from govapp.request_context import now, officers, read_only, refused, transact

PAGE = "/office/assemblies/<int:assembly_id>/attendance"
MAX_BEFOREHAND_SHOWN = 500


@bp.get(PAGE)
@officers(*READERS)
def attendance_list(assembly_id: int) -> ResponseReturnValue:
    """Show who is there, who is represented and who voted beforehand, at the moment `?at=` or now."""
    moment = asked_moment()
    with read_only() as work:
        found = read_attendance(work.session, assembly_id, moment, work.now)
        entries = list_attendance(work.session, assembly_id)
        roll_id = get_roll_of_meeting(work.session, assembly_id)
        people = get_people(work.session, roll_id, {each.party_id for each in entries}, work.now)
    return render_template(
        "assembly/attendance/attendance_list.html",
        row=found.assembly,
        found=found,
        entries=[(each, people[each.party_id]) for each in reversed(entries)],
        corrected={each.corrects for each in entries},
        struck=Move.STRUCK,
        columns=PresenceColumn,
        at=to_local(moment).strftime("%Y-%m-%dT%H:%M"),
        is_now=moment == now(),
        most=MAX_BEFOREHAND_SHOWN,
        **words_of(found.assembly.held_on),
        **template_context(),
    ), 200


@bp.get(f"{PAGE}/<int:number>")
@officers(*DESK_ROLES)
def entry(assembly_id: int, number: int) -> ResponseReturnValue:
    """Show one entry with the form that corrects it."""
    return _entry_page(assembly_id, number, CorrectionForm()), 200


@bp.post(f"{PAGE}/<int:number>")
@officers(*DESK_ROLES)
def correct(assembly_id: int, number: int) -> ResponseReturnValue:
    """Correct an entry: another row stands in its place, with the reason."""
    form = CorrectionForm(request.form)
    is_hour = form.what.data == "hour"
    if not form.validate():
        return _entry_page(assembly_id, number, form), 422
    if is_hour and form.at.data is None:
        form.at.errors = [gettext("Give the right hour.")]
        return _entry_page(assembly_id, number, form), 422
    at = to_utc(form.at.data) if is_hour and form.at.data else None
    try:
        transact(
            lambda work: correct_entry(
                work,
                CorrectAttendance(
                    assembly_id, get_roll_of_meeting(work.session, assembly_id), number, at, form.reason.data or ""
                ),
            )
        )
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return _entry_page(assembly_id, number, form), status
    flash(gettext("The correction is written down. The entry it corrects stays to be read."), "ok")
    return redirect(url_for("attendance.attendance_list", assembly_id=assembly_id), code=303)


def asked_moment() -> datetime:
    """Return the moment that the address asks for, or now; nonsense and the future are now."""
    typed = request.args.get("at", "")
    try:
        # The wall clock shows minutes: a list at 17:45 holds whoever came in that minute.
        asked = to_utc(datetime.strptime(typed, "%Y-%m-%dT%H:%M").replace(second=59))  # noqa: DTZ007
    except ValueError:
        return now()
    return min(asked, now())


def _entry_page(assembly_id: int, number: int, form: CorrectionForm) -> str:
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        roll_id = get_roll_of_meeting(work.session, assembly_id)
        found = get_attendance_entry(work.session, assembly_id, number)
        person = get_person(work.session, roll_id, found.party_id, work.now)
    if request.method == "GET":
        form.at.data = to_local(found.at)
    return render_template(
        "assembly/attendance/entry.html", row=row, entry=found, person=person, form=form, **words_of(row.held_on)
    )
