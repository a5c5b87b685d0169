"""Records as they were digested when their form was new: one file for each version of each kind of record.

`python -m tests.golden` writes the files of new versions. It never touches one that is there: a form that was used once
is found in the databases, archives and papers of others, and a digest that changed would call all of them false.
"""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import govapp
from govapp.kernel.records import RecordType
from tests.golden.samples import SAMPLES

FOLDER = Path(__file__).parent


def record_types() -> dict[str, RecordType[Any]]:
    """Return every kind of record that some module of the program declares, by its name."""
    modules = (module.name for module in walk_packages(govapp.__path__, "govapp.") if _can_declare(module.name))
    values = (value for name in modules for value in vars(import_module(name)).values())
    return {value.name: value for value in values if isinstance(value, RecordType)}


def _can_declare(module: str) -> bool:
    # `python -m govapp` runs when it is imported, and a migration is no module of the program.
    return not module.startswith(("govapp.__main__", "govapp.db.migrations"))


def versions() -> Iterator[tuple[str, int]]:
    """Yield the name and each version of every kind of record."""
    for name, kind in sorted(record_types().items()):
        yield from ((name, version) for version in sorted(kind.encoders))


def path_of(name: str, version: int) -> Path:
    """Return where the golden file of a version stands."""
    return FOLDER / f"{name.replace(' ', '_')}_v{version}.json"


def golden_of(name: str, version: int) -> dict[str, Any]:
    """Return what a new golden file holds: the value as JSON, its canonical bytes as text, and their digest."""
    kind, sample = record_types()[name], SAMPLES[name]
    return {
        "value": kind.encode(sample, version),
        "canonical": kind.canonical(sample, version).decode(),
        "digest": kind.digest(sample, version),
    }


def write_missing() -> list[Path]:
    """Write the golden files that do not exist yet, and return them."""
    written = [(path_of(*each), golden_of(*each)) for each in versions() if not path_of(*each).exists()]
    for path, content in written:
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return [path for path, _ in written]
