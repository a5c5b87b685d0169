"""Where somebody is signed in, and ending that from here."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from govapp.accounts import login, queries
from govapp.accounts.service import end_all_sessions, end_own_session
from govapp.accounts.views import bp
from govapp.request_context import actor, now, officers, read_only, shareholders, transact


@bp.get("/office/sessions")
@officers()
def office_sessions() -> ResponseReturnValue:
    """List the devices on which this officer is signed in."""
    return _list("accounts/office_sessions.html")


@bp.get("/my/devices")
@shareholders
def my_devices() -> ResponseReturnValue:
    """List the devices on which this shareholder is signed in."""
    return _list("accounts/my_devices.html")


@bp.post("/office/sessions/<int:session_id>/end")
@officers()
def end_office_session(session_id: int) -> ResponseReturnValue:
    """End one session of this officer."""
    return _end(session_id, "accounts.office_sessions")


@bp.post("/my/devices/<int:session_id>/end")
@shareholders
def end_my_session(session_id: int) -> ResponseReturnValue:
    """End one session of this shareholder."""
    return _end(session_id, "accounts.my_devices")


@bp.post("/office/sessions/end-all")
@officers()
def end_all_office_sessions() -> ResponseReturnValue:
    """Sign this officer out everywhere, here too."""
    return _end_all(url_for("accounts.officer_sign_in"))


@bp.post("/my/devices/end-all")
@shareholders
def end_all_my_sessions() -> ResponseReturnValue:
    """Sign this shareholder out everywhere, here too."""
    return _end_all("/")


def _list(template: str) -> str:
    with read_only() as work:
        rows = queries.list_sessions(work.session, actor(), now(), login.session_key())
    return render_template(template, sessions=rows)


def _end(session_id: int, endpoint: str) -> Response:
    transact(lambda work: end_own_session(work, session_id))
    flash(gettext("That session has ended."), "ok")
    return redirect(url_for(endpoint), code=303)


def _end_all(target: str) -> Response:
    transact(lambda work: end_all_sessions(work, actor()))
    login.sign_out()
    flash(gettext("All sessions have ended, on every device."), "ok")
    return redirect(target, code=303)
