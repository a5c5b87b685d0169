"""A sender who trickles a request is hung up on; one who is merely slow is waited for."""

import socket
from collections.abc import Iterator
from itertools import count

import pytest

from govapp.web.paced_socket import FREE_SECONDS, MIN_BYTES_PER_SECOND, PacedSocket


class Pair:
    """A sender, and who takes it in by a clock on which each wait takes as long as the test says."""

    def __init__(self, seconds: float) -> None:
        self.sender, taken = socket.socketpair()
        moments = (number // 2 * (seconds + 100) + number % 2 * seconds for number in count())
        self.receiver = PacedSocket(taken, lambda: next(moments))

    def send(self, content: bytes) -> bytes:
        self.sender.sendall(content)
        return self.receiver.recv(65_536)


@pytest.fixture
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    made = Pair(request.param)
    yield made
    made.sender.close()
    made.receiver.close()


@pytest.mark.parametrize("pair", [4.0], indirect=True)
def test_a_byte_every_four_seconds_is_too_slow_after_a_while(pair: Pair) -> None:
    for _ in range(int(FREE_SECONDS // 4)):
        assert pair.send(b"x") == b"x"
    with pytest.raises(ConnectionResetError):
        pair.send(b"x")


@pytest.mark.parametrize("pair", [4.0], indirect=True)
def test_time_between_two_requests_and_time_of_our_own_do_not_count(pair: Pair) -> None:
    for _ in range(20):
        pair.receiver.begin_request()
        assert pair.send(b"GET /") == b"GET /"


@pytest.mark.parametrize("pair", [2.0], indirect=True)
def test_who_sends_steadily_is_waited_for(pair: Pair) -> None:
    for _ in range(30):
        assert pair.send(b"x" * MIN_BYTES_PER_SECOND * 2)


@pytest.mark.parametrize("pair", [60.0], indirect=True)
def test_an_end_is_an_end_however_late(pair: Pair) -> None:
    pair.sender.close()
    assert pair.receiver.recv(10) == b""
