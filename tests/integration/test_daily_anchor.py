"""Auditors and scrutineers get the signed state of each day, once, whatever workers there are."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from govapp.accounts.service import suspend
from govapp.audit.models import AnchorRecord
from govapp.audit.rules.anchor import read_anchor
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage
from govapp.settings import Settings
from govapp.worker import Notary
from tests.factories.accounts import an_officer
from tests.factories.mail import Mailbox, a_worker, mail_server
from tests.factories.shares import register_some

ZONE = "Europe/Brussels"


@pytest.fixture
def notary(database: Database, clock: FixedClock) -> Notary:
    """Return the one who signs, with an auditor, a scrutineer and a registrar to write to."""
    an_officer(database, clock.now(), Role.AUDITOR, email="nadia@ambora.example", language=Language.NL)
    an_officer(database, clock.now(), Role.SCRUTINEER, email="omar@ambora.example", language=Language.FR)
    an_officer(database, clock.now(), Role.REGISTRAR, email="sofie@ambora.example")
    return Notary(database, clock, ZONE)


def mails(database: Database) -> list[tuple[str, str]]:
    with database.engine.connect() as connection:
        statement = select(OutboxMessage.to_address, OutboxMessage.subject_ref).where(
            OutboxMessage.template == "anchor"
        )
        return [(row.to_address, row.subject_ref) for row in connection.execute(statement.order_by(OutboxMessage.id))]


def anchors(database: Database) -> int:
    with database.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(AnchorRecord)) or 0


def test_those_who_watch_get_one_mail_a_day_and_nobody_else(database: Database, notary: Notary) -> None:
    assert notary.sign_today() == 2
    assert notary.sign_today() is None
    assert sorted(mails(database)) == [
        ("nadia@ambora.example", "day:2026-06-01"),
        ("omar@ambora.example", "day:2026-06-01"),
    ]


def test_a_day_begins_at_midnight_on_the_wall_clock_of_the_cooperative(notary: Notary, clock: FixedClock) -> None:
    notary.sign_today()
    clock.set(clock.now().replace(hour=21, minute=59))
    assert notary.sign_today() is None
    clock.advance(timedelta(minutes=1))
    assert notary.sign_today() == 2


def test_after_days_without_a_worker_one_mail_goes_out(database: Database, notary: Notary, clock: FixedClock) -> None:
    notary.sign_today()
    clock.advance(timedelta(days=9))
    assert notary.sign_today() == 2
    assert notary.sign_today() is None
    assert anchors(database) == 2


def test_several_workers_at_the_same_moment_sign_once(database: Database, notary: Notary) -> None:
    workers = [threading.Thread(target=notary.sign_today) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert anchors(database) == 1
    assert len(mails(database)) == 2


def test_the_state_is_signed_also_where_nobody_is_there_to_read_it(database: Database, clock: FixedClock) -> None:
    an_officer(database, clock.now(), Role.SECRETARY)
    assert Notary(database, clock, ZONE).sign_today() == 0
    assert anchors(database) == 1


def test_a_suspended_officer_gets_none(database: Database, notary: Notary, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.AUDITOR, email="gone@ambora.example")
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        suspend(work, officer.id)
    assert notary.sign_today() == 2


def test_the_mail_that_arrives_can_be_checked_as_it_is(
    database: Database, notary: Notary, clock: FixedClock, settings: Settings
) -> None:
    register_some(database, clock, 3)
    notary.sign_today()
    mailbox = Mailbox()
    with mail_server(mailbox) as transport:
        a_worker(database, clock, settings, transport).run_once()
    found = {mail["To"].addresses[0].username: mail for mail in mailbox.received}
    assert found["nadia"]["Subject"] == "Ondertekende stand van 1\xa0juni 2026"
    assert found["omar"]["Subject"] == "État signé du 1er\xa0juin 2026"
    for mail in found.values():
        body = mail.get_body(("plain",))
        assert body is not None
        heads = {each.chain: each.length for each in read_anchor(body.get_content()).anchor.heads}
        assert heads["ledger"] == 3
