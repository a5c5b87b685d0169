"""Whoever measures how long an answer takes learns of no address whether it is known: both cost the same statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from govapp.accounts.models import Link, LinkRequest
from govapp.accounts.rules import WRONG_ATTEMPTS_PER_ACCOUNT, LinkPurpose
from govapp.accounts.tags import AccountsTag
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from tests.factories.accounts import a_browser, a_link, an_officer
from tests.factories.asking import answer_asked
from tests.factories.shares import register_some
from tests.web.page import PageClient

KNOWN, UNKNOWN = "an.1@mail.example", "nobody@mail.example"
WRITES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT")


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """Collect what is said to the database meanwhile; of a savepoint not whether it is kept."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        is_end = statement.startswith(("RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT"))
        said.append("the savepoint ends" if is_end else statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def cost(database: Database, browser: PageClient, path: str, form: dict[str, str]) -> tuple[list[str], str, int]:
    """Send a form, and return what it said to the database, and its answer."""
    token = browser.token()
    with statements_of(database) as said:
        answer = browser.raw.post(path, data={"csrf_token": token, **form})
    assert any(each.startswith(WRITES) for each in said)
    return said, answer.headers.get("Location", ""), answer.status_code


def count(database: Database, clock: FixedClock, table: type[Any]) -> int:
    with database.read_only(SYSTEM, clock.now()) as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def test_asking_for_a_link_does_the_same_for_a_known_address_and_for_none(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    register_some(database, clock, 1)
    browser = a_browser(app)
    known, unknown = (cost(database, browser, "/sign-in", {"email": each}) for each in (KNOWN, UNKNOWN))
    assert known == unknown
    assert (count(database, clock, Link), count(database, clock, OutboxMessage)) == (0, 0), "the worker decides"
    assert answer_asked(database, clock) == 2
    assert (count(database, clock, Link), count(database, clock, OutboxMessage)) == (1, 1)
    assert count(database, clock, LinkRequest) == 0, "no address stays behind"


def test_asking_for_a_new_link_does_the_same_whether_one_is_sent_or_not(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    old = a_link(database, clock.now(), lifetime=timedelta(hours=1), purpose=LinkPurpose.SIGN_IN)
    clock.advance(timedelta(hours=2))
    browser = a_browser(app)
    first, second = (cost(database, browser, f"{old}/new", {}) for _ in range(2))
    assert first == second
    assert answer_asked(database, clock) == 2
    assert count(database, clock, OutboxMessage) == 1


def test_a_link_that_somebody_changed_holds_up_nobody_who_asked_later(
    app: Flask, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_some(database, clock, 1)
    old = a_link(database, clock.now(), lifetime=timedelta(hours=1), purpose=LinkPurpose.SIGN_IN)
    clock.advance(timedelta(hours=2))
    browser = a_browser(app)
    browser.post(f"{old}/new")
    browser.post("/sign-in", {"email": KNOWN})
    with monkeypatch.context() as attacked:
        attacked.setattr("govapp.accounts.queries.links._is_as_signed", lambda *_: False)
        assert answer_asked(database, clock) == 2
    assert count(database, clock, OutboxMessage) == 1
    assert count(database, clock, LinkRequest) == 0


def test_a_wrong_password_costs_the_same_for_an_officer_and_for_nobody_up_to_the_lock(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    # Each from a network of its own: wrong attempts are counted for the network too.
    browsers = {officer.email: a_browser(app), UNKNOWN: a_browser(app)}
    browsers[UNKNOWN].raw.environ_base["REMOTE_ADDR"] = "192.0.2.7"

    def guess(email: str) -> tuple[list[str], str, int]:
        return cost(database, browsers[email], "/office/sign-in", {"email": email, "password": "wrong one"})

    lines = count(database, clock, JournalEntryRecord)
    for attempt in range(WRONG_ATTEMPTS_PER_ACCOUNT):
        known, unknown = guess(officer.email), guess(UNKNOWN)
        assert known == unknown, attempt
    with database.read_only(SYSTEM, clock.now()) as work:
        tags = list(
            work.session.scalars(
                select(JournalEntryRecord.tag)
                .where(JournalEntryRecord.sequence > lines)
                .order_by(JournalEntryRecord.sequence)
            )
        )
        letters = list(work.session.scalars(select(OutboxMessage.to_address)))
    refused, locked = AccountsTag.SIGN_IN_REFUSED.value, AccountsTag.SIGN_IN_LOCKED.value
    assert tags == [refused] * WRONG_ATTEMPTS_PER_ACCOUNT + [locked], "of nobody nothing stays"
    assert letters == [officer.email]
