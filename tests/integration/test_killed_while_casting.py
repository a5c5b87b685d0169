"""A server killed twenty times in the middle of casting: every receipt that was shown is in the tally, none twice."""

import os
import queue
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.settings import Settings
from govapp.web.app import create_app
from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import read_archive
from pybelenios.jsontext import sha256_b64
from pybelenios.verifier.checks import verify
from tests.factories.ballots import FOR, KEY, Hall, decision, opened
from tests.factories.http_voting import PATIENCE, Session, signed_in

KILLS = 20
PER_ROUND = 3
VOTERS = KILLS * PER_ROUND
MAX_LIFE_SECONDS = 0.12  # seconds a server lives after the first ballot of a round set out


@dataclass(frozen=True)
class Envelope:
    """A sealed ballot and the voter who sends it."""

    body: bytes
    sender: Session


class Servers:
    """The server of the test: started again and again on one port by a fork server."""

    def __init__(self, forks: "subprocess.Popen[str]", port: int) -> None:
        self._forks = forks
        self.port = port
        self._pid = 0

    def start(self) -> None:
        """Start a server and return when it listens."""
        assert self._forks.stdin and self._forks.stdout
        self._forks.stdin.write("another\n")
        self._forks.stdin.flush()
        self._pid = int(self._forks.stdout.readline())

    def kill(self) -> None:
        """Kill the server as a power cut would."""
        os.kill(self._pid, signal.SIGKILL)


@contextmanager
def servers(database_url: str) -> Iterator[Servers]:
    """Run a fork server until the end of the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "GOVAPP_DATABASE_URL": database_url, "GOVAPP_SECRET_KEY": KEY.decode()}
    command = [sys.executable, "-m", "tests.fork_server", str(port)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as forks:  # type: ignore[call-overload]
        try:
            yield Servers(forks, port)
        finally:
            forks.kill()


class Voters:
    """Threads that send ballots, each until it has an answer, as the booth does."""

    def __init__(self, path: str, port: int) -> None:
        self._path, self._port = path, port
        self.waiting: queue.Queue[Envelope | None] = queue.Queue()
        self.receipts: dict[str, int] = {}
        self.wrong: list[str] = []
        self.lost = 0
        self.sending = threading.Event()
        self._pause = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(PER_ROUND)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Return when every ballot has its answer."""
        for _ in self._threads:
            self.waiting.put(None)
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a ballot never got its answer"

    def pause(self, seconds: float) -> None:
        """Let the threads run for a while."""
        self._pause.wait(seconds)

    def _work(self) -> None:
        while (envelope := self.waiting.get()) is not None:
            while not self._try(envelope):
                self.pause(0.01)

    def _try(self, envelope: Envelope) -> bool:
        try:
            response, text = envelope.sender.send(self._port, self._path, envelope.body, self.sending.set)
        except (OSError, HTTPException):
            with self._lock:
                self.lost += 1
            return False
        with self._lock:
            if response.status in {200, 201}:
                self.receipts[sha256_b64(envelope.body)] = response.status
            else:
                self.wrong.append(f"{response.status} {text.decode()}")
        return True


def _envelopes(hall: Hall, settings: Settings) -> list[Envelope]:
    app = create_app(settings, database=hall.database)
    return [Envelope(hall.ballot(number, FOR), signed_in(app, hall, number)) for number in range(VOTERS)]


def test_every_receipt_shown_is_in_the_tally_though_the_server_was_killed_twenty_times(
    database: Database, database_url: str, settings: Settings
) -> None:
    clock = FixedClock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2))
    hall = opened(database, clock, voters=VOTERS, questions=(decision(),))
    envelopes = _envelopes(hall, settings)
    moments = random.Random(1789)
    with servers(database_url) as server:
        server.start()
        voters = Voters(f"/vote/{hall.uuid}/cast", server.port)
        for number in range(KILLS):
            voters.sending.clear()
            for envelope in envelopes[number * PER_ROUND : (number + 1) * PER_ROUND]:
                voters.waiting.put(envelope)
            assert voters.sending.wait(PATIENCE)
            voters.pause(moments.uniform(0, MAX_LIFE_SECONDS))
            server.kill()
            server.start()
        voters.finish()
    assert voters.wrong == []
    assert voters.lost > 0, "no request was cut off: the kills came too late to mean anything"
    assert len(voters.receipts) == VOTERS
    clock.set(datetime.now(UTC))
    hall.close("All have voted.")
    archive = read_archive(hall.archive())
    in_the_box = [sha256_b64(event.data[0].body) for event in archive.of_type(EventType.BALLOT)]
    assert sorted(in_the_box) == sorted(voters.receipts), "each receipt once, and nothing else"
    assert hall.paper().result == ((VOTERS, 0, 0),)
    assert verify(hall.archive()).valid
