"""Keeps both locks: `python -m tools.lock write|check`. They hold hashes and no index address.

requirements.lock is what runs; requirements-dev.lock is what tests need besides, and no package stands in both.

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
LIBRARY = "pybelenios"
"""Ours, from packages/pybelenios: what it needs stands in the lock, itself does not."""
NODE_LOCK = ROOT / "packages" / LIBRARY / "js" / "package-lock.json"
RUN, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
COMPILE = [
    "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-package",
    LIBRARY,
    "pyproject.toml",
    "--extra",
    "postgres",
]


def write() -> None:
    """Resolve anew: first what runs, then what tests need besides, with the versions of what runs."""
    subprocess.run([*COMPILE, "--output-file", RUN.name], check=True, cwd=ROOT)
    # What stands in a file is kept where it still fits; only `uv pip compile --upgrade` would look for newer versions.
    DEV.write_text(RUN.read_text(encoding="utf-8") + DEV.read_text(encoding="utf-8"), encoding="utf-8")
    subprocess.run([*COMPILE, "--extra", "dev", "--output-file", DEV.name], check=True, cwd=ROOT)
    runs = pins(RUN.read_text(encoding="utf-8"))
    blocks = [block for block in _blocks(DEV.read_text(encoding="utf-8")) if pins(block).keys().isdisjoint(runs)]
    DEV.write_text("\n".join(blocks) + "\n", encoding="utf-8")


def pins(text: str) -> dict[str, Version]:
    """Return the version by name of each package in a lock."""
    found = re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^\s;]+)", text, re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def _blocks(text: str) -> list[str]:
    return re.split(r"\n(?=\S)", text.strip())


def problems() -> list[str]:
    """Return what is wrong with the locks: a dependency that is missing, too old or without hash, an address."""
    texts = {lock.name: lock.read_text(encoding="utf-8") for lock in (RUN, DEV)}
    runs, tests = pins(texts[RUN.name]), pins(texts[DEV.name])
    found = [f"{name} stands in both locks" for name in runs.keys() & tests.keys()]
    found += _unmet(wishes("postgres"), runs, RUN.name)
    found += _unmet(wishes("dev"), runs | tests, f"{RUN.name} or {DEV.name}")
    for name, text in texts.items():
        found += [f"an address stands in {name}"] if "://" in text else []
        found += [f"no hash: {block.splitlines()[0]}" for block in _blocks(text) if "--hash=sha256:" not in block]
    return found + node_problems(NODE_LOCK.read_text(encoding="utf-8"))


def _unmet(wanted: list[Requirement], pinned: dict[str, Version], where: str) -> list[str]:
    found = []
    for each in wanted:
        pin = pinned.get(canonicalize_name(each.name))
        if pin is None:
            found.append(f"{each.name} is not in {where}")
        elif not each.specifier.contains(pin, prereleases=True):
            found.append(f"{each.name} {pin} is not {each.specifier}")
    return found


def wishes(extra: str) -> list[Requirement]:
    """Return what the application, with one of its extras, and the ballot library ask for."""
    application, library = (
        tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        for folder in (ROOT, ROOT / "packages" / LIBRARY)
    )
    lines = [*application["dependencies"], *application["optional-dependencies"][extra], *library["dependencies"]]
    return [Requirement(line) for line in lines if line != LIBRARY]


def node_problems(text: str) -> list[str]:
    """Return what is wrong with npm's lock: a package without digest (those of other machines lose it), an address."""
    found = ["an address stands in the lock of npm"] if '"resolved"' in text else []
    packages = json.loads(text)["packages"]
    return found + [f"no digest: {name}" for name, package in packages.items() if name and "integrity" not in package]


def main(arguments: list[str]) -> int:
    """Write the locks anew, or check those that are there."""
    if arguments == ["write"]:
        write()
    found = problems()
    print("\n".join(found) or "the locks are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
