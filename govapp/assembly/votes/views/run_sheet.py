"""The run sheet: where an assembly stands, what is checked, its agenda, and the one next step."""

from flask import render_template
from flask.typing import ResponseReturnValue

from govapp.accounts import queries as accounts
from govapp.assembly.agenda.forms import METHOD_WORDS, DocumentForm
from govapp.assembly.agenda.queries import ItemRow, list_documents, list_items
from govapp.assembly.agenda.rules.items import missing_texts
from govapp.assembly.agenda.views.words import shared
from govapp.assembly.convocation.rules.reminding import next_reminder_at
from govapp.assembly.convocation.views.office import read_progress
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.rules.states import ORDER, AssemblyState
from govapp.assembly.meeting.views.office import READERS
from govapp.assembly.meeting.views.words import STATE_WORDS
from govapp.assembly.votes.forms import CloseForm, LockForm
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.results import find_counted
from govapp.assembly.votes.queries.standing import Standing, find_standing, to_readiness
from govapp.assembly.votes.rules.preflight import Check, checks_before_lock, checks_before_opening
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.words import check_line
from govapp.kernel.actors import Role
from govapp.request_context import now, officers, read_only
from govapp.shares.people.rules.days import day_of


@bp.get("/office/assemblies/<int:assembly_id>")
@officers(*READERS)
def run_sheet(assembly_id: int) -> ResponseReturnValue:
    """Show where an assembly stands, what is checked, its agenda, and the one next step."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        items = list_items(work.session, assembly_id)
        vote = find_standing(work.session, row)
        checks = _checks(row, items, vote)
        general = [each for each in list_documents(work.session, assembly_id) if each.item_id is None]
        holders = [each for each in accounts.officers(work.session, work.now) if Role.SCRUTINEER in each.roles]
        counted = find_counted(work.session, row)
        announced = find_announcement(work.session, assembly_id)
        progress = read_progress(work, assembly_id)
    reminder_from = next_reminder_at(row.last_reminded_at, now())
    lock = LockForm()
    lock.trustees.choices = [(each.id, each.name) for each in holders]
    lock.version.data = row.version
    # All scrutineers, unless the secretary takes somebody out: the server holds a key only when nobody is left.
    lock.trustees.data = [each.id for each in holders]
    return render_template(
        "assembly/meeting/run_sheet.html",
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


def _checks(row: AssemblyRow, items: tuple[ItemRow, ...], vote: Standing | None) -> tuple[Check, ...]:
    agenda = tuple(each.item for each in items)
    if row.state is AssemblyState.DRAFT:
        return checks_before_lock(agenda, row.record_date, day_of(now()))
    if row.state is AssemblyState.READY and vote is not None:
        return checks_before_opening(agenda, to_readiness(vote), now())
    return ()
