"""The table of docs/security.md: every requirement of ASVS 5.0 level 2 once, with tests that there are."""

import importlib
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from govapp.assembly.agenda.rules.documents import MEDIA_TYPES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
NAMED = re.findall(r"`([\w/-]+\.py)::(test_\w+)`", PAGE)
# Sections of the standard with how many requirements of level 1 and 2 they hold; their numbers begin at 1.
SECTIONS = """
    1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
    5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
    8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3
    11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5
    14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""


def required() -> list[str]:
    sections = (each.split(":") for each in SECTIONS.split())
    return [f"{section}.{number}" for section, count in sections for number in range(1, int(count) + 1)]


def test_every_requirement_of_level_2_stands_there_once_in_order() -> None:
    assert len(required()) == 253
    assert [number for number, _what, _status, _why in ROWS] == required()


def test_each_row_is_met_by_a_test_written_in_a_document_or_says_why_not() -> None:
    wrong = []
    for number, _what, status, why in ROWS:
        shown = {"met": "::test_" in why, "written": "](" in why, "not met": bool(why), "not applicable": bool(why)}
        wrong += [] if shown.get(status, False) else [number]
    assert wrong == []


def test_what_the_page_says_of_level_2_is_counted() -> None:
    counts = Counter(status for _number, _what, status, _why in ROWS)
    said = dict(re.findall(r"(\d+) (met|written|not met|not applicable)\b", PAGE.partition("## The table")[0]))
    assert {status: int(number) for number, status in said.items()} == counts


@pytest.mark.parametrize(("file", "test"), sorted(set(NAMED)))
def test_every_test_that_is_named_exists(file: str, test: str) -> None:
    path = ROOT / file if file.startswith("packages/") else ROOT / "tests" / file
    assert re.search(rf"^\s*def {test}\(", path.read_text(encoding="utf-8"), re.MULTILINE), f"{file}::{test}"


def constant(name: str) -> object:
    """Return what a dotted name stands for: a module and what is in it, one or two steps deep."""
    parts = name.split(".")
    depth = next(place for place, part in enumerate(parts) if part.isupper())
    found: object = importlib.import_module(".".join(parts[:depth]))
    for part in parts[depth:]:
        found = getattr(found, part)
    return found


def in_words(name: str, value: object) -> str:
    if isinstance(value, timedelta):
        minutes = value // timedelta(minutes=1)
        for size, unit in ((7 * 1440, "days"), (60, "hours"), (1, "minutes")):
            if minutes >= size:
                count = minutes // (1440 if unit == "days" else size)
                return f"{count} {unit if count > 1 else unit[:-1]}"
    assert isinstance(value, int)
    if name.endswith("_BYTES"):
        return f"{value / 2**20:.0f} MB" if value >= 2**20 else f"{value / 2**10:.0f} kB"
    return f"{value:,}"


def test_each_limit_is_the_one_of_the_program() -> None:
    rows = re.findall(r"^\| .+ \| (.+) \| `(govapp\.[\w.]+)` \|$", PAGE, re.MULTILINE)
    assert len(rows) > 20
    assert [said for said, _name in rows] == [in_words(name, constant(name)) for _said, name in rows]


def test_the_kinds_of_documents_are_those_of_the_program() -> None:
    sentence = re.search(r"A document is attached as (.*?);", PAGE)
    assert sentence is not None
    assert re.findall(r"`(\.\w+)`", sentence[1]) == list(MEDIA_TYPES)
