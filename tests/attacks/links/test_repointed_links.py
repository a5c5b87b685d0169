"""Whoever has the database points a personal link, its letter or a session at somebody else; on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from govapp.accounts.models import Link, SignInSession
from govapp.accounts.service import LinkPurpose
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.outbox.transports import InboxTransport
from govapp.settings import Settings
from govapp.shares.ledger.service import SetEmail, set_email
from tests.conftest import KEY
from tests.factories.accounts import a_browser, a_link, officer_browser
from tests.factories.assembly import written
from tests.factories.mail import a_worker
from tests.factories.shares import REGISTRAR, register_some
from tests.factories.tampering import without_triggers

Change = Callable[..., None]

DEVICES = "/my/devices"
THIEF, VICTIM = "thief@mail.example", "victim@mail.example"


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, database_url: str) -> CliRunner:
    """Return a command line that works on the test's database."""
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    return CliRunner()


@pytest.fixture
def change(database: Database) -> Change:
    """Return how whoever owns the database changes a link: triggers away, change, triggers back."""

    def act(statement: str, **values: object) -> None:
        with without_triggers(database, "link") as connection:
            connection.execute(text(statement), values)

    return act


REPOINTED = (
    "UPDATE link SET subject_ref = 'holder:2'",
    "UPDATE link SET name = 'Berta'",
    "UPDATE link SET email = 'thief@mail.example'",
    "UPDATE link SET next_path = '/office/'",
    "UPDATE link SET purpose = 'demo'",
    "UPDATE link SET purpose = 'officer'",
)


def count_mails(database: Database, clock: FixedClock) -> int:
    with database.read_only(SYSTEM, clock.now()) as work:
        return work.session.scalar(select(func.count()).select_from(OutboxMessage)) or 0


@pytest.mark.parametrize(
    "statement",
    [*REPOINTED, "UPDATE link SET token_digest = reference", "UPDATE link SET revoked_at = NULL", "DELETE FROM link"],
)
def test_the_database_itself_refuses_to_change_what_a_link_was_issued_for(
    database: Database, clock: FixedClock, statement: str
) -> None:
    a_link(database, clock.now(), subject_ref="holder:1")
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        work.session.execute(text("UPDATE link SET revoked_at = issued_at"))
    with database.unit_of_work(SYSTEM, clock.now()) as work, pytest.raises(IntegrityError, match="locked: "):
        work.session.execute(text(statement))


@pytest.mark.parametrize("statement", [*REPOINTED, "UPDATE link SET language = 'xx'"])
def test_a_link_that_was_pointed_at_somebody_else_lets_nobody_in_sends_nothing_and_is_named(
    app: Flask, runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str
) -> None:
    own = a_link(database, clock.now(), subject_ref="holder:1")
    assert runner.invoke(govapp, ["accounts", "check"]).exit_code == 0
    change(statement)
    thief = a_browser(app)
    for answer in (thief.get(own, status=409), thief.post(own, status=409), thief.post(f"{own}/new", status=409)):
        assert answer.all("h1")
    assert thief.raw.get("/my").status_code == 303
    assert count_mails(database, clock) == 0
    checked = runner.invoke(govapp, ["accounts", "check"])
    assert (checked.exit_code, "link 1, now of holder:" in checked.output) == (1, True)


