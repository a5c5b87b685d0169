"""Structured logs without personal data: what happened and how long it took, never who or what was chosen."""

import logging
import re
import sys
import time
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from govapp.request_context import actor

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# Only these may appear; a name that is not here is dropped, so a careless log call cannot leak.
ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "code",
        "status",
        "method",
        "route",
        "milliseconds",
        "request_id",
        "actor_kind",
        "count",
        "template",
        "attempt",
        "exception",
        "exc_info",
        "revision",
        "signal",
        "seconds",
        "reason",
    }
)
# An address is looked for where a word begins, not in the middle of it: long words cost no more than short ones.
_SECRET = re.compile(
    r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.]+|[A-Za-z0-9_-]{40,}|(?:[1-9A-Za-z]{5,6}-){3}[1-9A-Za-z]{5,6}",
)


def scrub(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop fields that are not allowed and blank out what looks like an address, a token or a code."""
    kept = {name: value for name, value in event.items() if name in ALLOWED}
    return {name: _SECRET.sub("[removed]", value) if isinstance(value, str) else value for name, value in kept.items()}


def discreet(record: logging.LogRecord) -> bool:
    """Let a line of the web server through without what it quotes of a request: an address, perhaps a personal link."""
    said = record.getMessage()
    for start in ("Invalid request", "Error handling request"):
        if said.startswith(start):
            record.msg, record.args = start, ()
    return True


def _bug(exc_info: ExceptionInfo) -> None:
    route = request.url_rule.rule if request.url_rule else "-"
    structlog.get_logger().error("bug", route=route, request_id=g.get("request_id", ""), exc_info=exc_info)


def configure(*, plain: bool) -> None:
    """Set up structlog once per process."""
    renderer: Any = structlog.dev.ConsoleRenderer() if plain else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            scrub,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def set_up(app: Flask) -> None:
    """Log one line per request: the route's pattern and not its address, which may hold a secret link.

    Bugs too: Flask's own line would quote the address, and go round the scrubbing.
    """
    app.log_exception = _bug  # type: ignore[method-assign]

    @app.before_request
    def _start() -> None:
        g.started = time.monotonic()
        g.request_id = uuid4().hex

    @app.after_request
    def _line(response: Response) -> Response:
        structlog.get_logger().info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else "-",
            status=response.status_code,
            milliseconds=round((time.monotonic() - g.get("started", time.monotonic())) * 1000),
            request_id=g.get("request_id", ""),
            actor_kind=actor().kind.value,
        )
        return response
