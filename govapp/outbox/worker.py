"""The worker: takes messages that are due, writes and sends them, and notes what became of each."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError

from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import Clock
from govapp.outbox import queue
from govapp.outbox.letters import CannotBeWritten, Post
from govapp.outbox.queue import Claimed
from govapp.outbox.rules import LEASE, DeliveryOutcome, MessageState, Next, after_attempt
from govapp.outbox.transports import MailConnection, Reply, ServerDown, Transport

log = structlog.get_logger()

BATCH = 50
IDLE_SECONDS = 1.0
TROUBLE_SECONDS = 10.0


@dataclass(frozen=True)
class Round:
    """What one round did: messages sent, put off, given up; and whether the mail server was silent."""

    sent: int = 0
    put_off: int = 0
    dead: int = 0
    server_down: bool = False

    @property
    def handled(self) -> int:
        """Return how many messages were tried."""
        return self.sent + self.put_off + self.dead


@dataclass(frozen=True)
class Worker:
    """One worker; several may run, on several hosts, and never send the same message twice at a time."""

    database: Database
    clock: Clock
    post: Post
    transport: Transport

    def run_once(self, limit: int = BATCH) -> Round:
        """Send up to `limit` messages that are due and say how it went."""
        messages = self.database.transact(SYSTEM, self.clock, lambda work: _claim(work, limit))
        if not messages:
            return Round()
        started = self.clock.now()
        outcomes: list[DeliveryOutcome] = []
        waiting = list(messages)
        try:
            with self.transport.open() as line:
                # Half the lease is left for the slowest answer, so that no other worker takes over meanwhile.
                while waiting and self.clock.now() - started < LEASE / 2:
                    outcomes.append(self._send(line, waiting[0]))
                    waiting.pop(0)
        except ServerDown as down:
            self._note_down(waiting, str(down))
            return self._round(outcomes, server_down=True)
        self.database.transact(SYSTEM, self.clock, lambda work: _answered(work, waiting))
        return self._round(outcomes, server_down=False)

    def _send(self, line: MailConnection, message: Claimed) -> DeliveryOutcome:
        reply = self._reply(line, message)
        forget = message.is_discreet and not self.transport.keeps_letters
        what = after_attempt(reply.outcome, message.attempt, self.clock.now())
        self.database.transact(SYSTEM, self.clock, lambda work: _settle(work, message, what, reply.words, forget))
        return DeliveryOutcome.NEVER if what.state is MessageState.DEAD else reply.outcome

    def _reply(self, line: MailConnection, message: Claimed) -> Reply:
        try:
            with self.database.read_only(SYSTEM, self.clock.now()) as work:
                mail = self.post.mail(work.session, message, self.clock.now())
        except CannotBeWritten as error:
            return Reply(DeliveryOutcome.NEVER, str(error))
        except DBAPIError:
            raise
        except Exception as error:
            # A letter that breaks the writer must not hold up those behind it for ever. The fault may be ours, and
            # mended tomorrow: the letter is tried again like one that the server put off.
            log.exception("letter_fault")
            return Reply(DeliveryOutcome.NOT_NOW, type(error).__name__)
        return line.send(mail)

    def _note_down(self, waiting: list[Claimed], error: str) -> None:
        def note(work: Work) -> None:
            queue.give_back(work, waiting)
            queue.server_failed(work, error)

        self.database.transact(SYSTEM, self.clock, note)
        log.warning("mail_server_down", count=len(waiting))

    @staticmethod
    def _round(outcomes: list[DeliveryOutcome], *, server_down: bool) -> Round:
        return Round(
            sent=outcomes.count(DeliveryOutcome.ACCEPTED),
            put_off=outcomes.count(DeliveryOutcome.NOT_NOW),
            dead=outcomes.count(DeliveryOutcome.NEVER),
            server_down=server_down,
        )

    def run_until(self, stop: threading.Event, per_minute: int) -> None:
        """Send until `stop` is set, at most `per_minute` messages a minute."""
        batch = max(1, min(BATCH, per_minute // 60))
        pause = batch * 60 / per_minute

        def send() -> float:
            done = self.run_once(batch)
            if done.handled:
                log.info("mail_round", count=done.handled)
            return pause if done.handled else IDLE_SECONDS

        keep_on(send, stop)


def keep_on(step: Callable[[], float], stop: threading.Event) -> None:
    """Take a step again and again until `stop` is set; each returns the seconds to wait before the next.

    A silent database is waited for. Any other fault is logged, and the step is tried again later: a worker that is
    gone would send nothing and close no vote.
    """
    while not stop.is_set():
        try:
            pause = step()
        except OperationalError:
            log.warning("database_unreachable")
            pause = TROUBLE_SECONDS
        except Exception:
            log.exception("worker_fault")
            pause = TROUBLE_SECONDS
        stop.wait(pause)


def _claim(work: Work, limit: int) -> list[Claimed]:
    queue.note_sign_of_life(work)
    return [] if queue.server_is_resting(work) else queue.claim(work, limit)


def _settle(work: Work, message: Claimed, what: Next, error: str, forget: bool) -> None:
    # With a slow mail server one round takes minutes.
    queue.note_sign_of_life(work)
    queue.settle(work, message, what, error, forget=forget)


def _answered(work: Work, left: list[Claimed]) -> None:
    queue.give_back(work, left)
    queue.server_answered(work)