def test_a_link_whose_digest_was_made_to_fit_lets_nobody_in_either(
    app: Flask, database: Database, clock: FixedClock, change: Change
) -> None:
    own = a_link(database, clock.now(), subject_ref="holder:1")
    a_link(database, clock.now(), subject_ref="holder:2")
    change("UPDATE link SET reference = 'x' || id, token_digest = reference WHERE subject_ref = 'holder:1'")
    change("UPDATE link SET reference = :reference WHERE id = 2", reference=own.removeprefix("/in/").partition(".")[0])
    a_browser(app).post(own, status=404)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE outbox_message SET link_id = (SELECT id FROM link WHERE email LIKE 'victim@%') WHERE link_id > 0",
        "UPDATE outbox_message SET to_address = 'thief@mail.example' WHERE to_address = 'victim@mail.example'",
        "UPDATE link SET subject_ref = (SELECT max(subject_ref) FROM link) WHERE email = 'thief@mail.example'",
        "UPDATE link SET email = 'thief@mail.example' WHERE email = 'victim@mail.example'",
    ],
    ids=["the letter names another link", "the letter goes elsewhere", "the link lets another in", "both go elsewhere"],
)
def test_no_letter_carries_a_link_of_somebody_else(
    database: Database, clock: FixedClock, settings: Settings, change: Change, statement: str
) -> None:
    meeting = written(database, clock)
    for holder, address in zip(meeting.voters[:2], (THIEF, VICTIM), strict=True):
        with database.unit_of_work(REGISTRAR, clock.now()) as work:
            set_email(work, SetEmail(holder, address))
    clock.advance(timedelta(seconds=1))
    with meeting.at() as work:
        work.session.execute(text("UPDATE outbox_message SET state = 'sent', sent_at = due_at"))
    meeting.lock()
    meeting.open()
    change(statement)
    transport = InboxTransport()
    while a_worker(database, clock, settings, transport).run_once().handled:
        pass
    with database.read_only(SYSTEM, clock.now()) as work:
        sent = work.session.execute(
            select(OutboxMessage.to_address, Link.email, Link.subject_ref)
            .join(Link, Link.id == OutboxMessage.link_id)
            .where(OutboxMessage.state == "sent")
        ).all()
        failed = work.session.scalars(
            select(OutboxMessage.last_error).where(OutboxMessage.state == "dead", OutboxMessage.link_id.is_not(None))
        ).all()
    holders = dict(zip((THIEF, VICTIM), (f"holder:{each}" for each in meeting.voters[:2]), strict=True))
    assert sent
    assert all(to == link for to, link, _subject in sent)
    assert all(holders[to] == subject for to, _link, subject in sent if to in holders)
    assert failed


def test_a_link_that_was_withdrawn_and_made_to_open_again_opens_nothing_and_is_named(
    app: Flask, runner: CliRunner, database: Database, clock: FixedClock, change: Change
) -> None:
    holder = int(register_some(database, clock, 1)[0])
    own = a_link(database, clock.now(), subject_ref=f"holder:{holder}", email=VICTIM)
    a_browser(app).get(own)
    clock.advance(timedelta(minutes=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        set_email(work, SetEmail(holder, "new@mail.example"))
    assert runner.invoke(govapp, ["accounts", "check"]).exit_code == 0
    change("UPDATE link SET revoked_at = NULL")
    thief = a_browser(app)
    for answer in (thief.get(own, status=409), thief.post(own, status=409), thief.post(f"{own}/new", status=409)):
        assert answer.all("h1")
    assert thief.raw.get("/my").status_code == 303
    checked = runner.invoke(govapp, ["accounts", "check"])
    assert (checked.exit_code, "it was withdrawn, and it opens again" in checked.output) == (1, True)


@pytest.mark.parametrize(
    "change_of_row",
    ["SET person_id = person_id + 1", "SET kind = 'officer', person_id = (SELECT max(id) FROM officer)"],
)
def test_a_session_that_was_given_to_somebody_else_is_over(
    app: Flask, database: Database, clock: FixedClock, change_of_row: str
) -> None:
    officer_browser(app, database, clock, Role.ADMINISTRATOR)
    own = a_link(database, clock.now(), subject_ref="holder:1", purpose=LinkPurpose.SIGN_IN, next_path=DEVICES)
    thief = a_browser(app)
    thief.post(own)
    assert thief.raw.get(DEVICES).status_code == 200
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        work.session.execute(text(f"UPDATE session {change_of_row} WHERE kind = 'shareholder'"))
        assert work.session.scalar(select(func.count()).select_from(SignInSession)) == 2
    assert thief.raw.get(DEVICES).status_code == 303
    assert thief.raw.get("/office/").status_code == 303


def test_links_of_version_0_1_still_open_and_are_counted(
    app: Flask, runner: CliRunner, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older_program:
        older_program.setattr("govapp.accounts.service.links.new_reference", lambda: "AbCdEfGhIjKlMnOpQrStUv")
        old = a_link(database, clock.now(), subject_ref="holder:1", next_path=DEVICES, lifetime=timedelta(days=9000))
    a_browser(app).post(old)
    checked = runner.invoke(govapp, ["accounts", "check"])
    assert (checked.exit_code, "1 links of version 0.1" in checked.output) == (0, True)


def test_links_that_are_gone_are_counted(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change
) -> None:
    a_link(database, clock.now(), subject_ref="holder:1")
    a_link(database, clock.now(), subject_ref="holder:2")
    change("DELETE FROM link WHERE subject_ref = 'holder:1'")
    checked = runner.invoke(govapp, ["accounts", "check"])
    assert (checked.exit_code, "1 personal links that the journal tells of are gone" in checked.output) == (1, True)
