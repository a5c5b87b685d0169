"""The buttons of the run sheet: lock, open, remind, close, announce. Each is a form that changes one thing once."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from govapp.accounts import queries as accounts
from govapp.assembly.forms import CloseForm, LockForm
from govapp.assembly.rules.states import AlreadyThere
from govapp.assembly.service import (
    Announce,
    CloseVoting,
    LockAgenda,
    OpenVoting,
    Remind,
    add_up_ahead,
    announce,
    close_voting,
    lock_agenda,
    open_voting,
    remind,
)
from govapp.assembly.views import bp
from govapp.assembly.views.words import refusal_words, words
from govapp.ballots.rules import SERVER, TrusteeSeat
from govapp.edge import now, officers, read_only, settings, transact
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal


@bp.post("/office/assemblies/<int:assembly_id>/lock")
@officers(Role.SECRETARY)
def lock(assembly_id: int) -> ResponseReturnValue:
    """Lock the agenda, freeze the roll, prepare the ballot paper."""
    form = LockForm()
    with read_only() as work:
        holders = [each for each in accounts.officers(work.session, now()) if Role.SCRUTINEER in each.roles]
    form.trustees.choices = [(each.id, each.name) for each in holders]
    if not form.validate_on_submit():
        flash(
            gettext("The people who can hold a key have changed, so nothing was locked. Choose the key holders again."),
            "bad",
        )
        return _back(assembly_id)
    chosen = set(form.trustees.data or ())
    seats = tuple(TrusteeSeat(each.id, each.name) for each in holders if each.id in chosen) or (SERVER,)
    house = settings()
    version = int(form.version.data or 0)
    command = LockAgenda(assembly_id, version, seats, house.default_language, house.minimum_ballots)
    try:
        transact(lambda work: lock_agenda(work, command))
    except Refusal as refusal:
        return _refused(assembly_id, refusal)
    flash(gettext("The agenda is locked and the voting list is frozen."), "ok")
    return _back(assembly_id)


@bp.post("/office/assemblies/<int:assembly_id>/open")
@officers(Role.SECRETARY)
def open_(assembly_id: int) -> ResponseReturnValue:
    """Open the voting and have everybody invited."""
    try:
        to_mail, by_post = transact(lambda work: open_voting(work, OpenVoting(assembly_id)))
    except Refusal as refusal:
        return _refused(assembly_id, refusal)
    number = words().number
    said = gettext(
        "Voting is open. Invitations by e-mail: %(to_mail)s; to write by post: %(by_post)s. "
        "This page shows how far they are.",
        to_mail=number(to_mail),
        by_post=number(by_post),
    )
    flash(said, "ok")
    return _back(assembly_id)


@bp.post("/office/assemblies/<int:assembly_id>/remind")
@officers(Role.SECRETARY)
def remind_(assembly_id: int) -> ResponseReturnValue:
    """Remind everybody who has not voted and can be written to."""
    try:
        at_most = transact(lambda work: remind(work, Remind(assembly_id)))
    except Refusal as refusal:
        return _refused(assembly_id, refusal)
    said = ngettext(
        "At most %(count)s reminder will be sent: whoever votes before it is written gets none.",
        "At most %(count)s reminders will be sent: whoever votes before theirs is written gets none.",
        at_most,
        count=words().number(at_most),
    )
    flash(said, "ok")
    return _back(assembly_id)


@bp.post("/office/assemblies/<int:assembly_id>/close")
@officers(Role.SECRETARY)
def close(assembly_id: int) -> ResponseReturnValue:
    """Close the voting."""
    form = CloseForm()
    if not form.validate_on_submit():
        flash(gettext("The reason is too long, so voting is still open. Say it in 1,000 characters at most."), "bad")
        return _back(assembly_id)
    with read_only() as work:
        add_up_ahead(work, assembly_id)
    try:
        transact(lambda work: close_voting(work, CloseVoting(assembly_id, form.reason.data or "")))
    except Refusal as refusal:
        return _refused(assembly_id, refusal)
    flash(gettext("Voting is closed. The key holders can now open the count."), "ok")
    return _back(assembly_id)


@bp.post("/office/assemblies/<int:assembly_id>/announce")
@officers(Role.SECRETARY)
def announce_(assembly_id: int) -> ResponseReturnValue:
    """Announce the result to everybody."""
    try:
        transact(lambda work: announce(work, Announce(assembly_id)))
    except Refusal as refusal:
        return _refused(assembly_id, refusal)
    said = gettext("The result is announced: everybody can read it now.")
    flash(f"{said} {gettext('The page of the assembly shows how far the mails about it are.')}", "ok")
    return redirect(url_for("assembly.office_result", assembly_id=assembly_id), code=303)


def _back(assembly_id: int) -> Response:
    return redirect(url_for("assembly.run_sheet", assembly_id=assembly_id), code=303)


def _refused(assembly_id: int, refusal: Refusal) -> Response:
    """Go back to the run sheet, which shows the current state, with the sentence of the refusal above it."""
    message, help_ = refusal_words(refusal)
    flash(f"{message} {help_}", "warn" if isinstance(refusal, AlreadyThere) else "bad")
    return _back(assembly_id)
