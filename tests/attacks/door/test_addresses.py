"""One mistyped address, or one letter that cannot be written, stops nobody else's mail."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from govapp.accounts.cli import accounts
from govapp.accounts.models import Officer
from govapp.accounts.refusals import AddressUnreadable
from govapp.accounts.service import InviteOfficer, invite_officer
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage
from govapp.outbox.rules import MAX_ATTEMPTS, MAX_PAUSE
from govapp.outbox.service import enqueue_many
from govapp.outbox.worker import Round
from govapp.settings import Settings
from tests.conftest import KEY
from tests.factories.mail import Mailbox, a_message, a_worker, mail_server

MISTYPED = [
    "bart",
    "bart@",
    "@ambora.example",
    "bart@ambora..example",
    "bart @ambora.example",
    "a@b.example, c@d.example",
]


@pytest.mark.parametrize("address", [*MISTYPED, "bart@ambora.example\nBcc: all@ambora.example", "b\u200bart@ambora"])
def test_nobody_is_invited_at_an_address_that_no_mail_reaches(
    database: Database, clock: FixedClock, address: str
) -> None:
    command = InviteOfficer(address, "Bart", Language.NL, frozenset({Role.REGISTRAR}))
    with pytest.raises(AddressUnreadable), database.unit_of_work(SYSTEM, clock.now()) as work:
        invite_officer(work, command)
    with database.read_only(SYSTEM, clock.now()) as work:
        assert work.session.scalar(select(Officer)) is None
        assert work.session.scalar(select(OutboxMessage)) is None


@pytest.mark.parametrize("address", MISTYPED)
def test_the_command_says_so_and_writes_nothing(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    done = CliRunner().invoke(accounts, ["invite", address, "--name", "Bart", "--role", "registrar"])
    assert done.exit_code != 0
    assert isinstance(done.exception, AddressUnreadable)
    with database.engine.connect() as connection:
        assert connection.execute(select(Officer.id)).all() == []


def test_a_mail_that_cannot_be_built_holds_up_no_other(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    mistyped = [replace(a_message(), to="bart"), replace(a_message(), to="a@b.example, c@d.example")]
    # A fault that nobody foresaw, which may be mended before the last attempt.
    broken = a_message(template="invitation", link_id=9999)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        enqueue_many(work, [*mistyped, broken, a_message(), a_message()])
    mailbox = Mailbox()
    with mail_server(mailbox) as transport:
        worker = a_worker(database, clock, settings, transport)
        assert worker.run_once() == Round(sent=2, dead=len(mistyped), put_off=1)
        attempts = 1
        while (done := worker.run_once()).dead == 0:
            clock.advance(MAX_PAUSE)
            attempts += done.handled
    assert attempts + 1 == MAX_ATTEMPTS
    assert len(mailbox.received) == 2
