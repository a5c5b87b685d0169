"""A vote of which too many keys are lost: what can be done, its end, and the way to a new vote on the same items."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.forms import EndForm
from govapp.assembly.votes.queries.votes import get_vote_of_paper
from govapp.assembly.votes.service import EndVote, end_vote
from govapp.assembly.votes.views import bp
from govapp.assembly.votes.views.labels import template_context
from govapp.ballots import queries as ballots
from govapp.ballots.rules.ending import EndReasonNeeded
from govapp.kernel.actors import Role
from govapp.request_context import fresh, officers, read_only, transact, translator


@bp.get("/office/uncountable/<uuid>")
@officers(Role.SECRETARY, Role.SCRUTINEER, Role.AUDITOR)
def uncountable(uuid: str) -> ResponseReturnValue:
    """Say how many keys of a vote remain, and in plain words what can and cannot be done."""
    return _page(uuid, EndForm())


@bp.post("/office/uncountable/<uuid>")
@officers(Role.SECRETARY)
@fresh
def end_uncountable(uuid: str) -> ResponseReturnValue:
    """End a vote that nobody can count, and go on to the new one; a reason that is no sentence comes back as typed."""
    form = EndForm()
    if not form.validate_on_submit():
        return _page(uuid, form), 422
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
    try:
        transact(lambda work: end_vote(work, EndVote(vote.assembly_id, form.reason.data or "", vote.ordinal)))
    except EndReasonNeeded as refusal:
        form.reason.errors = [" ".join(translator().describe_refusal(refusal))]
        return _page(uuid, form), 422
    flash(gettext("The vote ended without a result. Everybody can read why."), "ok")
    return redirect(url_for("votes.new_vote", assembly_id=vote.assembly_id, again=vote.ordinal), code=303)


def _page(uuid: str, form: EndForm) -> str:
    with read_only() as work:
        vote = get_vote_of_paper(work.session, uuid)
        row = get_assembly(work.session, vote.assembly_id)
        trustees = ballots.list_trustees(work.session, vote.paper.id) if vote.paper else ()
    return render_template(
        "assembly/votes/uncountable.html",
        row=row,
        vote=vote,
        uuid=uuid,
        trustees=trustees,
        left=ballots.keys_of_trustees(trustees),
        end=form,
        **template_context(),
    )
