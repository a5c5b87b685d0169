"""The log says who was turned away where, in lines that nobody who sends a request can make or break."""

import io
import json

import pytest
import structlog
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import officer_browser

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
FORGED = '{"event": "request", "status": 200}'


@pytest.fixture
def log(app: Flask) -> io.StringIO:
    """Return where the lines of the log go from here on."""
    written = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    return written


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_refusal_for_want_of_a_right_is_a_line(
    app: Flask, database: Database, clock: FixedClock, log: io.StringIO
) -> None:
    browser = officer_browser(app, database, clock, Role.REGISTRAR)
    log.truncate(0)
    log.seek(0)
    browser.get("/office/officers", status=403)
    refused, answered = lines(log)
    assert (refused["event"], refused["code"], refused["status"]) == ("refused", "forbidden", 403)
    assert (answered["route"], answered["status"], answered["actor_kind"]) == ("/office/officers", 403, "officer")


@pytest.mark.parametrize(
    "path", [f"/a%0A{FORGED}", f"/in/%0D%0A{FORGED}", f"/?q=%0A{FORGED}", "/%1B[2J", "/%E2%80%A8x"]
)
def test_no_request_writes_a_line_of_its_own(app: Flask, log: io.StringIO, path: str) -> None:
    app.test_client().get(path, headers={"User-Agent": f"x\t{FORGED}"})
    found = lines(log)
    assert [line["event"] for line in found].count("request") == 1
    assert "\\u001b" not in log.getvalue()
