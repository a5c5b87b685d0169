"""A fresh code before what gives power or cannot be taken back: the form that was sent waits in the page meanwhile."""

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts import login
from govapp.accounts.forms import FreshCodeForm
from govapp.accounts.refusals import CodeNeeded, SignInLocked
from govapp.accounts.service import AttemptResult, SettleCode, settle_code
from govapp.accounts.views.device import NEVER_KEPT, known_device
from govapp.kernel.actors import ActorKind
from govapp.request_context import actor, needs_fresh_sign_in, transact, wants_json

CODE = "confirming_code"
PHONE_CODE_DIGITS = 6
# Of the page itself, not of the form that waits.
_NOT_KEPT = {CODE, "csrf_token"}


def set_up(app: Flask) -> None:
    """Ask before each view that needs it; called after the form token was checked."""

    @app.before_request
    def _confirm() -> ResponseReturnValue | None:
        if request.method != "POST" or request.endpoint is None or actor().kind is not ActorKind.OFFICER:
            return None
        if not needs_fresh_sign_in(current_app.view_functions[request.endpoint]) or login.is_freshly_confirmed():
            return None
        if wants_json():
            raise CodeNeeded
        return _ask()


def _ask() -> ResponseReturnValue | None:
    form = FreshCodeForm(request.form)
    if CODE in request.form and form.validate():
        if _is_right(form.confirming_code.data or ""):
            login.note_confirmed()
            return None
        form.confirming_code.errors = [gettext("This code is not right. Wait for the next one and try again.")]
    form.confirming_code.data = ""
    kept = [(name, value) for name, values in request.form.lists() if name not in _NOT_KEPT for value in values]
    page = render_template(
        "accounts/confirming.html", form=form, kept=kept, target=request.full_path.rstrip("?"), person=actor()
    )
    return page, 422, NEVER_KEPT


def _is_right(code: str) -> bool:
    officer_id = actor().id or 0
    is_from_phone = len(code) == PHONE_CODE_DIGITS and code.isascii() and code.isdigit()
    command = SettleCode(
        officer_id,
        request.remote_addr or "",
        code,
        is_recovery=not is_from_phone,
        device=known_device(officer_id),
        is_confirmation=True,
    )
    outcome = transact(lambda work: settle_code(work, command))
    if outcome.locked_until is not None:
        raise SignInLocked(until=outcome.locked_until)
    return outcome.result is AttemptResult.PASSED
