"""A mail as a document of its own, which pages show in a frame: it alone may use the inline styles that mails need."""

from flask import Response

from govapp.outbox.letters import Letter

MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; sandbox"
"""Nothing runs in it, nothing is loaded, no link in it is followed, and only our own pages frame it."""


def mail_document(letter: Letter) -> Response:
    """Return the HTML of a mail as the answer to a request."""
    response = Response(letter.html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "no-store"
    return response
