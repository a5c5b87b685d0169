"""Pages of the secretariat: the list of assemblies, a new one, the head of one, its run sheet."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts import queries as accounts
from govapp.assembly import queries, results
from govapp.assembly.forms import METHOD_WORDS, AssemblyForm, CloseForm, DocumentForm, LockForm
from govapp.assembly.queries import AssemblyRow, ItemRow
from govapp.assembly.readiness import Standing, readiness, standing
from govapp.assembly.rules.agenda import missing_texts
from govapp.assembly.rules.preflight import Check, checks_before_lock, checks_before_opening
from govapp.assembly.rules.refusals import AssemblyNotFound
from govapp.assembly.rules.reminding import next_reminder_at
from govapp.assembly.rules.states import ORDER, AssemblyState, ChangedMeanwhile
from govapp.assembly.service import AssemblyDraft, CreateAssembly, EditAssembly, create_assembly, edit_assembly
from govapp.assembly.service.rows import reference
from govapp.assembly.views import bp
from govapp.assembly.views.words import (
    STATE_WORDS,
    check_line,
    given,
    refusal_words,
    shared,
    to_local,
    to_utc,
)
from govapp.db.uow import Work
from govapp.edge import now, officers, page_number, read_only, settings, transact
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.outbox import queries as outbox
from govapp.outbox.queries import Progress
from govapp.shares import queries as shares
from govapp.shares.rules.days import day_of

READERS = (Role.SECRETARY, Role.AUDITOR)
PAGE = 100


@bp.get("/office/assemblies")
@officers(*READERS)
def office_list() -> ResponseReturnValue:
    """List all assemblies."""
    with read_only() as work:
        rows = queries.assemblies(work.session)
    return render_template("assembly/office_list.html", rows=rows, **shared())


@bp.route("/office/assemblies/new", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def new() -> ResponseReturnValue:
    """Make a new assembly."""
    form = AssemblyForm()
    problem = None
    if form.validate_on_submit():
        try:
            number = transact(lambda work: create_assembly(work, CreateAssembly(_draft(form))))
        except Refusal as refusal:
            problem = refusal_words(refusal)
        else:
            flash(gettext("The assembly is made. Now write its agenda."), "ok")
            return redirect(url_for("assembly.run_sheet", assembly_id=number), code=303)
    return _head_page(form, None, problem)


@bp.route("/office/assemblies/<int:assembly_id>/edit", methods=["GET", "POST"])
@officers(Role.SECRETARY)
def edit(assembly_id: int) -> ResponseReturnValue:
    """Change the head of a draft."""
    with read_only() as work:
        row = queries.assembly(work.session, assembly_id)
    form = AssemblyForm()
    problem = None
    if not form.is_submitted():
        _show(form, row)
    elif form.validate():
        command = EditAssembly(assembly_id, int(form.version.data or 0), _draft(form))
        try:
            transact(lambda work: edit_assembly(work, command))
        except Refusal as refusal:
            problem = refusal_words(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.version.data = str(row.version)
        else:
            return redirect(url_for("assembly.run_sheet", assembly_id=assembly_id), code=303)
    return _head_page(form, row, problem)


@bp.get("/office/assemblies/<int:assembly_id>")
@officers(*READERS)
def run_sheet(assembly_id: int) -> ResponseReturnValue:
    """Show where an assembly stands, what is checked, its agenda, and the one next step."""
    with read_only() as work:
        row = queries.assembly(work.session, assembly_id)
        items = queries.items(work.session, assembly_id)
        vote = standing(work.session, row)
        checks = _checks(row, items, vote)
        general = [each for each in queries.documents(work.session, assembly_id) if each.item_id is None]
        holders = [each for each in accounts.officers(work.session, work.now) if Role.SCRUTINEER in each.roles]
        counted = results.outcome(work.session, row)
        announced = queries.announcement(work.session, assembly_id)
        progress = _progress(work, assembly_id)
    reminder_from = next_reminder_at(row.last_reminded_at, now())
    lock = LockForm()
    lock.trustees.choices = [(each.id, each.name) for each in holders]
    lock.version.data = str(row.version)
    # All scrutineers, unless the secretary takes somebody out: the server holds a key only when nobody is left.
    lock.trustees.data = [each.id for each in holders]
    return render_template(
        "assembly/run_sheet.html",
        row=row,
        items=items,
        general=general,
        missing={gap.number: gap.languages for gap in missing_texts(tuple(each.item for each in items))},
        vote=vote,
        check_lines=[check_line(check) for check in checks],
        blocked=any(check.blocks for check in checks),
        step=ORDER.index(row.state) + (row.state is AssemblyState.ANNOUNCED),
        step_words=[STATE_WORDS[state] for state in ORDER],
        counted=counted,
        announced=announced,
        progress=progress,
        moment=now(),
        lock=lock,
        close=CloseForm(),
        document=DocumentForm(prefix="doc-"),
        is_early=now() < row.closes_at,
        reminder_from=reminder_from,
        may_remind=row.is_voting(now()) and reminder_from <= now(),
        editable=row.state is AssemblyState.DRAFT,
        method_words=METHOD_WORDS,
        **shared(),
    )


@bp.get("/office/assemblies/<int:assembly_id>/mailings")
@officers(*READERS)
def mailings(assembly_id: int) -> ResponseReturnValue:
    """Return the part of the run sheet that moves by itself, for the script that looks at it again and again."""
    with read_only() as work:
        row = queries.assembly(work.session, assembly_id)
        progress = _progress(work, assembly_id)
    return render_template("assembly/_mailings.html", row=row, progress=progress, moment=now())


@bp.get("/office/assemblies/<int:assembly_id>/post")
@officers(*READERS)
def by_post(assembly_id: int) -> ResponseReturnValue:
    """List the shareholders on the roll who have no e-mail address and must be written to by post."""
    page = page_number()
    with read_only() as work:
        row = queries.assembly(work.session, assembly_id)
        if row.roll_id is None:
            raise AssemblyNotFound
        total = shares.unreachable_count(work.session, row.roll_id)
        entries = shares.unreachable_entries(work.session, row.roll_id, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "assembly/by_post.html",
        row=row,
        entries=entries,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
        first=(page - 1) * PAGE + 1,
        last=(page - 1) * PAGE + len(entries),
        **shared(),
    )


def _progress(work: Work, assembly_id: int) -> Progress:
    return outbox.progress(work.session, work.now, settings().mail_per_minute, reference(assembly_id))


def _checks(row: AssemblyRow, items: tuple[ItemRow, ...], vote: Standing | None) -> tuple[Check, ...]:
    agenda = tuple(each.item for each in items)
    if row.state is AssemblyState.DRAFT:
        return checks_before_lock(agenda, row.record_date, day_of(now()))
    if row.state is AssemblyState.READY and vote is not None:
        return checks_before_opening(agenda, readiness(vote), now())
    return ()


def _head_page(form: AssemblyForm, row: AssemblyRow | None, problem: tuple[str, str] | None) -> ResponseReturnValue:
    page = render_template("assembly/head.html", form=form, row=row, problem=problem, **shared())
    return page, 422 if problem or form.errors else 200


def _show(form: AssemblyForm, row: AssemblyRow) -> None:
    form.version.data = str(row.version)
    form.fill("title", row.title)
    form.held_on.data = row.held_on
    form.place.data = row.place
    form.record_date.data = row.record_date
    form.opens_at.data = to_local(row.opens_at)
    form.closes_at.data = to_local(row.closes_at)


def _draft(form: AssemblyForm) -> AssemblyDraft:
    return AssemblyDraft(
        title=form.texts("title"),
        held_on=given(form.held_on.data),
        place=form.place.data or "",
        record_date=given(form.record_date.data),
        opens_at=to_utc(given(form.opens_at.data)),
        closes_at=to_utc(given(form.closes_at.data)),
    )
