"""`govapp worker`: sends the mail that is due, and closes each vote at its announced time."""

import signal
import threading
from dataclasses import dataclass

import click
import structlog
from sqlalchemy.exc import OperationalError

from govapp.assembly.service import close_due
from govapp.console import opened
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import Clock, SystemClock
from govapp.outbox.transports import transport_of
from govapp.outbox.worker import Worker
from govapp.settings import Settings
from govapp.web import logs
from govapp.web.letters import post_of

log = structlog.get_logger()

TICK_SECONDS = 2.0


@dataclass(frozen=True)
class Timekeeper:
    """Closes the votes whose hour has come; several may run, since closing twice does nothing."""

    database: Database
    clock: Clock

    def tick(self) -> int:
        """Close what is due and return how many votes that were."""
        return len(self.database.transact(SYSTEM, self.clock, close_due))

    def run_until(self, stop: threading.Event) -> None:
        """Look at the clock until `stop` is set; a silent database is tried again at the next tick."""
        while not stop.wait(TICK_SECONDS):
            try:
                closed = self.tick()
            except OperationalError:
                log.warning("database_unreachable")
                continue
            if closed:
                log.info("votes_closed", count=closed)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now and stop.")
def worker(*, once: bool) -> None:
    """Send the mails of the outbox and close votes on time."""
    settings = Settings()
    logs.configure(plain=settings.log_format == "plain")
    try:
        transport = transport_of(settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    database = opened(settings)
    sender = Worker(database, SystemClock(), post_of(settings), transport)
    timekeeper = Timekeeper(database, SystemClock())
    if once:
        closed = timekeeper.tick()
        click.echo(f"{closed} votes closed; {_send_all(sender)}")
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    log.info("worker_started")
    keeping = threading.Thread(target=timekeeper.run_until, args=(stop,), name="timekeeper")
    keeping.start()
    sender.run_until(stop, settings.mail_per_minute)
    keeping.join()


def _send_all(sender: Worker) -> str:
    sent = put_off = dead = 0
    while True:
        done = sender.run_once()
        sent, put_off, dead = sent + done.sent, put_off + done.put_off, dead + done.dead
        if done.server_down or not done.handled:
            silent = ", mail server silent" if done.server_down else ""
            return f"{sent} mails sent, {put_off} put off, {dead} given up{silent}"
