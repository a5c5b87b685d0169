"""A site of our own on a free port of this machine: gunicorn and the mail worker as child processes."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import SecretStr

import govapp
from govapp.rehearsal.browser import Browser, UnexpectedAnswer
from govapp.settings import Settings

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 15.0


class SiteDown(RuntimeError):  # noqa: N818 - a fact about the site
    """A process of the site ended or never answered; the message names its log."""


@dataclass
class Site:
    """What runs: the settings it runs with, and its processes."""

    settings: Settings
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """Return the file in which the processes write."""
        return self.folder / "site.log"

    def check(self) -> None:
        """Raise SiteDown when a process has ended."""
        for process in self.processes:
            if process.poll() is not None:
                raise SiteDown(f"{process.args!r} ended with {process.returncode}; see {self.log}")

    def stop(self) -> None:
        """End the processes, gently first."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def own_settings(database_url: str, *, port: int, cooperative: str = "Ambora") -> Settings:
    """Return settings for a site of this machine alone: a fresh key, mail that goes nowhere, plain logs."""
    return Settings(
        database_url=database_url,
        secret_key=SecretStr(secrets.token_urlsafe(48)),
        base_url=f"http://127.0.0.1:{port}",
        cooperative=cooperative,
        demo=True,
        # The passwords of a rehearsal are random and live for minutes; slow hashing would only take memory.
        weak_passwords=True,
        # A scenario may have any number of voters, and invented ones have no secret to keep.
        minimum_ballots=1,
        smtp_host="",
        mail_per_minute=60_000,
        log_format="plain",
    )


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a child process that runs with `settings`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GOVAPP_")}
    for name, value in settings.model_dump(exclude_none=True).items():
        shown = value.get_secret_value() if isinstance(value, SecretStr) else value
        kept[f"GOVAPP_{name.upper()}"] = str(shown)
    return kept | {"PYTHONUNBUFFERED": "1"}


@contextmanager
def running(settings: Settings, folder: Path) -> Iterator[Site]:
    """Serve with `settings` until the end of the `with`; raises SiteDown when the site does not come up."""
    folder.mkdir(parents=True, exist_ok=True)
    site = Site(settings, folder)
    port = settings.base_url.rpartition(":")[2]
    gunicorn = ["gunicorn", "--config", str(_beside("gunicorn.conf.py")), "--bind", f"127.0.0.1:{port}", "wsgi:app"]
    try:
        with site.log.open("ab") as log:
            for command in (gunicorn, ["govapp", "worker"]):
                site.processes.append(
                    subprocess.Popen(  # noqa: S603 - our own interpreter and modules
                        [sys.executable, "-m", *command],
                        env=environment(settings),
                        cwd=_beside("wsgi.py").parent,
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                )
        _wait(site)
        yield site
    finally:
        site.stop()


def _beside(name: str) -> Path:
    """Return one of the files that stand at the top of a checkout, or next to the package when it is installed."""
    package = Path(govapp.__file__).parent
    return next((path for path in (package.parent / name, package / name) if path.exists()), package.parent / name)


def _wait(site: Site) -> None:
    until = time.monotonic() + START_SECONDS
    browser = Browser(site.settings.base_url)
    while time.monotonic() < until:
        site.check()
        try:
            browser.get("/readyz", accept="application/json")
        except UnexpectedAnswer:
            time.sleep(0.1)
            continue
        browser.close()
        return
    raise SiteDown(f"the site did not answer within {START_SECONDS:.0f} seconds; see {site.log}")
