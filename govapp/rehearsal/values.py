"""What a scenario says, as values, and what a reader of its file needs to name every fault."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from govapp.kernel.texts import LANGUAGES, Texts
from govapp.rehearsal.percentages import Split

KINDS: Final = ("information", "acknowledgement", "decision", "election", "strategy")
VERDICTS: Final = ("adopted", "rejected", "elected", "not_elected", "tied", "ranked")
ANSWERS: Final = ("for", "against", "abstain")
MAX_VOTERS: Final = 100_000


class ScenarioRefused(ValueError):  # noqa: N818 - named as the other refusals of the house
    """A scenario cannot be rehearsed; `faults` says why, one sentence each, with the place in the file."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Motion:
    """One question with the answers for, against and abstain; `percent` is what was published, if it was."""

    name: str
    counts: Split
    percent: Split | None = None


@dataclass(frozen=True)
class Approval:
    """One question on which several names may be ticked, at most `maximum`, or the ballot left blank."""

    labels: tuple[Texts, ...]
    votes: tuple[int, ...]
    blank: int
    maximum: int


@dataclass(frozen=True)
class ScenarioItem:
    """One item of the agenda and its outcome; `motions` and `approval` are both empty where nothing is voted."""

    number: int
    kind: str
    title: Texts
    seats: int = 0
    motions: tuple[Motion, ...] = ()
    approval: Approval | None = None
    threshold: Fraction | None = None
    verdict: str | None = None

    @property
    def questions(self) -> int:
        """Return how many questions of the ballot paper the item takes."""
        return 1 if self.approval else len(self.motions)


@dataclass(frozen=True)
class Scenario:
    """A whole assembly with its outcome. `remarks` are things that are no faults, but may be slips."""

    what: str
    held_on: date
    eligible: int
    voters: int
    revotes: int
    items: tuple[ScenarioItem, ...]
    remarks: tuple[str, ...] = ()


class Notes:
    """What the reader has to say about a file: faults, and remarks."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.remarks: list[str] = []

    def fault(self, place: str, sentence: str) -> None:
        """Note a fault at `place`, for example `items[2].percent`."""
        self.faults.append(f"{place}: {sentence}" if place else sentence)

    def unknown(self, place: str, record: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Remark on the members of `record` that nobody will read."""
        self.remarks += [f"{place}{name}: not a member of the format; not used" for name in record if name not in known]


def whole(
    record: Mapping[str, Any],
    name: str,
    place: str,
    notes: Notes,
    *,
    default: int | None = None,
    lowest: int = 0,
    highest: int | None = None,
) -> int | None:
    """Return the whole number `name` of `record`, or None after noting why it is none."""
    value = record.get(name, default)
    where = f"{place}{name}"
    if value is None:
        notes.fault(where, "missing; a whole number stands here")
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < lowest:
        notes.fault(where, f"{json.dumps(value)} is not a whole number from {lowest}")
        return None
    if highest is not None and value > highest:
        notes.fault(where, f"{value} is more than the {highest} that can be")
        return None
    return value


def texts(record: Mapping[str, Any], place: str, notes: Notes) -> Texts:
    """Return the texts of `record` in the languages that were written; at least one must be."""
    found = {}
    for language in LANGUAGES:
        value = record.get(language.value)
        if value is None:
            continue
        if not isinstance(value, str):
            notes.fault(f"{place}{language.value}", "a text stands here")
            return Texts()
        found[language.value] = value
    written = Texts.from_dict(found)
    if not written:
        notes.fault(place.rstrip("."), "no text in any of the languages nl, fr, en, de")
    return written
