"""How gunicorn serves GovApp: two or three processes with a few threads each (docs/running.md)."""

import sys
from socket import SO_RCVTIMEO, SOL_SOCKET
from struct import pack
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from govapp.settings import SettingError, load_settings
from govapp.web.logs import discreet
from govapp.web.paced_socket import PacedSocket

try:
    _settings = load_settings()
    _settings.database()
    _settings.key()
except SettingError as wrong:
    print(wrong, file=sys.stderr)  # noqa: T201 - nobody has opened a log yet
    sys.exit(2)
# Seconds after which a sender who stops in the middle of a request is hung up on.
SILENCE_SECONDS = 10


class ImpatientWorker(ThreadWorker):
    """gunicorn's worker with threads, in which no silent sender keeps a thread, and none who trickles a request."""

    def enqueue_req(self, conn: Any) -> None:  # noqa: ANN401 - gunicorn's own object
        """Bound each wait for a request's next bytes; in the kernel, for gunicorn itself sets timeouts back."""
        if not isinstance(conn.sock, PacedSocket):
            conn.sock = PacedSocket(conn.sock)
        conn.sock.setsockopt(SOL_SOCKET, SO_RCVTIMEO, pack("ll", SILENCE_SECONDS, 0))
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:  # noqa: ANN401 - as above
        """Count anew for each request, from the moment when a thread reads it."""
        conn.sock.begin_request()
        return super().handle(conn)


worker_class = ImpatientWorker
workers = _settings.web_workers
threads = _settings.web_threads
preload_app = True
keepalive = 5
timeout = 60
graceful_timeout = 30
limit_request_line = 4096
limit_request_fields = 60
# How a request came is told by `X-Forwarded-...` alone, of as many proxies as GOVAPP_TRUSTED_PROXIES says. By itself
# gunicorn would also believe a header named SCRIPT_NAME, which a proxy on this machine hands on from strangers.
forwarder_headers = ""
secure_scheme_headers = {}
forwarded_allow_ips = ""
control_socket_disable = True


def on_starting(server: Any) -> None:  # noqa: ANN401 - gunicorn's own object
    """Keep what names people out of gunicorn's own lines."""
    server.log.error_log.addFilter(discreet)


def post_fork(_server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's own objects
    """Give each process connections of its own."""
    worker.app.wsgi().extensions["govapp"].database.engine.dispose(close=False)
