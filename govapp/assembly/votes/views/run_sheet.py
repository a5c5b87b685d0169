"""The run sheet: where an assembly stands, what is checked, its agenda, and the one next step."""

from flask import render_template
from flask.typing import ResponseReturnValue

from govapp.accounts import queries as accounts
from govapp.assembly.agenda.forms import METHOD_LABELS, DocumentForm
from govapp.assembly.agenda.queries import list_documents, list_items
from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.agenda.rules.items import Item, missing_texts
from govapp.assembly.convocation.rules.reminding import next_reminder_at
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.views import bp
from govapp.assembly.meeting.views.answers import to_run_sheet
from govapp.assembly.meeting.views.values import to_local
from govapp.assembly.votes.forms import CancelForm, CloseForm, EndForm, ExtendForm, LockForm, TakeBackForm
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.incidents import list_incidents
from govapp.assembly.votes.queries.journal_lines import list_waivers
from govapp.assembly.votes.queries.results import Counted, find_counted
from govapp.assembly.votes.queries.standing import Standing, find_standing, to_readiness
from govapp.assembly.votes.queries.votes import VoteRow, get_items, get_vote, get_vote_of, list_votes
from govapp.assembly.votes.rules.incidents import KIND_NAMES
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.preflight import Check, OfficeRoles, checks_before_lock, checks_before_opening
from govapp.assembly.votes.rules.states import ORDER, VoteState
from govapp.assembly.votes.service.reminding import count_silent
from govapp.assembly.votes.views import bp as votes_bp
from govapp.assembly.votes.views.dates import passes_meeting, read_calendar, read_calendar_checks
from govapp.assembly.votes.views.incidents_shown import describe_changed
from govapp.assembly.votes.views.labels import STATE_LABELS, describe_check, template_context
from govapp.assembly.votes.views.letters import read_progress
from govapp.assembly.votes.views.office import READERS
from govapp.assembly.votes.views.presenters import describe_seal_faults
from govapp.assembly.votes.views.public import read_meetings
from govapp.ballots import queries as ballots
from govapp.ballots.rules.key_groups import needed_of
from govapp.ballots.views.cautions import describe_cautions
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.request_context import now, officers, read_only, today
from govapp.shares.rolls import queries as rolls


@bp.get("/office/assemblies/<int:assembly_id>")
@bp.get("/office/assemblies/<int:assembly_id>/votes/<int:ordinal>")
@officers(*READERS)
def run_sheet(assembly_id: int, ordinal: int | None = None) -> ResponseReturnValue:
    """Show where a vote stands (the last one, unless another is asked for), what is checked, and the one next step."""
    return show_run_sheet(assembly_id, ordinal)


