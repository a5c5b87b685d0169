"""`govapp demo`: a believable cooperative to look at, or a real assembly replayed as a check."""

import fcntl
import secrets
import shutil
import signal
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
from pydantic import SecretStr

from govapp.db.engine import open_database
from govapp.db.migrate import upgrade
from govapp.demo.build import Builder, Doors, build
from govapp.demo.officers import PASSWORD, POSTS
from govapp.demo.population import FULL_SIZE, SMALL_SIZE
from govapp.rehearsal.cli import SCENARIOS, run
from govapp.rehearsal.progress import ProgressLines
from govapp.rehearsal.site import SiteDown, free_port, running
from govapp.settings import Settings

PORT: Final = 8000
MAILS_PER_MINUTE: Final = 1200
FOLDER: Final = Path("var/demo")
CHECKED: Final = "smartcoop-2020.json"


@click.command("demo")
@click.option("--small", is_flag=True, help=f"{SMALL_SIZE} shareholders instead of {FULL_SIZE}, for a quick look.")
@click.option("--check", is_flag=True, help="Replay a real assembly of 738 ballots and compare; then stop.")
@click.option("--port", type=int, help=f"Serve here; {PORT}, or a free one when that is taken.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="With --check: keep its files here.")
def demo(*, small: bool, check: bool, port: int | None, out: Path | None) -> None:
    """Show GovApp with an invented cooperative; Ctrl-C ends everything."""
    sys.exit(_check(out) if check else _serve(SMALL_SIZE if small else FULL_SIZE, port))


def _check(out: Path | None) -> int:
    if out is not None:
        return run(SCENARIOS / CHECKED, out, ProgressLines())
    with tempfile.TemporaryDirectory(prefix="govapp-check-") as folder:
        return run(SCENARIOS / CHECKED, Path(folder), ProgressLines(), is_kept=False)


def _serve(size: int, port: int | None) -> int:
    folder = FOLDER.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException("A demonstration is running already. End it first, with Ctrl-C there.") from None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return _show(folder, size, port)


def _show(folder: Path, size: int, port: int | None) -> int:
    begun = time.monotonic()
    progress = ProgressLines()
    # Being told to end is answered like Ctrl-C: the processes we started end with us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = _settings(folder, port or (PORT if _is_free(PORT) else free_port()))
    database = open_database(settings.database_url, keys=settings.key_ring, zone=settings.zone)
    try:
        upgrade(database)
        doors = build(Builder(database, settings, progress, datetime.now(UTC)), size)
        database.dispose()
        progress.say("Starting the web server and the mail worker")
        with running(settings, folder) as site:
            for line in _welcome(doors, settings, time.monotonic() - begun):
                click.echo(line)
            while True:
                site.check()
                threading.Event().wait(1)
    except SiteDown as down:
        click.echo(str(down), err=True)
        return 1
    except KeyboardInterrupt:
        click.echo("\nStopped. Nothing keeps running; the database stays in var/demo until the next time.", err=True)
        return 0


def _settings(folder: Path, port: int) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'demo.db'}",
        secret_key=SecretStr(secrets.token_urlsafe(48)),
        base_url=f"http://127.0.0.1:{port}",
        demo=True,
        smtp_host="",
        mail_per_minute=MAILS_PER_MINUTE,
        log_format="plain",
    )


def _is_free(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _welcome(doors: Doors, settings: Settings, seconds: float) -> list[str]:
    lines = [
        "",
        f"Ready after {seconds:.0f} seconds. This is a demonstration: the people are invented, mails stay here,",
        "and the server itself holds the key to the open vote.",
        "",
    ]
    for language, (link, name) in doors.shareholders.items():
        lines += [f"  a shareholder ({name}, {language.value})", f"    {link}"]
    for post in POSTS:
        lines += [f"  {post.role.value} ({post.name}, {post.language.value})", f"    {doors.officers[post.key]}"]
    return [
        *lines,
        "  everybody",
        f"    {settings.base_url}/",
        f"    {doors.assembly}  (the vote that is open)",
        f"    {doors.result}  (a result, with its public board and archive)",
        f"    {settings.base_url}/inbox  (all mails, with everybody's personal link)",
        "",
        f"Officers' links work again and again. Their password, to see that door too: {PASSWORD}",
        "Ctrl-C ends everything.",
    ]
