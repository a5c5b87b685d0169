"""A process that forks a web server at each line it reads, so that a killed server is back within milliseconds.

`python -m tests.fork_server PORT` with the settings in the environment; each line of standard output is the process
id of a server that listens. Only the servers die; whoever kills them is the test.
"""

import contextlib
import os
import sys

from flask import Flask
from werkzeug.serving import make_server

from govapp.settings import Settings
from govapp.web.app import create_app


def main() -> None:
    """Fork a server for each line until standard input ends."""
    port = int(sys.argv[1])
    # Made once: it opens no connection before its first request, so every child has connections of its own.
    app = create_app(Settings())
    for _line in sys.stdin:
        ready, announce = os.pipe()
        pid = os.fork()
        if pid == 0:
            _serve(app, port, announce)
        os.close(announce)
        os.read(ready, 1)
        os.close(ready)
        print(pid, flush=True)  # noqa: T201 - the test reads it
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _serve(app: Flask, port: int, announce: int) -> None:
    server = make_server("127.0.0.1", port, app, threaded=True)
    os.write(announce, b"1")
    os.close(announce)
    server.serve_forever()


if __name__ == "__main__":
    main()
