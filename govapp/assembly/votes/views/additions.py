"""Adding somebody to a voting list: what is proposed and by whom, and the answer of a second officer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.votes.forms import AdditionForm
from govapp.assembly.votes.queries.additions import find_opened_vote, list_votes_on
from govapp.assembly.votes.service.additions import confirm_for_list, propose_for_list
from govapp.assembly.votes.views import bp
from govapp.ballots import queries as ballots
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import actor, fresh, officers, read_only, status_of, transact, translator
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.queries.late import MAX_LATE_ENTRIES
from govapp.shares.rolls.rules.additions import AdditionReasonNeeded
from govapp.shares.rolls.service import ProposeAddition, withdraw_proposal

READERS = (Role.REGISTRAR, Role.SECRETARY, Role.AUDITOR)
WRITERS = (Role.REGISTRAR, Role.SECRETARY)


@bp.get("/office/rolls/<int:roll_id>/additions")
@officers(*READERS)
def additions(roll_id: int) -> ResponseReturnValue:
    """Show who was added to a list and who is proposed; `?number=` fills in a shareholder."""
    form = AdditionForm(prefix="add-")
    form.number.data = request.args.get("number", type=int)
    return _page(roll_id, form)


@bp.post("/office/rolls/<int:roll_id>/additions")
@officers(*WRITERS)
def addition_propose(roll_id: int) -> ResponseReturnValue:
    """Propose somebody; another officer confirms it."""
    form = AdditionForm(prefix="add-")
    if not form.validate_on_submit():
        return _page(roll_id, form), 422
    command = ProposeAddition(roll_id, form.number.data or 0, form.reason.data or "")
    try:
        transact(lambda work: propose_for_list(work, command))
    except Refusal as refusal:
        field = form.reason if isinstance(refusal, AdditionReasonNeeded) else form.number
        field.errors = [" ".join(translator().describe_refusal(refusal))]
        return _page(roll_id, form), status_of(refusal)
    flash(gettext("Proposed. Another officer, a secretary or a registrar, has to confirm it here."), "ok")
    return redirect(url_for("votes.additions", roll_id=roll_id), code=303)


@bp.post("/office/rolls/<int:roll_id>/additions/<int:proposal_id>/confirm")
@officers(*WRITERS)
@fresh
def addition_confirm(roll_id: int, proposal_id: int) -> ResponseReturnValue:
    """Confirm what another officer proposed: the list has a new version, and so have its ballot papers."""
    try:
        transact(lambda work: confirm_for_list(work, proposal_id, roll_id))
    except Refusal as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
        return _page(roll_id, AdditionForm(prefix="add-")), status_of(refusal)
    flash(gettext("This person is on the voting list now and can vote."), "ok")
    return redirect(url_for("votes.additions", roll_id=roll_id), code=303)


@bp.post("/office/rolls/<int:roll_id>/additions/<int:proposal_id>/withdraw")
@officers(*WRITERS)
def addition_withdraw(roll_id: int, proposal_id: int) -> ResponseReturnValue:
    """Take a proposal back, or refuse it."""
    transact(lambda work: withdraw_proposal(work, proposal_id))
    flash(gettext("The proposal is withdrawn. The voting list stays as it is."), "ok")
    return redirect(url_for("votes.additions", roll_id=roll_id), code=303)


def _page(roll_id: int, form: AdditionForm) -> str:
    with read_only() as work:
        frozen = rolls.get_roll(work.session, roll_id)
        waiting = rolls.list_waiting_proposals(work.session, roll_id)
        entries = rolls.list_late_entries(work.session, frozen, work.now, limit=MAX_LATE_ENTRIES)
        late = {each.holder_id: each for each in reversed(entries)}
        opened_at = find_opened_vote(work.session, roll_id)
        papers = [each.paper for each in list_votes_on(work.session, roll_id) if each.paper is not None]
        fixed = [each for each in papers if each.is_sealed and each.key_group_id is None]
        holders = [holder for each in fixed for holder in ballots.list_trustees(work.session, each.id)]
    wants_keys = any(not holder.is_server for holder in holders)
    return render_template(
        "assembly/votes/additions.html",
        roll=frozen,
        waiting=waiting,
        late=late,
        opened_at=opened_at,
        is_fixed=any(each.is_sealed for each in papers),
        wants_keys=wants_keys,
        form=form,
        me=actor().reference,
        may_write=not actor().roles.isdisjoint(WRITERS),
    )
