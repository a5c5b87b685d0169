"""Names and towns of the invented cooperative, read from `names.txt` and `places.csv` beside this module."""

import csv
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Place:
    """A town: ISO country code, postcode (empty where letters arrive without) and name."""

    country: str
    postcode: str
    town: str


def _read_names() -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in (_FOLDER / "names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            entries = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            entries += [name.strip() for name in line.split("|")]
    return {title: tuple(names) for title, names in sections.items()}


def _read_places() -> tuple[Place, ...]:
    with (_FOLDER / "places.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Place(row["country"], row["postcode"], row["town"]) for row in csv.DictReader(file))


NAMES = _read_names()
PLACES = _read_places()
AWKWARD_NAMES = tuple(
    (family, given) for family, _, given in (n.partition(", ") for n in NAMES["awkward: family, given"])
)
FORMS = {"fr": ("asbl", "srl", "sc", "sa"), "nl": ("vzw", "bv", "cv", "nv")}
