"""The worker: each mail once, nothing lost, nothing doubled, whatever the mail server does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.outbox import queries, queue
from govapp.outbox.models import OutboxMessage
from govapp.outbox.rules import LEASE, MAX_ATTEMPTS, SIGN_OF_LIFE_EVERY, DeliveryOutcome
from govapp.outbox.service import Message, NoDeadLetter, enqueue, enqueue_many, try_again
from govapp.outbox.transports import InboxTransport, MailConnection, Reply, ServerDown, SmtpTransport, transport_of
from govapp.outbox.worker import Round
from govapp.settings import Settings
from tests.factories.accounts import a_link
from tests.factories.mail import Mailbox, a_message, a_worker, free_port, mail_server


def put(database: Database, clock: FixedClock, *messages: Message) -> None:
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        enqueue_many(work, messages)


def states(database: Database, clock: FixedClock) -> list[str]:
    with database.read_only(SYSTEM, clock.now()) as work:
        return list(work.session.scalars(select(OutboxMessage.state).order_by(OutboxMessage.id)))


def test_a_mail_that_was_enqueued_is_sent_with_its_headers(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, a_message())
    mailbox = Mailbox()
    with mail_server(mailbox) as transport:
        assert a_worker(database, clock, settings, transport).run_once() == Round(sent=1)
    mail = mailbox.received[0]
    assert mail["To"] == "Anna Peeters <anna.peeters@ambora.example>"
    assert mail["From"] == "Ambora <noreply@ambora.example>"
    assert mail["Subject"] == "Somebody tried to sign in with your address"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert "List-Unsubscribe" not in mail
    assert states(database, clock) == ["sent"]


def test_a_rolled_back_change_sends_nothing(database: Database, clock: FixedClock) -> None:
    with pytest.raises(RuntimeError), database.unit_of_work(SYSTEM, clock.now()) as work:
        enqueue(work, a_message())
        raise RuntimeError
    assert states(database, clock) == []


def test_the_link_is_made_when_the_mail_is_written_and_is_not_stored(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    path = a_link(database, clock.now())
    put(database, clock, a_message(template="invitation", link_id=1))
    mailbox = Mailbox()
    with mail_server(mailbox) as transport:
        a_worker(database, clock, settings, transport).run_once()
    mail = mailbox.received[0]
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert f"Vote now: http://localhost{path}" in plain.get_content()
    assert html.get_content().count(f'href="http://localhost{path}"') == 2
    with database.read_only(SYSTEM, clock.now()) as work:
        row = work.session.scalars(select(OutboxMessage)).one()
    assert all(path not in str(getattr(row, column.name)) for column in OutboxMessage.__table__.columns)


def test_a_silent_mail_server_costs_nothing_and_is_said_in_one_line(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, a_message(), a_message("bart@ambora.example"))
    port = free_port()
    worker = a_worker(database, clock, settings, SmtpTransport("127.0.0.1", port, tls="none", timeout=5))
    assert worker.run_once() == Round(server_down=True)
    with database.read_only(SYSTEM, clock.now()) as work:
        trouble = queries.find_server_trouble(work.session)
        attempts = list(work.session.scalars(select(OutboxMessage.attempts)))
    assert trouble is not None
    assert trouble.down_since == clock.now()
    assert attempts == [0, 0]
    assert worker.run_once() == Round(), "it is left alone for a while"
    clock.advance(timedelta(seconds=10))
    mailbox = Mailbox()
    with mail_server(mailbox, port):
        assert worker.run_once() == Round(sent=2)
    with database.read_only(SYSTEM, clock.now()) as work:
        assert queries.find_server_trouble(work.session) is None


def test_a_reply_that_was_lost_makes_the_second_mail_recognisable(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, a_message())
    mailbox = Mailbox(hang_up_after_receiving=True)
    with mail_server(mailbox) as transport:
        worker = a_worker(database, clock, settings, transport)
        assert worker.run_once().server_down
        clock.advance(timedelta(minutes=5))
        assert worker.run_once() == Round(sent=1)
    first, second = mailbox.received
    assert first["Message-ID"] == second["Message-ID"]


def test_an_unknown_mailbox_is_given_up_at_once_and_the_others_are_sent(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, a_message("gone@ambora.example"), a_message())
    mailbox = Mailbox(refuse={"gone@ambora.example": "550 5.1.1 no such mailbox"})
    with mail_server(mailbox) as transport:
        assert a_worker(database, clock, settings, transport).run_once() == Round(sent=1, dead=1)
    with database.read_only(SYSTEM, clock.now()) as work:
        letter = queries.list_dead_letters(work.session, limit=10)[0]
    assert (letter.to_address, letter.reason) == ("gone@ambora.example", "550 5.1.1 no such mailbox")


def test_a_full_mailbox_is_tried_again_later_and_given_up_in_the_end(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, a_message("full@ambora.example"))
    mailbox = Mailbox(refuse={"full@ambora.example": "452 mailbox full"})
    with mail_server(mailbox) as transport:
        worker = a_worker(database, clock, settings, transport)
        for _ in range(MAX_ATTEMPTS - 1):
            assert worker.run_once() == Round(put_off=1)
            assert worker.run_once() == Round()
            clock.advance(timedelta(hours=6))
        assert worker.run_once() == Round(dead=1)
    assert states(database, clock) == ["dead"]


def test_a_dead_letter_that_is_put_back_is_sent(database: Database, clock: FixedClock, settings: Settings) -> None:
    put(database, clock, a_message("gone@ambora.example"))
    mailbox = Mailbox(refuse={"gone@ambora.example": "550 no"})
    with mail_server(mailbox) as transport:
        worker = a_worker(database, clock, settings, transport)
        worker.run_once()
        mailbox.refuse.clear()
        with database.unit_of_work(SYSTEM, clock.now()) as work:
            try_again(work, 1, lambda _work, _failed: None)
        with pytest.raises(NoDeadLetter), database.unit_of_work(SYSTEM, clock.now()) as work:
            try_again(work, 1, lambda _work, _failed: None)
        assert worker.run_once() == Round(sent=1)


def test_an_address_that_cannot_stand_in_a_header_is_given_up_with_its_reason(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, a_message("not an address\nBcc: all@ambora.example"))
    assert a_worker(database, clock, settings, InboxTransport()).run_once() == Round(dead=1)
    with database.read_only(SYSTEM, clock.now()) as work:
        assert queries.list_dead_letters(work.session, limit=1)[0].reason == "the address cannot be read"


def test_two_workers_never_claim_the_same_message(database: Database, clock: FixedClock) -> None:
    put(database, clock, *[a_message(f"holder{number}@ambora.example") for number in range(40)])
    claimed: list[int] = []
    barrier = threading.Barrier(4)

    def work_off() -> None:
        barrier.wait()
        for _ in range(5):
            found = database.transact(SYSTEM, clock, lambda work: queue.claim(work, 4))
            claimed.extend(message.id for message in found)

    threads = [threading.Thread(target=work_off) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed))
    assert len(claimed) == 40


def test_the_messages_of_a_dead_worker_are_taken_again_when_its_lease_ends(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, a_message())
    database.transact(SYSTEM, clock, lambda work: queue.claim(work, 10))
    worker = a_worker(database, clock, settings, InboxTransport())
    clock.advance(LEASE - timedelta(milliseconds=1))
    assert worker.run_once() == Round()
    clock.advance(timedelta(milliseconds=1))
    assert worker.run_once() == Round(sent=1)


def test_a_worker_that_lost_its_lease_does_not_overrule_the_one_that_took_over(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, a_message())
    stale = database.transact(SYSTEM, clock, lambda work: queue.claim(work, 10))
    clock.advance(LEASE)
    a_worker(database, clock, settings, InboxTransport()).run_once()
    database.transact(SYSTEM, clock, lambda work: queue.give_back(work, stale))
    assert states(database, clock) == ["sent"]


class SlowTransport:
    """A mail server that takes a minute for each mail."""

    keeps_letters = False

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock

    @contextmanager
    def open(self) -> Iterator[MailConnection]:
        yield self

    def send(self, mail: EmailMessage) -> Reply:
        assert mail["To"]
        self.clock.advance(timedelta(minutes=1))
        return Reply(DeliveryOutcome.ACCEPTED)


def test_a_slow_mail_server_never_makes_a_worker_overrun_its_lease(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, *[a_message() for _ in range(6)])
    worker = a_worker(database, clock, settings, SlowTransport(clock))
    assert worker.run_once() == Round(sent=3)
    assert states(database, clock) == ["sent"] * 3 + ["waiting"] * 3
    assert worker.run_once() == Round(sent=3)


def test_the_loop_sends_until_it_is_stopped(database: Database, clock: FixedClock, settings: Settings) -> None:
    put(database, clock, *[a_message() for _ in range(3)])
    stop = threading.Event()

    class StoppingTransport(InboxTransport):
        def send(self, mail: EmailMessage) -> Reply:
            stop.set()
            return super().send(mail)

    a_worker(database, clock, settings, StoppingTransport()).run_until(stop, per_minute=6000)
    assert states(database, clock) == ["sent"] * 3


def test_a_worker_says_that_it_lives_and_not_at_every_step(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    def seen_at() -> datetime | None:
        with database.read_only(SYSTEM, clock.now()) as work:
            return queries.find_worker_seen_at(work.session)

    assert seen_at() is None
    worker = a_worker(database, clock, settings, InboxTransport())
    worker.run_once()
    first = clock.now()
    clock.advance(SIGN_OF_LIFE_EVERY - timedelta(milliseconds=1))
    worker.run_once()
    assert seen_at() == first
    clock.advance(timedelta(milliseconds=1))
    worker.run_once()
    assert seen_at() == clock.now()


def test_a_worker_says_that_it_lives_while_the_mail_server_is_slow(
    database: Database, clock: FixedClock, settings: Settings
) -> None:
    put(database, clock, *[a_message() for _ in range(3)])
    a_worker(database, clock, settings, SlowTransport(clock)).run_once()
    with database.read_only(SYSTEM, clock.now()) as work:
        assert queries.find_worker_seen_at(work.session) == clock.now()


def test_a_message_that_could_not_be_written_is_not_even_enqueued(database: Database, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="letter"):
        put(database, clock, a_message(template="invitation"))
    assert states(database, clock) == []


def test_without_a_mail_server_the_settings_are_named(settings: Settings) -> None:
    assert isinstance(transport_of(settings), InboxTransport)
    with pytest.raises(ValueError, match="GOVAPP_SMTP_HOST"):
        transport_of(settings.model_copy(update={"demo": False}))
    smtp = transport_of(settings.model_copy(update={"smtp_host": "mail.ambora.example"}))
    assert isinstance(smtp, SmtpTransport)


def test_a_server_without_tls_is_not_spoken_to_in_the_clear(settings: Settings) -> None:
    assert settings.smtp_tls == "starttls"
    mailbox = Mailbox()
    with mail_server(mailbox) as transport:
        strict = SmtpTransport(transport.host, transport.port, tls="starttls", timeout=5)
        with pytest.raises(ServerDown), strict.open():
            pass
