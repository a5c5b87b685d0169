"""Keeps requirements.lock: `python -m tools.lock write|check`. The lock holds hashes and no index address.

`check` looks at the booth's package-lock.json too. npm writes that one, in full only where there is none and nothing is
installed, in its folder: `rm -rf node_modules package-lock.json && npm install --package-lock-only && npm ci`.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
LIBRARY = "pybelenios"
"""Ours, from packages/pybelenios: what it needs stands in the lock, itself does not."""
NODE_LOCK = ROOT / "packages" / LIBRARY / "js" / "package-lock.json"
COMPILE = [
    "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version",
    "3.11",
    "--extra",
    "dev",
    "--extra",
    "postgres",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-package",
    LIBRARY,
    "--output-file",
    "requirements.lock",
    "pyproject.toml",
]


def problems() -> list[str]:
    """Return what is wrong with the lock: a dependency that is missing, too old or without hash, an address."""
    text = LOCK.read_text(encoding="utf-8")
    pins = {
        canonicalize_name(name): Version(version)
        for name, version in re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^\s;]+)", text, re.MULTILINE)
    }
    found = ["an address stands in the lock"] if "://" in text else []
    for wanted in wishes():
        pin = pins.get(canonicalize_name(wanted.name))
        if pin is None:
            found.append(f"{wanted.name} is not in the lock")
        elif not wanted.specifier.contains(pin, prereleases=True):
            found.append(f"{wanted.name} {pin} is not {wanted.specifier}")
    blocks = re.split(r"\n(?=\S)", text.strip())
    found += [f"no hash: {block.splitlines()[0]}" for block in blocks if "--hash=sha256:" not in block]
    return found + node_problems(NODE_LOCK.read_text(encoding="utf-8"))


def wishes() -> list[Requirement]:
    """Return what the application, with all its extras, and the ballot library ask for."""
    application, library = (
        tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        for folder in (ROOT, ROOT / "packages" / LIBRARY)
    )
    extras = application["optional-dependencies"]
    lines = [*application["dependencies"], *extras["dev"], *extras["postgres"], *library["dependencies"]]
    return [Requirement(line) for line in lines if line != LIBRARY]


def node_problems(text: str) -> list[str]:
    """Return what is wrong with npm's lock: a package without digest (those of other machines lose it), an address."""
    found = ["an address stands in the lock of npm"] if '"resolved"' in text else []
    packages = json.loads(text)["packages"]
    return found + [f"no digest: {name}" for name, package in packages.items() if name and "integrity" not in package]


def main(arguments: list[str]) -> int:
    """Write the lock anew, or check the one that is there."""
    if arguments == ["write"]:
        subprocess.run(COMPILE, check=True, cwd=ROOT)
    found = problems()
    print("\n".join(found) or "the lock is in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
