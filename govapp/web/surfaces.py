"""Two surfaces: the pages for shareholders and everybody, and those of the office, on origins of their own.

Whoever holds the public origin (a stranger's script, a stolen cookie) holds nothing of the office then: its pages are
not there, its cookie has another name, and the signature of one surface's cookie is none on the other.
"""

from flask import Flask, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from govapp.settings import Settings, Surface

OFFICE = "office"
"""The first part of the path of every page of the office."""
# Personal links, the choice of a language and the signs of life of a process are on both.
SHARED_PATHS = ("/in/", "/language", "/livez", "/readyz")
COOKIES = {Surface.PUBLIC: "session", Surface.OFFICE: "office-session", Surface.BOTH: "session"}


def surface_of(path: str) -> Surface:
    """Return where the page at `path` (or the rule of its address) is served."""
    if path.startswith(SHARED_PATHS):
        return Surface.BOTH
    return Surface.OFFICE if path.split("/")[1] == OFFICE else Surface.PUBLIC


def set_up(app: Flask, settings: Settings) -> None:
    """Keep the pages of the other surface away: a link leads to where they are, anything else finds nothing."""
    own = settings.surface
    if own is Surface.BOTH:
        return
    app.session_interface = _SessionOf(own)
    elsewhere = settings.office_base_url if own is Surface.PUBLIC else settings.base_url

    @app.before_request
    def _only_ours() -> ResponseReturnValue | None:
        if request.url_rule is None or surface_of(request.path) in {own, Surface.BOTH}:
            return None
        if own is Surface.OFFICE and request.path == "/":
            return redirect(url_for("accounts.office"), code=303)
        if not elsewhere or request.method not in {"GET", "HEAD"}:
            raise NotFound
        return redirect(elsewhere + request.full_path.rstrip("?"), code=303)


class _SessionOf(SecureCookieSessionInterface):
    def __init__(self, surface: Surface) -> None:
        # The signature of a cookie is made with the salt: moved to the other surface, a cookie is nobody's.
        self.salt = f"govapp-{surface.value}"
