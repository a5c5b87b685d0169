"""Closing a vote at its hour, or before: then a second person reads what was asked, and confirms or refuses."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.meeting.views.answers import refused, to_run_sheet
from govapp.assembly.votes.forms import CloseForm
from govapp.assembly.votes.queries.votes import get_vote_of_paper
from govapp.assembly.votes.service import CloseVoting, close_voting, confirm_early_closing, precompute_tally
from govapp.assembly.votes.service.mailings import count_people
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.run_sheet import meeting_languages, show_run_sheet
from govapp.assembly.votes.views.voting import FIRST, LATER
from govapp.ballots import queries as ballots
from govapp.ballots.rules.early_closing import may_confirm, may_withdraw
from govapp.ballots.rules.refusals import ReasonNeeded
from govapp.ballots.service import withdraw_early_closing
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import actor, fresh, now, officers, read_only, transact, translator


@bp.post(f"{FIRST}/close", defaults={"ordinal": 1})
@bp.post(f"{LATER}/close")
@officers(Role.SECRETARY)
@fresh
def close(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Close the voting, or ask a second person to confirm that it closes before its hour."""
    form = CloseForm()
    form.keep(meeting_languages(assembly_id))
    if not form.validate_on_submit():
        return show_run_sheet(assembly_id, ordinal, close=form), 422
    with read_only() as work:
        precompute_tally(work, assembly_id, ordinal)
    try:
        command = CloseVoting(assembly_id, form.texts("reason"), ordinal)
        is_closed = transact(lambda work: close_voting(work, command))
    except ReasonNeeded as refusal:
        form.marked("reason").errors = [" ".join(translator().describe_refusal(refusal))]
        return show_run_sheet(assembly_id, ordinal, close=form), 422
    except Refusal as refusal:
        return refused(assembly_id, refusal, ordinal)
    if is_closed:
        flash(gettext("Voting is closed. The key holders can now open the count."), "ok")
    else:
        flash(gettext("Voting is still open: a second person has to confirm that it closes early."), "ok")
    return to_run_sheet(assembly_id, ordinal)


@bp.get("/office/closings/<uuid>")
@officers()
def early_closing(uuid: str) -> ResponseReturnValue:
    """Show what was asked about closing a vote before its hour, and who can confirm it."""
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        row = get_assembly(work.session, vote.assembly_id)
        asked = ballots.find_early_closing(work.session, vote.paper) if vote.paper else None
        trustees = ballots.list_trustees(work.session, vote.paper.id) if vote.paper else ()
        people = count_people(work, vote) if asked else 0
    waits = asked is not None and now() < vote.closes_at
    holders = frozenset(each.officer_id for each in trustees if each.officer_id is not None)
    return render_template(
        "assembly/votes/early_closing.html",
        row=row,
        vote=vote,
        uuid=uuid,
        asked=asked if waits else None,
        people=people,
        holders=[each.name for each in trustees if each.officer_id is not None],
        may_confirm=asked is not None and may_confirm(asked, actor(), holders),
        may_withdraw=asked is not None and may_withdraw(asked, actor(), holders),
    )


@bp.post("/office/closings/<uuid>/confirm")
@officers()
@fresh
def early_closing_confirm(uuid: str) -> ResponseReturnValue:
    """Confirm what another officer asked: voting closes now."""
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        precompute_tally(work, vote.assembly_id, vote.ordinal)
    transact(lambda work: confirm_early_closing(work, uuid))
    flash(gettext("Voting is closed. Everybody on the voting list is told, with the reason."), "ok")
    return redirect(url_for("votes.early_closing", uuid=uuid), code=303)


@bp.post("/office/closings/<uuid>/withdraw")
@officers()
def early_closing_withdraw(uuid: str) -> ResponseReturnValue:
    """Take back what was asked, or refuse it: voting goes on."""
    transact(lambda work: withdraw_early_closing(work, uuid))
    flash(gettext("The early closing is withdrawn: voting goes on until its hour."), "ok")
    return redirect(url_for("votes.early_closing", uuid=uuid), code=303)
