"""`govapp worker`: writes and sends mail that is due, opens and closes votes, signs the state of the day."""

import signal
import threading
from dataclasses import dataclass

import click
import structlog
from sqlalchemy.exc import DBAPIError

from govapp.accounts.service import is_signed, list_asked, mail_daily_anchor, take_asked
from govapp.assembly.votes.service import (
    close_due,
    list_votes_to_open,
    open_by_clock,
    tell_not_opened,
    write_letters,
)
from govapp.ballots.queries.anchoring import ALL_CHAINS
from govapp.ballots.service import ask_to_test_again, ask_who_is_awaited, precompute_due_tallies
from govapp.command_context import opened
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.declarations import FindErrand
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import Clock, SystemClock
from govapp.kernel.errors import Refusal
from govapp.outbox.transports import transport_of
from govapp.outbox.worker import Worker, keep_on
from govapp.settings import load_settings
from govapp.shares.register.service import answer_asked_link, report_readings
from govapp.web import logs
from govapp.web.app import DECLARATIONS
from govapp.web.letters import post_of

log = structlog.get_logger()

TICK_SECONDS = 2.0
# Between two batches others get their turn to write: on SQLite there is one writer at a time, and people vote.
BREATH_SECONDS = 0.2
# How often somebody looks whether a new day has begun.
DAY_LOOK_SECONDS = 60.0
# A mail about a key says that minutes have passed: nobody waits for it second by second.
KEY_LOOK_SECONDS = 60.0
# Somebody sits in front of the mailbox and waits.
LINK_LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Timekeeper:
    """Opens and closes the votes whose hour has come; several may run, since doing it twice does nothing."""

    database: Database
    clock: Clock

    def tick(self) -> int:
        """Close what is due and return how many votes that were; ballots are added up before anybody is held up."""
        with self.database.read_only(SYSTEM, self.clock.now()) as work:
            precompute_due_tallies(work)
        return len(self.database.transact(SYSTEM, self.clock, close_due))

    def open_due(self) -> int:
        """Open what is due and return how many votes that were; what cannot open is told to the secretariat, once."""
        with self.database.read_only(SYSTEM, self.clock.now()) as work:
            due = list_votes_to_open(work)
        return sum(self._open(assembly_id, ordinal) for assembly_id, ordinal in due)

    def _open(self, assembly_id: int, ordinal: int) -> bool:
        refusal = None
        try:
            if self.database.transact(SYSTEM, self.clock, lambda work: open_by_clock(work, assembly_id, ordinal)):
                return True
        except Refusal as found:
            refusal = found
        self.database.transact(SYSTEM, self.clock, lambda work: tell_not_opened(work, assembly_id, ordinal, refusal))
        return False

    def run_until(self, stop: threading.Event) -> None:
        """Look at the clock until `stop` is set."""

        def look() -> float:
            if opened_now := self.open_due():
                log.info("votes_opened", count=opened_now)
            if closed := self.tick():
                log.info("votes_closed", count=closed)
            return TICK_SECONDS

        keep_on(look, stop)


@dataclass(frozen=True)
class Scribe:
    """Writes the letters of mailings, batch by batch; several may run, since each batch belongs to one of them."""

    database: Database
    clock: Clock

    def write_batch(self) -> int | None:
        """Write the next batch and return how many letters it has; None when there is nothing to write."""
        batch = self.database.transact(SYSTEM, self.clock, write_letters)
        if batch is None:
            return None
        log.info("letters_written", template=batch.mailing.template, count=batch.letters)
        return batch.letters

    def run_until(self, stop: threading.Event) -> None:
        """Write whatever is asked for until `stop` is set."""
        keep_on(lambda: TICK_SECONDS if self.write_batch() is None else BREATH_SECONDS, stop)


@dataclass(frozen=True)
class Notary:
    """Has the state of the day signed and mailed, once; several may run, since one of them comes first."""

    database: Database
    clock: Clock
    zone: str

    def sign_today(self) -> int | None:
        """Sign the state of the day and return how many mails go out; None when that is done already."""
        now = self.clock.now()
        with self.database.read_only(SYSTEM, now) as work:
            if is_signed(work.session, now, self.zone):
                return None
        # First, so that the signed state covers the lines about the days before.
        self.database.transact(SYSTEM, self.clock, report_readings)
        return self.database.transact(SYSTEM, self.clock, lambda work: mail_daily_anchor(work, ALL_CHAINS, self.zone))

    def run_until(self, stop: threading.Event) -> None:
        """Look at the day until `stop` is set."""

        def look() -> float:
            if (mails := self.sign_today()) is not None:
                log.info("state_signed", count=mails)
            return DAY_LOOK_SECONDS

        keep_on(look, stop)


