"""docs/running.md followed word by word in a fresh folder ends in a site that answers."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from govapp.settings import read_env_file
from tests.factories.mail import free_port

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
PROGRAM = ("bin", "deploy", "docs", "govapp", "packages", "templates", "wsgi.py", "gunicorn.conf.py", "pyproject.toml")
OTHERS = ("node_modules", "__pycache__", "vectors", "tests", "pictures")
PLACES = ("/opt/govapp", "/etc/govapp", "/var/lib/govapp", "/etc/systemd/system")
# Programs that only root can use, or that change the machine: each does what matters for the steps after it.
STUBS = {
    "useradd": "exit 0",
    "chown": "exit 0",
    "systemctl": "exit 0",
    "git": 'shift 2; mkdir -p "$1"; for each in {program}; do cp -r "{copied}/$each" "$1/"; done',
    "sudo": 'shift 2; exec "$@"',
    "install": ('set -- $(echo "$@" | sed "s/-o [a-z]*//; s/-g [a-z]*//"); exec /usr/bin/install "$@"'),
}
OWN = {"cooperative.example": "zonnewende.example", "Example Cooperative": "Zonnewende"}


def blocks(heading: str) -> list[str]:
    """Return the commands under a heading of the guide, block by block."""
    text = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


class Machine:
    """A fresh machine in a folder: every place that the guide names lies in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        copied = folder / "copied"
        copied.mkdir()
        for name in PROGRAM:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copied / name, ignore=shutil.ignore_patterns(*OTHERS))
            else:
                shutil.copy(source, copied)
        _script(copied / "bin/setup", _environment_of_tests())
        for name, body in STUBS.items():
            _script(
                folder / "tools" / name, body.replace("{copied}", str(copied)).replace("{program}", " ".join(PROGRAM))
            )
        for place in ("/etc/systemd/system", "/opt", "/var/lib"):
            self.place(place).mkdir(parents=True, exist_ok=True)

    def place(self, path: str) -> Path:
        return self.folder / path.lstrip("/")

    def here(self, text: str) -> str:
        """Return a text with the places of this machine in it."""
        for place in PLACES:
            text = re.sub(rf"(?<![\w.]){re.escape(place)}\b", str(self.place(place)), text)
        return text.replace("<this repository>", "repository")

    def run(self, commands: str, *, status: int = 0) -> str:
        """Run commands of the guide, one shell per block as a reader has, and return what they print."""
        path = os.pathsep.join([str(self.folder / "tools"), str(Path(sys.executable).parent), "/usr/bin", "/bin"])
        done = subprocess.run(
            ["sh", "-eu", "-c", self.here(commands)],
            cwd=self.place("/opt/govapp") if self.place("/opt/govapp").exists() else self.folder,
            env={"PATH": path, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stderr
        return done.stdout + done.stderr

    @contextmanager
    def started(self, unit: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
        """Start a service as its unit says, on another port."""
        service = _unit(self.place(f"/etc/systemd/system/{unit}"))
        command = self.here(service["ExecStart"]).replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        environment = {"PATH": os.environ["PATH"], **read_env_file(Path(self.here(service["EnvironmentFile"])))}
        with subprocess.Popen(command.split(), cwd=self.here(service["WorkingDirectory"]), env=environment) as process:
            try:
                yield process
            finally:
                process.terminate()


def _script(file: Path, body: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    file.chmod(0o755)


def _environment_of_tests() -> str:
    """Return what stands for `bin/setup`, which tests/attacks/supply tries: the environment of the tests, from here."""
    return f"""
        cd "$(dirname "$0")/.."; mkdir -p .venv/bin
        for each in govapp gunicorn; do
          printf '#!/bin/sh\\nPYTHONPATH=%s exec {sys.executable} -m %s "$@"\\n' \\
            "$PWD:$PWD/packages/pybelenios/src" "$each" > ".venv/bin/$each"
          chmod +x ".venv/bin/$each"
        done"""


def _unit(file: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # names of systemd have capitals
    parser.read(file)
    return dict(parser["Service"])


def answer(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    host = {"Host": "vote.zonnewende.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    connection.request("GET", path, headers={**host, "X-Forwarded-Host": host["Host"]})
    response = connection.getresponse()
    found = response.status, response.read().decode()
    connection.close()
    return found


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            return answer(port, "/livez") and None
        except ConnectionRefusedError:
            continue
    raise AssertionError("the service has ended")


def test_the_guide_ends_in_a_site_that_answers(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    install, first_steps = blocks("Install")
    machine.run(install)
    settings, key = machine.place("/etc/govapp/govapp.env"), machine.place("/etc/govapp/secret-key")
    assert {file.stat().st_mode & 0o777 for file in (settings, key)} == {0o640}
    told = machine.run(first_steps.splitlines()[0], status=2)
    assert told.startswith("GOVAPP_BASE_URL is still"), told
    text = settings.read_text(encoding="utf-8")
    for sample, own in OWN.items():
        text = text.replace(sample, own)
    # The one that follows the guide has a mail server; this machine has none that answers.
    text = text.replace("smtp.zonnewende.example", "127.0.0.1").replace("SMTP_PORT=587", f"SMTP_PORT={free_port()}")
    settings.write_text(machine.here(text), encoding="utf-8")
    told = machine.run(first_steps)
    assert "https://vote.zonnewende.example/in/" in told
    database = machine.place("/var/lib/govapp/govapp.db")
    assert database.stat().st_mode & 0o777 == 0o600
    assert [file for file in tmp_path.rglob("govapp.db") if file != database] == []
    port = free_port()
    with machine.started("govapp-web.service", port) as web:
        wait_for(port, web)
        assert answer(port, "/readyz")[0] == 200
        status, page = answer(port, "/about/secrecy")
        assert (status, "Zonnewende" in page) == (200, True)
        with machine.started("govapp-worker.service", port) as worker:
            assert worker.poll() is None
    machine.run("sudo -u govapp .venv/bin/govapp --env-file /etc/govapp/govapp.env db check")


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_each_unit_is_one_that_systemd_takes(file: Path, tmp_path: Path) -> None:
    service = _unit(file)
    assert (service["User"], service["UMask"], service["StateDirectory"]) == ("govapp", "0077", "govapp")
    assert {service[name] for name in ("NoNewPrivileges", "PrivateTmp", "ProtectHome")} == {"yes"}
    program = shutil.which("systemd-analyze")
    if program is not None:
        text = file.read_text(encoding="utf-8")
        copy = tmp_path / file.name
        copy.write_text(text.replace(service["ExecStart"], "/bin/true"), encoding="utf-8")
        done = subprocess.run([program, "verify", str(copy)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
