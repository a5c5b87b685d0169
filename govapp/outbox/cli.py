"""`govapp worker`: sends the mails of the outbox until it is told to stop."""

import signal
import threading
from collections.abc import Callable

import click
import structlog

from govapp.console import opened
from govapp.kernel.clock import SystemClock
from govapp.outbox.letters import Post
from govapp.outbox.transports import transport_of
from govapp.outbox.worker import Worker
from govapp.settings import Settings

log = structlog.get_logger()


def worker_command(post_of: Callable[[Settings], Post]) -> click.Command:
    """Return the command; `post_of` puts together the writer of letters, which needs the rooms above this one."""

    @click.command("worker")
    @click.option("--once", is_flag=True, help="Send what is due and stop.")
    def worker(*, once: bool) -> None:
        """Send the mails of the outbox."""
        settings = Settings()
        try:
            transport = transport_of(settings)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        sender = Worker(opened(settings), SystemClock(), post_of(settings), transport)
        if once:
            _send_all(sender)
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        log.info("worker_started")
        sender.run_until(stop, settings.mail_per_minute)

    return worker


def _send_all(sender: Worker) -> None:
    sent = put_off = dead = 0
    while True:
        done = sender.run_once()
        sent, put_off, dead = sent + done.sent, put_off + done.put_off, dead + done.dead
        if done.server_down or not done.handled:
            break
    click.echo(
        f"{sent} sent, {put_off} put off, {dead} given up" + (", mail server silent" if done.server_down else "")
    )