@dataclass(frozen=True)
class KeyKeeper:
    """Asks key holders by mail for what is awaited of them; several may run, since nobody is asked twice."""

    database: Database
    clock: Clock

    def ask(self) -> int:
        """Ask for tests of keys and for the next steps of making them, and return how many mails that makes."""

        def work_through(work: Work) -> int:
            return ask_to_test_again(work) + ask_who_is_awaited(work)

        return self.database.transact(SYSTEM, self.clock, work_through)

    def run_until(self, stop: threading.Event) -> None:
        """Look who is awaited until `stop` is set."""

        def look() -> float:
            if asked := self.ask():
                log.info("key_holders_asked", count=asked)
            return KEY_LOOK_SECONDS

        keep_on(look, stop)


@dataclass(frozen=True)
class LinkSender:
    """Sends the personal links that were asked for; several may run, since each request belongs to one of them."""

    database: Database
    clock: Clock
    find_errand: FindErrand

    def answer(self) -> int:
        """Answer the oldest requests and return how many they were."""
        with self.database.read_only(SYSTEM, self.clock.now()) as work:
            waiting = list_asked(work)
        for number in waiting:
            self._answer(number)
        return len(waiting)

    def _answer(self, number: int) -> None:
        try:
            self.database.transact(SYSTEM, self.clock, lambda work: answer_asked_link(work, number, self.find_errand))
        except DBAPIError:
            raise
        except Exception:
            # A link that somebody changed, or a fault of ours, must not hold up those who asked later.
            log.exception("link_request_fault")
            self.database.transact(SYSTEM, self.clock, lambda work: take_asked(work, number))

    def run_until(self, stop: threading.Event) -> None:
        """Answer whoever asks until `stop` is set."""
        keep_on(lambda: BREATH_SECONDS if self.answer() else LINK_LOOK_SECONDS, stop)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now and stop.")
def worker(*, once: bool) -> None:
    """Write and send the mails of the outbox, open and close votes on time, and sign the state of each day."""
    settings = load_settings()
    logs.configure(plain=settings.log_format == "plain")
    # Named before the mail server: whoever has forgotten the file of the settings lacks both.
    settings.database()
    try:
        transport = transport_of(settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    database, clock = opened(settings), SystemClock()
    sender = Worker(database, clock, post_of(settings), transport)
    timekeeper, scribe = Timekeeper(database, clock), Scribe(database, clock)
    notary, keeper = Notary(database, clock, settings.timezone), KeyKeeper(database, clock)
    links = LinkSender(database, clock, DECLARATIONS.find_errand)
    if once:
        notary.sign_today()
        keeper.ask()
        while links.answer():
            pass
        click.echo(_once(timekeeper, scribe, sender))
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    log.info("worker_started")
    beside = [
        threading.Thread(target=each.run_until, args=(stop,)) for each in (timekeeper, scribe, notary, keeper, links)
    ]
    for thread in beside:
        thread.start()
    sender.run_until(stop, settings.mail_per_minute)
    for thread in beside:
        thread.join()


def _once(timekeeper: Timekeeper, scribe: Scribe, sender: Worker) -> str:
    """Close, write and send what is due now, and say what was done."""
    opened_now, closed = timekeeper.open_due(), timekeeper.tick()
    written = sum(iter(scribe.write_batch, None))
    return f"{opened_now} votes opened; {closed} votes closed; {written} letters written; {_send_all(sender)}"


def _send_all(sender: Worker) -> str:
    sent = put_off = dead = 0
    while True:
        done = sender.run_once()
        sent, put_off, dead = sent + done.sent, put_off + done.put_off, dead + done.dead
        if done.server_down or not done.handled:
            silent = ", mail server silent" if done.server_down else ""
            return f"{sent} mails sent, {put_off} put off, {dead} given up{silent}"
