"""What the secretariat does about the keys of an assembly: replace a holder, or go on without a test."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.ballots import service
from govapp.ballots.forms import ReplaceForm, WaiveForm
from govapp.ballots.views import bp
from govapp.kernel.actors import Role
from govapp.request_context import fresh, officers, transact


@bp.post("/office/papers/<uuid>/keys/<group>/<int:position>/replace")
@officers(Role.SECRETARY)
@fresh
def replace_key_holder(uuid: str, group: str, position: int) -> ResponseReturnValue:
    """Give the seat of a key holder to another officer, before the ballot paper is fixed."""
    form = ReplaceForm(request.form, prefix=f"seat-{position}-")
    officer_id, reason = form.officer.data or 0, form.reason.data or ""
    transact(lambda work: service.replace_member(work, group, position, officer_id, reason))
    flash(gettext("The new key holder gets a mail. The others go on by themselves, and test their keys again."), "ok")
    return redirect(url_for("ballots.paper", uuid=uuid), code=303)


@bp.post("/office/papers/<uuid>/keys/<group>/waive")
@officers(Role.SECRETARY)
@fresh
def waive_key_test(uuid: str, group: str) -> ResponseReturnValue:
    """Go on without the tests that are missing, with a reason that everybody can read."""
    reason = WaiveForm(request.form, prefix="waive-").reason.data or ""
    transact(lambda work: service.waive_drill(work, group, reason))
    flash(gettext("Nobody is asked any more. Your reason stands on the public board."), "ok")
    return redirect(url_for("ballots.paper", uuid=uuid), code=303)