def show_run_sheet(
    assembly_id: int, ordinal: int | None, extend: ExtendForm | None = None, close: CloseForm | None = None
) -> str:
    """Return the run sheet; `extend` and `close` are forms about the hours that came back with their errors."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        votes = list_votes(work.session, assembly_id)
        vote = votes[-1] if ordinal is None else get_vote(work.session, assembly_id, ordinal)
        items = list_items(work.session, assembly_id)
        put = get_items(work.session, vote)
        standing = find_standing(work.session, vote, work.now)
        general = [each for each in list_documents(work.session, assembly_id) if each.item_id is None]
        holders = accounts.list_key_holders(work.session, work.now)
        used_keys = ballots.find_key_group_in_use(work.session, SubjectRef.to("assembly", assembly_id))
        used_by = ballots.list_key_members(work.session, used_keys.id) if used_keys else ()
        roles = OfficeRoles(
            len(accounts.list_administrators(work.session, work.now)),
            accounts.list_roles_that_may_not_meet(work.session, work.now),
        )
        backdated = rolls.count_backdated_people(work.session, row.record_date, work.zone)
        waivers = list_waivers(work.session, vote)
        counted = find_counted(work.session, vote)
        announced = find_announcement(work.session, vote.id)
        progress = read_progress(work, vote)
        seal_faults = describe_seal_faults(work, vote)
        hours = ballots.get_hours(work.session, vote.paper) if vote.paper else None
        cautions = describe_cautions(work.session, vote.paper)
        early = ballots.find_early_closing(work.session, vote.paper) if vote.paper else None
        incidents = list_incidents(work.session, vote.id)
        incident_faults = describe_changed(work, vote)
        questions = get_questions(work.session, assembly_id)
        calendar = read_calendar(work, row, vote)
        meetings = read_meetings(work, row, only_public=False)
        is_coming = vote.state in {VoteState.DRAFT, VoteState.LOCKED} and not row.is_called_off
        dates = read_calendar_checks(work, row, vote) if is_coming else []
        reminder_from = next_reminder_at(vote.last_reminded_at, work.now)
        may_remind = vote.is_voting(work.now) and reminder_from <= work.now
        to_remind = count_silent(work, vote) if may_remind else 0
    checks = (*_checks(row, vote, put, standing, roles, backdated), *dates)
    lock = LockForm()
    lock.trustees.choices = [(each.id, each.name) for each in holders]
    lock.version.data = row.version
    # All scrutineers, unless the secretary takes somebody out: the server holds a key only when nobody is left.
    lock.trustees.data = [each.id for each in holders]
    lock.needed.data = needed_of(len(holders)) if holders else None
    return render_template(
        "assembly/meeting/run_sheet.html",
        row=row,
        votes=votes,
        vote=vote,
        put=put if row.is_locked and len(votes) > 1 else (),
        may_plan=row.is_locked and votes[-1].state is not VoteState.DRAFT,
        may_call_off=may_call_off(row, votes),
        unlocks=[each.ordinal for each in votes if each.state is not VoteState.CANCELLED] == [vote.ordinal],
        items=items,
        general=general,
        missing={gap.number: gap.languages for gap in missing_texts(tuple(each.item for each in items))},
        waivers=waivers,
        standing=standing,
        seal_faults=seal_faults,
        check_lines=[describe_check(check) for check in checks],
        blocked=any(check.blocks for check in checks),
        step=None if vote.state in {VoteState.ENDED, VoteState.CANCELLED} else _step(vote),
        end=EndForm(prefix="end-"),
        step_labels=[STATE_LABELS[state] for state in ORDER],
        counted=counted,
        announced=announced,
        progress=progress,
        moment=now(),
        lock=lock,
        used_keys=used_keys,
        used_by=used_by,
        close=close or _close_form(row),
        early=early,
        incidents=incidents,
        incident_faults=incident_faults,
        questions=questions,
        kind_names=KIND_NAMES,
        extend=extend or _extend_form(row, vote),
        hours=hours,
        passes_meeting=passes_meeting(row, hours.latest if hours else None),
        cautions=cautions,
        calendar=calendar,
        lacks_quorum=announced is not None and _lacks_quorum(counted),
        **meetings,
        cancel=CancelForm(prefix="cancel-"),
        call_off=TakeBackForm(prefix="calloff-"),
        delete=TakeBackForm(prefix="delete-"),
        document=DocumentForm(prefix="doc-"),
        is_early=now() < vote.closes_at,
        reminder_from=reminder_from,
        may_remind=may_remind,
        to_remind=to_remind,
        editable=not row.is_locked and not row.is_called_off,
        method_labels=METHOD_LABELS,
        **template_context(),
    )


@votes_bp.get("/office/votes/<int:vote_id>")
@officers(*READERS)
def sheet_of(vote_id: int) -> ResponseReturnValue:
    """Lead from a vote to its run sheet."""
    with read_only() as work:
        vote = get_vote_of(work.session, SubjectRef.to("vote", vote_id))
    return to_run_sheet(vote.assembly_id, vote.ordinal)


def may_call_off(row: AssemblyRow, votes: tuple[VoteRow, ...]) -> bool:
    """Return whether a published assembly can still be called off: nobody has voted in it, and it is not called off."""
    waiting = {VoteState.DRAFT, VoteState.LOCKED, VoteState.OPEN, VoteState.CANCELLED}
    is_untouched = all(each.state in waiting and not (each.paper and each.paper.ballots) for each in votes)
    return row.is_public and not row.is_called_off and is_untouched


def _lacks_quorum(counted: Counted | None) -> bool:
    return counted is not None and any(each.outcome is ItemOutcome.NO_QUORUM for each in counted.verdicts)


def meeting_languages(assembly_id: int) -> tuple[Language, ...]:
    """Return the languages of an assembly, in which its texts are asked for: those that its title is written in."""
    with read_only() as work:
        return get_assembly(work.session, assembly_id).title.languages()


def _close_form(row: AssemblyRow) -> CloseForm:
    form = CloseForm()
    form.keep(row.title.languages())
    return form


def _extend_form(row: AssemblyRow, vote: VoteRow) -> ExtendForm:
    form = ExtendForm()
    form.keep(row.title.languages())
    form.until.data = to_local(vote.closes_at)
    return form


def _step(vote: VoteRow) -> int:
    return ORDER.index(vote.state) + (vote.state is VoteState.ANNOUNCED)


def _checks(
    row: AssemblyRow,
    vote: VoteRow,
    items: tuple[Item, ...],
    standing: Standing | None,
    roles: OfficeRoles,
    backdated: int,
) -> tuple[Check, ...]:
    if vote.state is VoteState.DRAFT and not row.is_called_off:
        return checks_before_lock(items, row.record_date, today(), roles, backdated=backdated)
    if vote.state is VoteState.LOCKED and standing is not None:
        return checks_before_opening(items, to_readiness(standing), now())
    return ()
