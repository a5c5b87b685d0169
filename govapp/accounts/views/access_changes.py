"""What waits for a second administrator: confirmed by another one, or withdrawn."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts.service import confirm_change, withdraw_change
from govapp.accounts.views import bp
from govapp.kernel.actors import Role
from govapp.request_context import declarations, fresh, officers, transact


@bp.post("/office/officers/changes/<int:change_id>/confirm")
@officers(Role.ADMINISTRATOR)
@fresh
def change_confirm(change_id: int) -> ResponseReturnValue:
    """Confirm what another administrator asked for."""
    transact(lambda work: confirm_change(work, change_id, declarations=declarations()))
    return _back(gettext("The change is confirmed and done."))


@bp.post("/office/officers/changes/<int:change_id>/withdraw")
@officers(Role.ADMINISTRATOR)
def change_withdraw(change_id: int) -> ResponseReturnValue:
    """Take back what waits, or refuse it."""
    transact(lambda work: withdraw_change(work, change_id))
    return _back(gettext("The change is withdrawn: nothing has happened."))


def _back(sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    return redirect(url_for("accounts.officer_list"), code=303)
