"""Twenty strangers begin a request and never end it: whoever else comes is served all the same.

One gunicorn as in production has sixteen threads. Nothing here waits for a time: the senders stay silent until the end
of the test, and whatever is answered was answered while they were there.
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.settings import Settings
from govapp.web.app import create_app
from tests.factories.ballots import FOR, Hall, decision, opened
from tests.factories.http_voting import PATIENCE, Session, gunicorn, signed_in
from tests.factories.proxies import Proxy, caddy, haproxy, nginx

SLOW = 20
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: "
BODY = (
    b"POST /office/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 500000\r\n\r\nemail="
)

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


@pytest.fixture
def hall(database: Database) -> Hall:
    """Return a vote that is open by the clock on the wall."""
    return opened(
        database, FixedClock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)), questions=(decision(),)
    )


@pytest.fixture
def voter(settings: Settings, hall: Hall) -> Session:
    return signed_in(create_app(settings, database=hall.database), hall, 0)


@contextmanager
def slow_senders(port: int) -> Iterator[list[socket.socket]]:
    """Begin twenty requests, half of them in their head and half in their body, and send no more."""
    with ExitStack() as stack:
        senders = []
        for number in range(SLOW):
            sender = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            sender.sendall(BODY if number % 2 else HEAD)
            sender.setblocking(False)
            senders.append(sender)
        yield senders


def is_waiting(sender: socket.socket) -> bool:
    """Tell whether nobody has answered a sender nor hung up."""
    try:
        sender.recv(1)
    except BlockingIOError:
        return True
    return False


def require_service(hall: Hall, voter: Session, port: int) -> None:
    """Check that a stranger gets a page and a voter's ballot is accepted."""
    response, _ = voter.fetch(port, f"/board/{hall.uuid}")
    assert response.status == 200
    response, _ = voter.send(port, f"/vote/{hall.uuid}/cast", hall.ballot(0, FOR))
    assert response.status == 201


@pytest.mark.parametrize(
    "proxy",
    [
        pytest.param(nginx, marks=pytest.mark.proxy),
        pytest.param(caddy, marks=pytest.mark.caddy),
        pytest.param(haproxy, marks=pytest.mark.haproxy),
    ],
    ids=["nginx", "caddy", "haproxy"],
)
def test_behind_the_proxy_of_the_guide_everybody_is_served_while_they_are_silent(
    hall: Hall, voter: Session, database_url: str, tmp_path: Path, proxy: Proxy
) -> None:
    with gunicorn(database_url) as upstream, proxy(tmp_path, upstream) as port, slow_senders(port) as senders:
        require_service(hall, voter, port)
        assert all(map(is_waiting, senders))


def test_without_a_proxy_they_are_hung_up_on_and_everybody_else_is_served(
    hall: Hall, voter: Session, database_url: str
) -> None:
    with gunicorn(database_url) as port, slow_senders(port) as senders:
        require_service(hall, voter, port)
        assert not all(map(is_waiting, senders))
