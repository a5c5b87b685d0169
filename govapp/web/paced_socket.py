"""The socket of somebody who sends a request, and may not take for ever to do so."""

import errno
import socket
import time
from collections.abc import Callable
from typing import Final

FREE_SECONDS: Final = 15.0
"""How long one request may be waited for in all, however little of it comes."""
MIN_BYTES_PER_SECOND: Final = 10_000
"""How fast it has to come after that: a fifth of slow 3G (400 kbit/s)."""


class PacedSocket(socket.socket):
    """A connection on which a request that comes too slowly is hung up on.

    A silent sender is cut off by a timeout of the kernel; one who sends a byte every few seconds would hold a thread as
    long as that goes on. Only the time in which a thread waits for bytes counts.
    """

    def __init__(self, taken: socket.socket, clock: Callable[[], float] = time.monotonic) -> None:
        """Take over a connection; `clock` gives seconds."""
        super().__init__(taken.family, taken.type, taken.proto, fileno=taken.detach())
        self._clock = clock
        self.begin_request()

    def begin_request(self) -> None:
        """Count anew."""
        self._waited = 0.0
        self._received = 0

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Return the next bytes; raises ConnectionResetError when they come too slowly, as if the sender had gone."""
        begun = self._clock()
        received = super().recv(size, flags)
        self._waited += self._clock() - begun
        self._received += len(received)
        if received and self._waited > FREE_SECONDS + self._received / MIN_BYTES_PER_SECOND:
            raise ConnectionResetError(errno.ECONNRESET, "the request comes too slowly")
        return received
