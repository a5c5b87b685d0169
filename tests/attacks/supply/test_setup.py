"""What `bin/setup` installs: for users the run-time lock and nothing else, tried with a pip and a uv that only note."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
NOTES = """#!/bin/sh
echo "$@" >> "{notes}"
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a copy of what `bin/setup` reads, with an environment whose python writes down how it is called."""
    for name in ("bin/setup", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    library = tmp_path / "packages/pybelenios"
    library.mkdir(parents=True)
    shutil.copy(ROOT / "packages/pybelenios/pyproject.toml", library)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    noting(tmp_path / ".venv/bin/python", tmp_path)
    return tmp_path


def noting(program: Path, site: Path) -> None:
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(NOTES.format(notes=site / "notes"), encoding="utf-8")
    program.chmod(0o755)


def installed(site: Path, *arguments: str, with_uv: bool) -> list[str]:
    """Run `bin/setup` and return each line of what it installs."""
    if with_uv:
        noting(site / "tools/uv", site)
    # The usual programs of the system, and no other uv than ours.
    path = os.pathsep.join([str(site / "tools"), "/usr/bin", "/bin"])
    environment = {"PATH": path, "PYTHON": shutil.which("python3") or "", "GOVAPP_VENV": ".venv"}
    (site / "notes").write_text("", encoding="utf-8")
    subprocess.run(["sh", "bin/setup", *arguments], cwd=site, env=environment, check=True, capture_output=True)
    lines = (site / "notes").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if " install " in f" {line} "]


@pytest.mark.parametrize("with_uv", [False, True])
def test_users_get_the_run_time_lock_and_our_own_packages_only(site: Path, with_uv: bool) -> None:
    lock, application, library = installed(site, with_uv=with_uv)
    assert [word for word in lock.split() if word.endswith(".lock")] == ["requirements.lock"]
    assert {"--require-hashes", "--no-deps"} <= set(lock.split())
    assert application.endswith("--no-deps --editable .")
    assert library.endswith("--no-deps --editable packages/pybelenios")


@pytest.mark.parametrize("with_uv", [False, True])
def test_developers_get_both_locks(site: Path, with_uv: bool) -> None:
    lock, *_ours = installed(site, "dev", with_uv=with_uv)
    assert [word for word in lock.split() if word.endswith(".lock")] == ["requirements.lock", "requirements-dev.lock"]


def test_what_is_there_already_is_not_installed_again(site: Path) -> None:
    assert installed(site, with_uv=False)
    assert installed(site, with_uv=False) == []
    (site / "requirements.lock").write_text("another==1\n", encoding="utf-8")
    assert installed(site, with_uv=False)
