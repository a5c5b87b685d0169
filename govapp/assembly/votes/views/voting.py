"""The buttons of a vote: lock, open, announce. Each is a form that changes one thing once."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts import queries as accounts
from govapp.assembly.meeting.views.answers import refused, to_run_sheet
from govapp.assembly.meeting.views.values import required_value
from govapp.assembly.votes.forms import CancelForm, EndForm, LockForm, TakeBackForm
from govapp.assembly.votes.service import (
    Announce,
    CallOffAssembly,
    CancelVote,
    DeleteAssembly,
    DiscardVote,
    EndVote,
    LockVote,
    OpenVoting,
    announce,
    call_off_assembly,
    cancel_vote,
    delete_assembly,
    discard_vote,
    end_vote,
    lock_vote,
    open_voting,
)
from govapp.assembly.votes.views import bp
from govapp.ballots.rules import SERVER, Trustee
from govapp.ballots.rules.key_groups import NeededOutOfRange
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import fresh, now, officers, read_only, settings, transact, translator

FIRST = "/office/assemblies/<int:assembly_id>"
LATER = "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>"
"""The first vote of an assembly is addressed as the assembly itself; almost all have only that one."""


@bp.post(f"{FIRST}/end", defaults={"ordinal": 1})
@bp.post(f"{LATER}/end")
@officers(Role.SECRETARY)
@fresh
def end(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """End a vote that cannot be counted."""
    form = EndForm(prefix="end-")
    try:
        transact(lambda work: end_vote(work, EndVote(assembly_id, form.reason.data or "", ordinal)))
    except Refusal as refusal:
        return refused(assembly_id, refusal, ordinal)
    flash(gettext("The vote ended without a result. Everybody can read why."), "ok")
    return to_run_sheet(assembly_id, ordinal)


@bp.post(f"{FIRST}/lock", defaults={"ordinal": 1})
@bp.post(f"{LATER}/lock")
@officers(Role.SECRETARY)
@fresh
def lock(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Lock the agenda, freeze the roll, prepare the ballot paper."""
    form = LockForm()
    with read_only() as work:
        holders = accounts.list_key_holders(work.session, now())
    form.trustees.choices = [(each.id, each.name) for each in holders]
    if not form.validate_on_submit():
        if form.extension_days.errors:
            flash(gettext("Voting can be extended by 0 to 14 days. Nothing was locked; choose again."), "bad")
            return to_run_sheet(assembly_id, ordinal)
        if form.needed.errors:
            return refused(assembly_id, NeededOutOfRange(size=len(holders), least=min(2, len(holders))), ordinal)
        flash(
            gettext("The people who can hold a key have changed, so nothing was locked. Choose the key holders again."),
            "bad",
        )
        return to_run_sheet(assembly_id, ordinal)
    chosen = set(form.trustees.data or ())
    seats = tuple(Trustee(each.id, each.name) for each in holders if each.id in chosen) or (SERVER,)
    house = settings()
    version = form.version.data or 0
    days = required_value(form.extension_days.data)
    command = LockVote(
        *(assembly_id, version, seats, house.default_language, house.minimum_ballots, ordinal, days),
        opens_itself=bool(form.opens_itself.data),
        in_room=bool(form.in_room.data),
        # Whoever holds the only key opens the count alone, whatever the field says that was meant for several.
        needed=1 if len(chosen) == 1 else form.needed.data or 0,
        waives_gaps=bool(form.waives_gaps.data),
    )
    try:
        transact(lambda work: lock_vote(work, command))
    except Refusal as refusal:
        return refused(assembly_id, refusal, ordinal)
    flash(gettext("The agenda is locked and public, and the voting list is frozen."), "ok")
    return to_run_sheet(assembly_id, ordinal)


