"""Static files under an address that holds the digest of them all, so that browsers may keep them for ever."""

import base64
import gzip
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.http import parse_accept_header
from whitenoise import WhiteNoise

from govapp.web.security import headers_of

FOLDER = Path(__file__).parent.parent / "static"
PACKED = frozenset({".css", ".js", ".svg", ".json"})
"""Endings of files that are sent packed. They are the same for everybody: their size gives no secret away (BREACH)."""
YEAR_SECONDS = 365 * 24 * 3600


@cache
def prefix() -> str:
    """Return the path under which the files of this build are served: `/static/<12 digits>`."""
    digest = hashlib.sha256()
    for path in sorted(each for each in FOLDER.rglob("*") if each.is_file()):
        digest.update(f"{path.relative_to(FOLDER).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"/static/{digest.hexdigest()[:12]}"


def asset(path: str) -> str:
    """Return the address of the static file `path`; raises FileNotFoundError for one that is not there."""
    if not (FOLDER / path).is_file():
        raise FileNotFoundError(path)
    return f"{prefix()}/{path}"


@cache
def integrity(path: str) -> str:
    """Return the Subresource Integrity value of a static file (W3C SRI, SHA-384)."""
    return "sha384-" + base64.b64encode(hashlib.sha384((FOLDER / path).read_bytes()).digest()).decode()


def serve(app: Flask, *, secure: bool) -> None:
    """Answer requests for static files before Flask sees them; `secure` says that people come over TLS."""

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in headers_of(secure=secure).items():
            headers[name] = value

    files = WhiteNoise(
        app.wsgi_app,
        root=FOLDER,
        prefix=prefix(),
        max_age=YEAR_SECONDS,
        allow_all_origins=False,
        add_headers_function=add_headers,
        immutable_file_test=lambda _path, _url: True,
    )
    app.wsgi_app = Packed(files)  # type: ignore[method-assign]


@cache
def packed(path: str) -> bytes:
    """Return a static file as gzip packs it (RFC 1952), the same bytes each time."""
    return gzip.compress((FOLDER / path).read_bytes(), 9, mtime=0)


class Packed:
    """Sends static texts packed to whoever can unpack: a slow line carries a third of the bytes."""

    def __init__(self, files: WSGIApplication) -> None:
        """Pass everything else on to `files`."""
        self.files = files

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "").removeprefix(f"{prefix()}/")
        is_ours = path != environ.get("PATH_INFO") and Path(path).suffix in PACKED
        if not is_ours or environ["REQUEST_METHOD"] != "GET" or not _unpacks(environ):
            return self.files(environ, start_response)
        body: list[bytes] = []

        def start(status: str, found: list[tuple[str, str]], exc_info: object = None) -> object:  # noqa: ARG001
            headers = Headers(found)
            if status.startswith("200"):
                body.append(packed(path))
                headers["Content-Encoding"] = "gzip"
                headers["Content-Length"] = str(len(body[0]))
                headers["Vary"] = "Accept-Encoding"
            return start_response(status, headers.items())

        answer = self.files({**environ, "HTTP_ACCEPT_ENCODING": ""}, start)  # type: ignore[arg-type]
        if not body:
            return answer
        if hasattr(answer, "close"):
            answer.close()
        return body


def _unpacks(environ: WSGIEnvironment) -> bool:
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return accepted["gzip"] > 0 and not environ.get("HTTP_RANGE")
