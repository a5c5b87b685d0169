"""Proves the wheels: builds both, and tries them away from the checkout.

`python -m tools.wheel FOLDER` leaves the wheels of the application and of the ballot library in FOLDER. The library is
installed with PyNaCl alone and checks an archive; the application is installed as the lock says and renders every page.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "packages" / "pybelenios"
STAGE_1 = LIBRARY / "vectors" / "stage-1"
NEEDED = ("cffi", "pycparser", "pynacl")
"""All that the ballot library needs: PyNaCl, and what PyNaCl needs."""

PROOF = """
import pathlib, govapp
from datetime import UTC, datetime
from govapp.kernel.folders import templates_folder
from govapp.kernel.texts import Language
from govapp.outbox.queue import Claimed
from govapp.settings import Settings
from govapp.web.app import create_app
from govapp.web.letters import post_of
from govapp.web import static_files
package = pathlib.Path(govapp.__file__).parent
assert "site-packages" in str(package), package
assert templates_folder() == package / "templates", templates_folder()
settings = Settings(secret_key="k" * 40, database_url="sqlite://")
app = create_app(settings)
names = [name for name in app.jinja_env.list_templates() if name.endswith(".html") and not name.startswith("mail/")]
for name in names:
    app.jinja_env.get_template(name)
now = datetime(2026, 6, 1, 12, tzinfo=UTC)
for language in Language:
    facts = {"questions": ["A"], "closes_at": now, "minutes": 1, "agenda_path": "/a", "calendar_path": "/c"}
    mail = Claimed(1, "key", "invitation", "a@ambora.example", "A", language, facts, 1, now, 1)
    assert "https://ambora.example/in/x" in post_of(settings).writer.write(mail, "https://ambora.example/in/x").text
for language in ("nl", "fr", "de"):
    assert list((package / "language" / "translations" / language).glob("*.po")), language
assert (static_files.FOLDER / "booth" / "dist" / "manifest.json").is_file()
answer = app.test_client().get("/about/accessibility")
assert answer.status_code == 200, answer.status_code
print(f"{len(names)} templates load from the wheel, pages answer, letters are written")
"""


class Installation:
    """An environment of its own in `folder`, in which nothing of the checkout is seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder / "venv", with_pip=True)
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(self, script: str, *arguments: str) -> str:
        """Run a script of the environment and return what it prints."""
        command = [str(self.folder / "venv" / "bin" / script), *arguments]
        done = subprocess.run(
            command, check=True, cwd=self.folder, env=self._environment, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def install(self, *arguments: str) -> None:
        """Install without resolving: what is not named is not there."""
        self.run("pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", *arguments)

    def packages(self) -> set[str]:
        """Return what is installed, but for what every environment has."""
        listed = json.loads(self.run("pip", "list", "--disable-pip-version-check", "--format", "json"))
        return {package["name"].lower() for package in listed} - {"pip", "setuptools"}


def build(project: Path, out: Path) -> Path:
    """Build the wheel of the project in a folder into `out`."""
    name = project.name if project == LIBRARY else "govapp"
    for old in out.glob(f"{name}-*.whl"):
        old.unlink()
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(project)]
    subprocess.run(command, check=True)
    return next(out.glob(f"{name}-*.whl"))


def prove_library(wheel: Path, place: Path) -> None:
    """Install the library with what it needs and nothing more, and check an archive with it."""
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    lock = place / "library.lock"
    lock.write_text("\n".join(block for block in blocks if block.partition("==")[0] in NEEDED), encoding="utf-8")
    stranger = Installation(place)
    stranger.install("--require-hashes", "-r", str(lock))
    stranger.install(str(wheel))
    stranger.run("pip", "check")
    if stranger.packages() != {*NEEDED, "pybelenios"}:
        raise SystemExit(f"more is installed than the library needs: {stranger.packages()}")
    archives = sorted(STAGE_1.glob("*/*.bel"))
    for archive in archives:
        stranger.run("govapp-verify", str(archive), "--roll", str(archive.with_name("roll.json")))
    stranger.run("govapp-trustee", "keygen", "--out", "key.json")
    stranger.run("govapp-trustee", "mark", "key.json")
    print(f"{wheel.name}: {wheel.stat().st_size} bytes; with {', '.join(NEEDED)} it verifies {len(archives)} archives")


def prove_application(wheel: Path, library: Path, place: Path) -> None:
    """Install the application as the lock says and let it answer."""
    server = Installation(place)
    server.install("--require-hashes", "-r", str(ROOT / "requirements.lock"))
    server.install(str(library), str(wheel))
    server.run("pip", "check")
    print(server.run("python", "-c", PROOF), end="")
    server.run("govapp", "--help")
    print(f"{wheel.name}: {wheel.stat().st_size} bytes")


def main(arguments: list[str]) -> int:
    """Build, install, prove."""
    out = Path(arguments[0]).resolve()
    library, application = build(LIBRARY, out), build(ROOT, out)
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        prove_library(library, Path(first))
        prove_application(application, library, Path(second))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
