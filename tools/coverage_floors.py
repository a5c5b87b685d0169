"""Holds the tests to their floors: `python -m tools.coverage_floors FILE`, with what `coverage json` wrote.

A floor is the least part of lines and branches together, in per cent, that a part of the program must have covered.
"""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLOORS = {
    "pybelenios": (r"packages/pybelenios/src/", 100),
    "rules": (r"govapp/.*\brules\b", 100),
    "kernel": (r"govapp/kernel/", 100),
    "statutes": (r"govapp/statutes/", 100),
    "all": (r"", 92),
}
MAX_GAPS = 20


@dataclass(frozen=True)
class Measured:
    """A part of the program: how many lines and branches it has, how many ran, and where some did not."""

    name: str
    floor: int
    total: int
    covered: int
    gaps: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the floor is reached; a part without any code is a floor that watches nothing."""
        return self.total > 0 and self.covered * 100 >= self.floor * self.total

    def __str__(self) -> str:
        percent = 100 * self.covered / self.total if self.total else 0.0
        verdict = "" if self.holds else "  UNDER THE FLOOR"
        return f"{self.name:<11} {percent:6.2f} % of {self.total:>6} lines and branches, floor {self.floor} %{verdict}"


def measured(files: Mapping[str, Any]) -> list[Measured]:
    """Return the figures of every part that has a floor."""
    return [_part(name, re.compile(pattern), floor, files) for name, (pattern, floor) in FLOORS.items()]


def _part(name: str, pattern: re.Pattern[str], floor: int, files: Mapping[str, Any]) -> Measured:
    mine = {path: file for path, file in sorted(files.items()) if pattern.match(path)}
    sums = [file["summary"] for file in mine.values()]
    gaps = [
        f"{path}: lines {file['missing_lines']}, branches {file['missing_branches']}"
        for path, file in mine.items()
        if file["missing_lines"] or file["missing_branches"]
    ]
    return Measured(
        name,
        floor,
        sum(each["num_statements"] + each["num_branches"] for each in sums),
        sum(each["covered_lines"] + each["covered_branches"] for each in sums),
        tuple(gaps),
    )


def main(arguments: list[str]) -> int:
    """Print the figures, and for a part under its floor what is missing."""
    files = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))["files"]
    parts = measured(files)
    print("\n".join(str(part) for part in parts))
    low = [part for part in parts if not part.holds]
    for part in low:
        print(f"\n{part.name} lacks:")
        print("\n".join(part.gaps[:MAX_GAPS]))
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
