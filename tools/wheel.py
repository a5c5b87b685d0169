"""Proves the wheel: builds it, installs it away from the checkout, and renders every page it carries.

`python -m tools.wheel FOLDER` leaves the wheel in FOLDER.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent

PROOF = """
import pathlib, govapp
from datetime import UTC, datetime
from govapp.kernel.texts import Language
from govapp.outbox.queue import Claimed
from govapp.settings import Settings
from govapp.web.app import create_app
from govapp.web.letters import post_of
from govapp.web import templating, static_files
package = pathlib.Path(govapp.__file__).parent
assert "site-packages" in str(package), package
assert templating.folder() == package / "templates", templating.folder()
settings = Settings(secret_key="k" * 40, database_url="sqlite://")
app = create_app(settings)
names = [name for name in app.jinja_env.list_templates() if name.endswith(".html") and not name.startswith("mail/")]
for name in names:
    app.jinja_env.get_template(name)
now = datetime(2026, 6, 1, 12, tzinfo=UTC)
for language in Language:
    facts = {"titles": "A", "closes_at": now}
    mail = Claimed(1, "key", "invitation", "a@ambora.example", "A", language, facts, 1, now, 1)
    assert "https://ambora.example/in/x" in post_of(settings).writer.write(mail, "https://ambora.example/in/x").text
for language in ("nl", "fr", "de"):
    assert list((package / "translations" / language).glob("*.po")), language
assert (static_files.FOLDER / "booth" / "dist" / "manifest.json").is_file()
answer = app.test_client().get("/about/secrecy")
assert answer.status_code == 200, answer.status_code
print(f"{len(names)} templates load from the wheel, pages answer, letters are written")
"""


def main(arguments: list[str]) -> int:
    """Build, install, prove."""
    out = Path(arguments[0]).resolve()
    for old in out.glob("govapp-*.whl"):
        old.unlink()
    python = sys.executable
    subprocess.run(
        [python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(ROOT)], check=True
    )
    wheel = next(out.glob("govapp-*.whl"))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        venv.create(place / "venv", with_pip=True)
        pip = str(place / "venv" / "bin" / "pip")
        locked = ["--require-hashes", "--no-deps", "-r", str(ROOT / "requirements.lock")]
        subprocess.run([pip, "install", "--quiet", "--disable-pip-version-check", *locked], check=True)
        subprocess.run([pip, "install", "--quiet", "--disable-pip-version-check", "--no-deps", str(wheel)], check=True)
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        subprocess.run([str(place / "venv" / "bin" / "python"), "-c", PROOF], check=True, cwd=folder, env=clean)
        for script in ("govapp", "govapp-verify"):
            subprocess.run(
                [str(place / "venv" / "bin" / script), "--help"], check=True, cwd=folder, env=clean, capture_output=True
            )
    print(f"{wheel.name}: {wheel.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
