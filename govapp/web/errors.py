"""Refusals and bugs as people and machines read them: a page, or problem+json (RFC 9457)."""

from uuid import uuid4

import structlog
from flask import Flask, Response, g, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from govapp.kernel.errors import Refusal
from govapp.request_context import status_of, translator, wants_json

log = structlog.get_logger()

PAGES = {403: "errors/403.html", 404: "errors/404.html", 410: "errors/410.html", 429: "errors/429.html"}


def problem(code: str, title: str, detail: str, status: int) -> Response:
    """Return a problem document (RFC 9457)."""
    response = jsonify(type="about:blank", code=code, title=title, detail=detail, status=status)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def set_up(app: Flask) -> None:
    """Answer every refusal and error."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _bug)


def _refusal(refusal: Refusal) -> ResponseReturnValue:
    status = status_of(refusal)
    message, help_ = translator().describe_refusal(refusal)
    log.info("refused", code=refusal.code, status=status)
    if wants_json():
        return problem(refusal.code, message, help_, status)
    return render_template("errors/refusal.html", message=message, help=help_, status=status), status


def _expired(_error: CSRFError) -> ResponseReturnValue:
    title = gettext("This page stood open for too long.")
    help_ = gettext("Nothing was sent and nothing is lost. Reload the page and try again.")
    if wants_json():
        return problem("page_expired", title, help_, 400)
    return render_template("errors/refusal.html", message=title, help=help_, status=400), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect that werkzeug raises
        return error
    # Some say more in a header: which methods an address has, when to come again.
    more = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    if wants_json():
        return problem(str(status), error.name, error.description or "", status), more
    return render_template(PAGES.get(status, "errors/other.html"), status=status), status, more


def _bug(_error: Exception) -> ResponseReturnValue:
    request_id = g.get("request_id") or uuid4().hex
    if wants_json():
        return problem("bug", gettext("Something went wrong on our side."), request_id, 500)
    return render_template("errors/500.html", request_id=request_id), 500
