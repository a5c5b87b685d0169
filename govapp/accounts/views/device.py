"""The browser as a device: a random cookie of its own, of which only a keyed digest is kept."""

import hmac
import secrets
from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response

from govapp.request_context import keys, settings

COOKIE = "device"
KNOWN = "known_device"
YEAR_SECONDS = 365 * 24 * 3600
# For pages that show something of a person to somebody who is not signed in.
NEVER_KEPT = {"Cache-Control": "no-store"}


def device_digest() -> str | None:
    """Return the digest of this device, or None when it was never here."""
    value = request.cookies.get(COOKIE)
    return keys().keyed_digest("device", value) if value else None


def remember_device() -> tuple[str, Callable[[Response], Response]]:
    """Return the digest of this device, and what gives a response the cookie by which it is known again."""
    value = request.cookies.get(COOKIE) or secrets.token_urlsafe(16)

    def with_cookie(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            value,
            max_age=YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings().is_https,
        )
        return response

    return keys().keyed_digest("device", value), with_cookie


def known_device(officer_id: int | None) -> str:
    """Return the digest of this device if that officer signed in on it before, else nothing."""
    kept, _, proof = request.cookies.get(KNOWN, "").partition(".")
    is_ours = hmac.compare_digest(proof.encode(), _proof(officer_id, kept).encode())
    return keys().keyed_digest("known device", kept) if kept and officer_id is not None and is_ours else ""


def keep_known(response: Response, officer_id: int) -> None:
    """Let a response tell this device that the officer signed in on it; it opens nothing, it is only remembered."""
    kept = secrets.token_urlsafe(16)
    response.set_cookie(
        KNOWN,
        f"{kept}.{_proof(officer_id, kept)}",
        max_age=YEAR_SECONDS,
        path="/office",
        httponly=True,
        samesite="Lax",
        secure=settings().is_https,
    )


def _proof(officer_id: int | None, kept: str) -> str:
    return keys().keyed_digest("known device", f"{officer_id} {kept}")
