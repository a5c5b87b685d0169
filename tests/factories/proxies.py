"""The proxies of docs/running.md with their configurations of `deploy/proxy`, but for TLS, names and ports."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.factories.http_voting import ROOT
from tests.factories.mail import free_port

Proxy = Callable[[Path, int], AbstractContextManager[int]]


@contextmanager
def nginx(folder: Path, upstream: int) -> Iterator[int]:
    """Serve with nginx what listens on the port `upstream`, and give the port."""
    port = free_port()
    server = re.sub(r"(?m)^ *(ssl_\w+|http2) .*\n", "", _configuration("nginx.conf", upstream))
    server = server.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nevents {{}}\nhttp {{\n{temporary}{server}}}\n",
        encoding="utf-8",
    )
    with _serving(["nginx", "-p", str(folder), "-e", str(folder / "errors"), "-c", str(file)], folder, port):
        yield port


@contextmanager
def caddy(folder: Path, upstream: int) -> Iterator[int]:
    """Serve with Caddy, as above."""
    port = free_port()
    configuration = _configuration("Caddyfile", upstream)
    configuration = configuration.replace("\nvote.cooperative.example {", f"\nhttp://127.0.0.1:{port} {{")
    file = folder / "Caddyfile"
    # Without the port by which a running one is told what to do.
    file.write_text(configuration.replace("\n{\n", "\n{\n\tadmin off\n", 1), encoding="utf-8")
    with _serving(["caddy", "run", "--config", str(file), "--adapter", "caddyfile"], folder, port):
        yield port


@contextmanager
def haproxy(folder: Path, upstream: int) -> Iterator[int]:
    """Serve with HAProxy, as above."""
    port = free_port()
    configuration = re.sub(r"(?m)^  bind .*$", f"  bind 127.0.0.1:{port}", _configuration("haproxy.cfg", upstream))
    file = folder / "haproxy.cfg"
    file.write_text(configuration, encoding="utf-8")
    with _serving(["haproxy", "-db", "-f", str(file)], folder, port):
        yield port


def _configuration(name: str, upstream: int) -> str:
    return (ROOT / "deploy/proxy" / name).read_text(encoding="utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")


@contextmanager
def _serving(command: list[str], home: Path, port: int) -> Iterator[None]:
    program = shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    assert program is not None
    with subprocess.Popen([program, *command[1:]], env={**os.environ, "HOME": str(home)}) as process:
        try:
            while process.poll() is None:
                with socket.socket() as trial:
                    if trial.connect_ex(("127.0.0.1", port)) == 0:
                        break
            assert process.poll() is None, f"{command[0]} did not start"
            yield
        finally:
            process.terminate()
