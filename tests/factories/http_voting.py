"""Ballots sent over HTTP: what a voter's browser adds to them, and a gunicorn as in production to send them to."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from flask import Flask

from tests.factories.accounts import a_browser, a_link
from tests.factories.ballots import KEY, Hall

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@dataclass(frozen=True)
class Session:
    """A voter who came in with a personal link: cookie and form token."""

    cookie: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers with which the booth posts a ballot."""
        return {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Cookie": f"session={self.cookie}",
            "X-CSRFToken": self.token,
        }

    def send(
        self, port: int, path: str, body: bytes, on_sent: Callable[[], None] = lambda: None
    ) -> tuple[HTTPResponse, bytes]:
        """Post `body` on a connection of its own and return the answer with its text; `on_sent` hears when it is out.

        Raises OSError or HTTPException when no answer comes.
        """
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            connection.request("POST", path, body, self.headers)
            on_sent()
            response = connection.getresponse()
            return response, response.read()

    def fetch(self, port: int, path: str) -> tuple[HTTPResponse, bytes]:
        """Get `path` on a connection of its own, and return the answer with its text."""
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            connection.request("GET", path, headers={"Cookie": f"session={self.cookie}"})
            response = connection.getresponse()
            return response, response.read()


def signed_in(app: Flask, hall: Hall, voter: int) -> Session:
    """Let a voter come in, by the clock on the wall: the session is good on another server of the same database."""
    client = a_browser(app)
    link = a_link(hall.database, datetime.now(UTC), subject_ref=f"holder:{hall.voters[voter]}")
    client.raw.post(link, data={"csrf_token": client.token()})
    token = client.token()
    cookie = client.raw.get_cookie("session")
    assert cookie is not None
    return Session(cookie.value, token)


@contextmanager
def gunicorn(database_url: str, processes: int = 2) -> Iterator[int]:
    """Serve with gunicorn.conf.py and give the port.

    The socket listens before the server starts and is handed over to it, so whoever connects waits in its queue until
    it is ready. Of two processes one may still be starting when the other has answered; told to end at that moment it
    hears nothing, and is waited for during the 30 seconds that a request may last.
    """
    environment = {
        **os.environ,
        "GOVAPP_DATABASE_URL": database_url,
        "GOVAPP_SECRET_KEY": KEY.decode(),
        "GOVAPP_WEB_WORKERS": str(processes),
    }
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        descriptor = listening.fileno()
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{descriptor}", "wsgi:app"]
        options = {"env": environment, "cwd": ROOT, "pass_fds": [descriptor], "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, **options) as server:  # type: ignore[call-overload]
            try:
                yield listening.getsockname()[1]
            finally:
                server.send_signal(signal.SIGTERM)
