"""Static files under an address that holds the digest of them all, so that browsers may keep them for ever."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from govapp.web.security import headers_of

FOLDER = Path(__file__).parent.parent / "static"
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
    app.wsgi_app = files  # type: ignore[method-assign]
