"""What a scenario says, as values."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from govapp.kernel.texts import Texts
from govapp.rehearsal.percentages import Split

ANSWERS: Final = ("for", "against", "abstain")
KINDS: Final = ("information", "acknowledgement", "decision", "election", "strategy")


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