@bp.post(f"{FIRST}/open", defaults={"ordinal": 1})
@bp.post(f"{LATER}/open")
@officers(Role.SECRETARY)
@fresh
def open_(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Open the voting and have everybody invited."""
    try:
        to_mail, by_post = transact(lambda work: open_voting(work, OpenVoting(assembly_id, ordinal)))
    except Refusal as refusal:
        return refused(assembly_id, refusal, ordinal)
    number = translator().number
    said = gettext(
        "Voting is open. Invitations by e-mail: %(to_mail)s; to write by post: %(by_post)s. "
        "This page shows how far they are.",
        to_mail=number(to_mail),
        by_post=number(by_post),
    )
    flash(said, "ok")
    return to_run_sheet(assembly_id, ordinal)


@bp.post(f"{FIRST}/announce", defaults={"ordinal": 1})
@bp.post(f"{LATER}/announce")
@officers(Role.SECRETARY)
@fresh
def announce_(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Announce the result to everybody."""
    try:
        transact(lambda work: announce(work, Announce(assembly_id, ordinal)))
    except Refusal as refusal:
        return refused(assembly_id, refusal, ordinal)
    said = gettext("The result is announced: everybody can read it now.")
    hint = gettext("The page of the assembly shows how far the mails about it are.")
    flash(f"{said} {hint}", "ok")
    return redirect(url_for("votes.office_result", assembly_id=assembly_id, ordinal=ordinal), code=303)


@bp.post(f"{FIRST}/cancel", defaults={"ordinal": 1})
@bp.post(f"{LATER}/cancel")
@officers(Role.SECRETARY)
@fresh
def cancel(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Take a vote back before the first ballot."""
    form = CancelForm(prefix="cancel-")
    if not form.validate_on_submit():
        flash(gettext("The reason is too long, so nothing was cancelled. Say it in 1,000 characters at most."), "bad")
        return to_run_sheet(assembly_id, ordinal)
    try:
        transact(lambda work: cancel_vote(work, CancelVote(assembly_id, form.reason.data or "", ordinal)))
    except Refusal as refusal:
        return refused(assembly_id, refusal, ordinal)
    flash(gettext("The vote is cancelled. Everybody can read that, and why, on the page of the assembly."), "ok")
    return to_run_sheet(assembly_id)


@bp.post(f"{LATER}/discard")
@officers(Role.SECRETARY)
def discard(assembly_id: int, ordinal: int) -> ResponseReturnValue:
    """Give up a planned vote of which nobody was told."""
    transact(lambda work: discard_vote(work, DiscardVote(assembly_id, ordinal)))
    flash(gettext("The planned vote is given up. Nobody had been told of it."), "ok")
    return to_run_sheet(assembly_id)


@bp.post(f"{FIRST}/call-off")
@officers(Role.SECRETARY)
@fresh
def call_off(assembly_id: int) -> ResponseReturnValue:
    """Say that an assembly will not be held."""
    form = TakeBackForm(prefix="calloff-")
    if not form.validate_on_submit():
        flash(gettext("The reason is too long, so nothing was changed. Say it in 1,000 characters at most."), "bad")
        return to_run_sheet(assembly_id)
    try:
        transact(lambda work: call_off_assembly(work, CallOffAssembly(assembly_id, form.reason.data or "")))
    except Refusal as refusal:
        return refused(assembly_id, refusal)
    flash(gettext("The assembly is called off. Everybody can read that, and why, on its page."), "ok")
    return to_run_sheet(assembly_id)


@bp.post(f"{FIRST}/delete")
@officers(Role.SECRETARY)
def delete(assembly_id: int) -> ResponseReturnValue:
    """Delete a draft that nobody saw."""
    form = TakeBackForm(prefix="delete-")
    if not form.validate_on_submit():
        flash(gettext("The reason is too long, so nothing was changed. Say it in 1,000 characters at most."), "bad")
        return to_run_sheet(assembly_id)
    try:
        transact(lambda work: delete_assembly(work, DeleteAssembly(assembly_id, form.reason.data or "")))
    except Refusal as refusal:
        return refused(assembly_id, refusal)
    flash(gettext("The draft is deleted. The journal keeps the reason."), "ok")
    return redirect(url_for("meeting.office_list"), code=303)
