"""The second meeting from a first without quorum: one press leads to the form, which is filled; the next makes it."""

from typing import Final

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.rules.calendar import earliest_meeting
from govapp.assembly.meeting.views import bp
from govapp.assembly.votes.forms import AssemblyForm, ProposeForm
from govapp.assembly.votes.service import MakeSecondMeeting, make_second_meeting
from govapp.assembly.votes.views.office import DatesSaid, check_dates, draft_of, fill_dates, head_page
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_, Refusal
from govapp.kernel.texts import Language, Texts
from govapp.language.translator import translator_for
from govapp.request_context import officers, read_only, today, transact, translator
from govapp.statutes.queries import get_profile_on

TITLE: Final = N_("Second meeting: %(title)s")


@bp.route("/office/assemblies/<int:assembly_id>/second", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def second_meeting(assembly_id: int) -> ResponseReturnValue:
    """Make the second meeting of an assembly, with the items that had no quorum."""
    with read_only() as work:
        first = get_assembly(work.session, assembly_id)
    form, problem, dates = AssemblyForm(), None, DatesSaid()
    if not form.is_submitted():
        _propose(form, first)
        dates = _check(form, first)
    elif form.validate():
        dates = _check(form, first)
        if dates.stand_in_the_way(form):
            return head_page(form, None, None, dates, first)
        command = MakeSecondMeeting(first.id, draft_of(form))
        try:
            number = transact(lambda work: make_second_meeting(work, command))
        except Refusal as refusal:
            problem = translator().describe_refusal(refusal)
        else:
            flash(gettext("The second meeting is made, with the items that had no quorum. Look through it."), "ok")
            return redirect(url_for("meeting.run_sheet", assembly_id=number), code=303)
    return head_page(form, None, problem, dates, first)


def _propose(form: AssemblyForm, first: AssemblyRow) -> None:
    asked = ProposeForm(request.args)
    wanted = asked.day.data if asked.validate() else None
    with read_only() as work:
        profile = get_profile_on(work.session, first.held_on)
    announced = first.second_held_on if first.second_held_on and first.second_held_on > today() else None
    fill_dates(form, wanted or announced or earliest_meeting(today(), profile))
    form.fill("place", first.place)
    titles = first.title.as_dict()
    said = {code: translator_for(Language(code)).say(TITLE, title=title) for code, title in titles.items()}
    form.fill("title", Texts.from_dict(said))


def _check(form: AssemblyForm, first: AssemblyRow) -> DatesSaid:
    return check_dates(form, is_announced=form.held_on.data == first.second_held_on)
