"""The browser as a device: a random cookie of its own, of which only a keyed digest is kept."""

import secrets
from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response

from govapp.accounts.keys import keyed_digest
from govapp.edge import settings

COOKIE = "device"
YEAR_SECONDS = 365 * 24 * 3600


def device_digest() -> str | None:
    """Return the digest of this device, or None when it was never here."""
    value = request.cookies.get(COOKIE)
    return keyed_digest("device", value) if value else None


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

    return keyed_digest("device", value), with_cookie
