"""The names under which we may be asked: a request that names another host gets no page, and no link with that name."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# The machinery that watches over us asks by number, not by name; the answers hold no address.
FOR_ANY_HOST = frozenset({"/livez", "/readyz"})


class KnownHosts:
    """WSGI middleware that answers 400 to every other `Host` (or, behind proxies, `X-Forwarded-Host`).

    It stands in front of pages and static files, so that no cache and no mail can be given somebody else's name.
    """

    def __init__(self, app: "WSGIApplication", hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Hand a request on, or refuse it."""
        if environ.get("PATH_INFO") in FOR_ANY_HOST or _name_of(environ) in self.hosts:
            return self.app(environ, start_response)
        return BadRequest("We are not reached under this name.").get_response(environ)(environ, start_response)


def _name_of(environ: "WSGIEnvironment") -> str:
    """Return the host that a request names, in small letters, without its port; nothing when there is none."""
    host = str(environ.get("HTTP_HOST", "")).lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
