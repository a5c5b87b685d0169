"""What the secretariat does about the keys of an assembly: replace a holder, or go on without a test."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.ballots import queries, service
from govapp.ballots.forms import ReplaceForm, WaiveForm
from govapp.ballots.rules.key_groups import KeyGroupNotFound
from govapp.ballots.views import bp
from govapp.kernel.actors import Role
from govapp.request_context import fresh, officers, read_only, transact


@bp.post("/office/papers/<uuid>/keys/<group>/<int:position>/replace")
@officers(Role.SECRETARY)
@fresh
def replace_key_holder(uuid: str, group: str, position: int) -> ResponseReturnValue:
    """Give the seat of a key holder to another officer, before the ballot paper is fixed."""
    _require_group_of(uuid, group)
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
    _require_group_of(uuid, group)
    reason = WaiveForm(request.form, prefix="waive-").reason.data or ""
    transact(lambda work: service.waive_drill(work, group, reason))
    flash(gettext("Nobody is asked any more. Your reason stands on the public board."), "ok")
    return redirect(url_for("ballots.paper", uuid=uuid), code=303)


def _require_group_of(uuid: str, group: str) -> None:
    """Raise KeyGroupNotFound unless the ballot paper of the address is one of that key group."""
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        if queries.get_key_group(work.session, group).id != found.key_group_id:
            raise KeyGroupNotFound
