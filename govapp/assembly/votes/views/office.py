"""Pages of the secretariat: the list of assemblies, a new one, the head of one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.agenda.rules.copying import YearShift
from govapp.assembly.agenda.service import CopyAgenda, copy_agenda
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly, list_assemblies
from govapp.assembly.meeting.rules.calendar import PlannedDates, calendar_problems, opening_moment, propose_dates
from govapp.assembly.meeting.rules.changes import ChangedMeanwhile
from govapp.assembly.meeting.views import bp
from govapp.assembly.meeting.views.values import required_value, to_local, to_utc
from govapp.assembly.votes.forms import AssemblyForm, ProposeForm
from govapp.assembly.votes.queries.votes import VoteRow, list_votes
from govapp.assembly.votes.service import AssemblyDraft, CreateAssembly, EditAssembly, create_assembly, edit_assembly
from govapp.assembly.votes.views.dates import CalendarView, describe_calendar, describe_problems
from govapp.assembly.votes.views.labels import template_context
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import now, officers, read_only, today, transact, translator
from govapp.statutes.queries import get_profile_on

# Proposed hours, for somebody to change: people read their mail in the morning, and a count takes an afternoon at most.
OPENING_HOUR, CLOSING_HOUR = time(9), time(12)
# The same day of the week, a year later.
A_YEAR = timedelta(weeks=52)
READERS = (Role.SECRETARY, Role.AUDITOR)


@bp.get("/office/assemblies")
@officers(*READERS)
def office_list() -> ResponseReturnValue:
    """List all assemblies."""
    with read_only() as work:
        rows = [(row, list_votes(work.session, row.id)) for row in list_assemblies(work.session)]
    return render_template("assembly/meeting/office_list.html", rows=rows, **template_context())


@bp.route("/office/assemblies/new", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def new() -> ResponseReturnValue:
    """Make a new assembly."""
    form = AssemblyForm()
    problem, dates = None, DatesSaid()
    if not form.is_submitted():
        dates = _propose(form)
    elif form.validate():
        dates = check_dates(form)
        if dates.stand_in_the_way(form):
            return head_page(form, None, None, dates)
        try:
            number = transact(lambda work: _create(work, form))
        except Refusal as refusal:
            problem = translator().describe_refusal(refusal)
        else:
            flash(
                gettext(
                    "The assembly is made with the agenda of the earlier one. In its texts the year of that meeting "
                    "and the one before it became those of the new meeting. Look through them."
                )
                if form.copies.data
                else gettext("The assembly is made. Now write its agenda."),
                "ok",
            )
            return redirect(url_for("meeting.run_sheet", assembly_id=number), code=303)
    return head_page(form, None, problem, dates)


@bp.route("/office/assemblies/<int:assembly_id>/edit", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def edit(assembly_id: int) -> ResponseReturnValue:
    """Change the head of a draft."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        vote = list_votes(work.session, assembly_id)[-1]
    form = AssemblyForm()
    problem, dates = None, DatesSaid()
    if not form.is_submitted():
        _show(form, row, vote)
        dates = check_dates(form, may_be_late=True)
    elif form.validate():
        # The notice of a meeting that stays on its day may have left: only a new day can be refused.
        dates = check_dates(form, may_be_late=form.held_on.data == row.held_on)
        if dates.stand_in_the_way(form):
            return head_page(form, row, None, dates)
        command = EditAssembly(assembly_id, form.version.data or 0, draft_of(form))
        try:
            transact(lambda work: edit_assembly(work, command))
        except Refusal as refusal:
            problem = translator().describe_refusal(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.version.data = row.version
        else:
            return redirect(url_for("meeting.run_sheet", assembly_id=assembly_id), code=303)
    return head_page(form, row, problem, dates)


def _create(work: Work, form: AssemblyForm) -> int:
    """Make an assembly, with the agenda of an earlier one where that is asked for."""
    number = create_assembly(work, CreateAssembly(draft_of(form)))
    if form.copies.data:
        copied = CopyAgenda(form.copies.data, number, with_documents=bool(form.with_documents.data))
        copy_agenda(work, copied)
    return number


@dataclass(frozen=True)
class DatesSaid:
    """What is said about the dates of a form: their calendar, and what is wrong with them.

    `is_late` says that the notice could not leave in time, which nothing mends but another day.
    """

    calendar: CalendarView | None = None
    problems: tuple[str, ...] = ()
    is_late: bool = False

    def stand_in_the_way(self, form: AssemblyForm) -> bool:
        """Tell whether a form cannot be saved because of its dates."""
        return self.is_late or (bool(self.problems) and not form.accepts.data)


def head_page(
    form: AssemblyForm,
    row: AssemblyRow | None,
    problem: tuple[str, str] | None,
    dates: DatesSaid,
    first: AssemblyRow | None = None,
) -> ResponseReturnValue:
    """Return the page with the head of an assembly: a new one, `row`, or the second meeting of `first`."""
    page = render_template(
        "assembly/meeting/head.html",
        form=form,
        ask=ProposeForm(),
        row=row,
        first=first,
        problem=problem,
        dates=dates,
        **template_context(),
    )
    is_refused = problem or form.errors or (form.is_submitted() and dates.problems)
    return page, 422 if is_refused else 200


def _propose(form: AssemblyForm) -> DatesSaid:
    """Fill a form with dates that law and statutes allow for the day that was asked for, if there is one."""
    asked = ProposeForm(request.args)
    is_valid = asked.validate()
    held_on = asked.day.data if is_valid else None
    source_id = asked.source.data if is_valid else None
    with read_only() as work:
        source = get_assembly(work.session, source_id) if source_id else None
    if source is not None:
        held_on = held_on or source.held_on + A_YEAR
        form.copies.data = source.id
        form.fill("place", source.place)
        form.fill("title", YearShift(source.held_on.year, held_on.year - source.held_on.year).moved(source.title))
    if held_on is None:
        return DatesSaid()
    fill_dates(form, held_on)
    return check_dates(form)


def fill_dates(form: AssemblyForm, held_on: date) -> None:
    """Write into a form the dates that law and statutes allow for a meeting on that day, as far as there is time."""
    with read_only() as work:
        plan = propose_dates(held_on, get_profile_on(work.session, held_on), today())
    form.held_on.data, form.record_date.data = held_on, plan.record_date
    form.opens_at.data = opening_moment(plan.opens_on, OPENING_HOUR, to_local(now()))
    form.closes_at.data = datetime.combine(plan.closes_on, CLOSING_HOUR)


def check_dates(form: AssemblyForm, *, may_be_late: bool = False, is_announced: bool = False) -> DatesSaid:
    """Return what law and statutes say of the dates of a form that has them all.

    `may_be_late` says that its notice may have left already; `is_announced` that an earlier notice named the day.
    """
    plan = PlannedDates(
        required_value(form.held_on.data),
        required_value(form.record_date.data),
        required_value(form.opens_at.data).date(),
        required_value(form.closes_at.data).date(),
        is_announced=is_announced,
    )
    with read_only() as work:
        profile = get_profile_on(work.session, plan.held_on)
    problems = tuple(calendar_problems(plan, profile, today()))
    is_late = not may_be_late and any(each.is_refused for each in problems)
    calendar = describe_calendar(plan, profile, has_accounts=False)
    return DatesSaid(calendar, tuple(describe_problems(problems)), is_late=is_late)


def _show(form: AssemblyForm, row: AssemblyRow, vote: VoteRow) -> None:
    form.version.data = row.version
    form.fill("title", row.title)
    form.held_on.data = row.held_on
    form.fill("place", row.place)
    form.record_date.data = row.record_date
    form.is_second_meeting.data = row.is_second_meeting
    form.second_held_on.data = row.second_held_on
    form.opens_at.data = to_local(vote.opens_at)
    form.closes_at.data = to_local(vote.closes_at)


def draft_of(form: AssemblyForm) -> AssemblyDraft:
    """Return the head of an assembly as a form that is whole has it."""
    return AssemblyDraft(
        title=form.texts("title"),
        held_on=required_value(form.held_on.data),
        place=form.texts("place"),
        record_date=required_value(form.record_date.data),
        opens_at=to_utc(required_value(form.opens_at.data)),
        closes_at=to_utc(required_value(form.closes_at.data)),
        is_second_meeting=bool(form.is_second_meeting.data),
        second_held_on=form.second_held_on.data,
    )
