"""The logs say that something happened, and never who it was or what opened the door."""

import io
from datetime import timedelta

import structlog
from flask import Flask

from govapp.accounts import phone
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.service import enqueue
from govapp.outbox.transports import SmtpTransport
from govapp.settings import Settings
from tests.factories.accounts import PASSWORD, PHONE_SECRET, a_browser, a_link, an_officer, sign_in
from tests.factories.asking import answer_asked
from tests.factories.mail import a_message, a_worker, free_port


def test_coming_in_leaves_no_name_address_password_code_or_link_in_the_logs(
    app: Flask, database: Database, clock: FixedClock, settings: Settings
) -> None:
    written = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    officer = an_officer(database, clock.now(), Role.AUDITOR)
    path = a_link(database, clock.now(), next_path="/my/devices")
    browser = a_browser(app)
    browser.post(path)
    clock.advance(timedelta(minutes=5))
    browser.post(f"{path}/new")
    browser.post("/sign-in", {"email": "anna.peeters@ambora.example"})
    answer_asked(database, clock)
    browser.post("/office/sign-in", {"email": officer.email, "password": "wrong one"}, status=422)
    sign_in(browser, officer, clock)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        enqueue(work, a_message())
    a_worker(database, clock, settings, SmtpTransport("127.0.0.1", free_port(), tls="none", timeout=5)).run_once()
    log = written.getvalue()
    assert '"route": "/in/<token>"' in log
    assert "mail_server_down" in log
    token = path.removeprefix("/in/")
    code = phone.code_at(PHONE_SECRET, clock.now())
    for secret in (
        token,
        token.partition(".")[0],
        PASSWORD,
        "wrong one",
        code,
        "@ambora",
        "Claes",
        "Peeters",
        "127.0.0.1",
    ):
        assert secret not in log
