"""How gunicorn serves GovApp: two or three processes with a few threads each (docs/running.md)."""

from typing import Any

from govapp.settings import Settings
from govapp.web.logs import discreet

_settings = Settings()

worker_class = "gthread"
workers = _settings.web_workers
threads = _settings.web_threads
preload_app = True
keepalive = 5
timeout = 60
graceful_timeout = 30
limit_request_line = 4096
limit_request_fields = 60
control_socket_disable = True


def on_starting(server: Any) -> None:  # noqa: ANN401 - gunicorn's own object
    """Keep what names people out of gunicorn's own lines."""
    server.log.error_log.addFilter(discreet)


def post_fork(_server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's own objects
    """Give each process connections of its own."""
    worker.app.wsgi().extensions["govapp"].database.engine.dispose(close=False)
