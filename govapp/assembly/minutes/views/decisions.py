"""The register of decisions: for officers with owners and days, for everybody what was adopted and where it stands."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.minutes.forms import DecisionForm
from govapp.assembly.minutes.queries.decided import get_decision, list_decisions
from govapp.assembly.minutes.rules.decisions import STATE_NAMES, DecisionKey, DecisionState, FollowUp
from govapp.assembly.minutes.service.decided import StepDecision, step_decision
from govapp.assembly.minutes.views import bp
from govapp.assembly.minutes.views.draft import READERS
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.request_context import officers, public, read_only, refused, today, transact

ONE = "/office/decisions/<int:assembly_id>/<int:vote>/<int:item>"
MARKS = {DecisionState.OPEN: "open", DecisionState.DONE: "done", DecisionState.DROPPED: "bad"}
OK, UNPROCESSABLE = 200, 422


@bp.get("/decisions")
@public
def public_decisions() -> ResponseReturnValue:
    """Show what assemblies adopted, with the figures, and where each decision stands."""
    with read_only() as work:
        rows = list_decisions(work.session)
    return render_template(
        "assembly/minutes/public_decisions.html", rows=rows, state_names=STATE_NAMES, state_marks=MARKS
    )


@bp.get("/office/decisions")
@officers(*READERS)
def decisions() -> ResponseReturnValue:
    """Show every decision with its owner, its day and where it stands."""
    with read_only() as work:
        rows = list_decisions(work.session)
    return render_template(
        "assembly/minutes/decisions.html", rows=rows, today=today(), state_names=STATE_NAMES, state_marks=MARKS
    )


@bp.get(ONE)
@officers(*READERS)
def decision(assembly_id: int, vote: int, item: int) -> ResponseReturnValue:
    """Show one decision with its course, and the form for the next step."""
    return _page(DecisionKey(assembly_id, vote, item), None, OK)


@bp.post(ONE)
@officers(Role.SECRETARY)
def step(assembly_id: int, vote: int, item: int) -> ResponseReturnValue:
    """Write a step of a decision."""
    key, form = DecisionKey(assembly_id, vote, item), DecisionForm(request.form)
    if not form.validate():
        return _page(key, form, UNPROCESSABLE)
    wanted = FollowUp(
        form.owner.data or "", form.due_on.data, DecisionState(form.state.data), (form.reason.data or "").strip()
    )
    try:
        transact(lambda work: step_decision(work, StepDecision(key, wanted)))
    except MENDABLE as refusal:
        return _page(key, form, refused(form, refusal))
    flash(gettext("The register says so now."), "ok")
    return redirect(url_for("minutes.decision", assembly_id=assembly_id, vote=vote, item=item), code=303)


def _page(key: DecisionKey, form: DecisionForm | None, status: int) -> ResponseReturnValue:
    with read_only() as work:
        row = get_decision(work.session, key)
    if form is None:
        form = DecisionForm(data={"owner": row.now.owner, "due_on": row.now.due_on, "state": row.now.state.value})
    page = render_template(
        "assembly/minutes/decision.html",
        row=row,
        form=form,
        today=today(),
        state_names=STATE_NAMES,
        state_marks=MARKS,
    )
    return page, status
