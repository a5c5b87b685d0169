"""The headers of every answer, as one table; the cookies; who is let into which room, and the size of a request."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, Map

from govapp.kernel.actors import ActorKind
from govapp.kernel.errors import Forbidden, SignedOut
from govapp.request_context import Access, access_of, actor, wants_json

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    # Mails, which are shown as documents of their own (govapp/outbox/pages.py).
    "frame-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "govapp-booth",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in POLICY.items())

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
TWO_YEARS_SECONDS = 2 * 365 * 24 * 3600
# RFC 6797 section 6.1.2: a neighbour below our name that answers without TLS could set cookies for us.
TLS_ONLY = {"Strict-Transport-Security": f"max-age={TWO_YEARS_SECONDS}; includeSubDomains"}
# Only officers send files: registers and documents. Strangers get no further than the longest ballot or form.
MAX_FORM_BYTES = 2 * 1024 * 1024
MAX_FILE_BYTES = 20 * 1024 * 1024


def headers_of(*, secure: bool) -> dict[str, str]:
    """Return the headers of every answer, of pages and files, over TLS (`secure`) or not."""
    return {**HEADERS, **(TLS_ONLY if secure else {})}


def set_up(app: Flask) -> None:
    """Send the headers on every answer and keep everybody out of views that do not admit them."""
    secure = app.extensions["govapp"].settings.is_https

    @app.before_request
    def _admit() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        access = access_of(app.view_functions[request.endpoint])
        if access is None:
            raise RuntimeError(f"the view {request.endpoint} does not say who may use it")
        if not access.admits(actor()):
            return turn_away(access)
        if actor().kind is ActorKind.OFFICER:
            request.max_content_length = MAX_FILE_BYTES
        if any("\0" in text for text in _texts()):
            raise BadRequest
        return None

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in headers_of(secure=secure).items():
            response.headers.setdefault(name, value)
        # Pages differ per person and language; only static files, whose address changes with them, are kept.
        response.headers.setdefault("Cache-Control", "no-store" if actor().id is not None else "no-cache")
        response.vary.add("Cookie")
        response.vary.add("Accept-Language")
        return response


def _texts() -> Iterator[str]:
    """Yield every text of an address or a form; PostgreSQL cannot even be asked for one that holds a zero byte."""
    yield request.path
    for values in request.values.listvalues():
        yield from values


class RowNumber(IntegerConverter):
    """`<int:...>` in a path: at most what a column of the database can hold, so that a longer one is not found."""

    def __init__(self, url_map: Map, **options: Any) -> None:  # noqa: ANN401 - those of the parent
        super().__init__(url_map, max=options.pop("max", 2**63 - 1), **options)


def turn_away(access: Access) -> ResponseReturnValue:
    """Send a visitor to the right door; tell somebody who is inside already that this room is not theirs."""
    if actor().kind is not ActorKind.VISITOR:
        raise Forbidden
    if wants_json() or request.method != "GET":
        raise SignedOut
    if ActorKind.OFFICER in access.kinds:
        return redirect(url_for("accounts.officer_sign_in", next=request.full_path.rstrip("?")), code=303)
    # A shareholder comes in by the link in a mail; one who asks for a link here comes back to this page by it.
    return redirect(url_for("register.ask_link", next=request.full_path.rstrip("?")), code=303)


def configure_cookies(app: Flask, *, name: str, secure: bool) -> None:
    """Set what the session cookie may be used for."""
    app.config.update(
        # Over TLS the browser itself refuses such a cookie from a neighbouring site of the same domain.
        SESSION_COOKIE_NAME=f"__Host-{name}" if secure else name,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        # Files that anybody may keep, such as a ballot paper, must not carry the reader's session.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
    )
