"""The register of decisions: what assemblies adopted, who carries it out, by when, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from govapp.kernel.errors import N_, Invalid, NotFound
from govapp.kernel.texts import Texts

MAX_OWNER_CHARACTERS: Final = 200
MAX_REASON_CHARACTERS: Final = 1_000


class DecisionState(StrEnum):
    """Where a decision stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


STATE_NAMES: Final = {
    DecisionState.OPEN: N_("to be carried out"),
    DecisionState.DONE: N_("carried out"),
    DecisionState.DROPPED: N_("dropped"),
}


class DecisionNotFound(NotFound):
    """No announced result has such a decision."""

    code = "decision_not_found"
    message = N_("There is no such decision.")
    help = N_("The register lists every decision that an assembly adopted.")


class DecisionReasonMissing(Invalid):
    """Somebody drops a decision of the assembly, or opens it again, without saying why."""

    code = "decision_reason_missing"
    message = N_("Say why: the assembly decided this, and its shareholders will ask.")
    help = N_("Nothing was changed.")


class DecisionUnchanged(Invalid):
    """What was sent is what stands there."""

    code = "decision_unchanged"
    message = N_("Nothing is different from what stands in the register.")
    help = N_("Change the owner, the day or the state first.")


@dataclass(frozen=True, slots=True)
class DecisionKey:
    """A decision: the assembly, the ordinal of its vote, the number of the item."""

    assembly_id: int
    vote: int
    item: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Who carries a decision out, by which day, and where it stands; `reason` says why, where one is needed."""

    owner: str = ""
    due_on: date | None = None
    state: DecisionState = DecisionState.OPEN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """One step in the course of a decision (UTC)."""

    follow_up: FollowUp
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with its figures, as the announced record has them, and all its steps, the oldest first.

    `digest` is that of the announced record; `is_whole` tells whether the record still has it.
    """

    key: DecisionKey
    assembly: Texts
    held_on: date
    title: Texts
    figures: Mapping[str, int]
    digest: str
    is_whole: bool
    steps: tuple[DecisionStep, ...] = ()

    @property
    def now(self) -> FollowUp:
        """Return where the decision stands."""
        return self.steps[-1].follow_up if self.steps else FollowUp()

    def is_late(self, today: date) -> bool:
        """Tell whether its day is over and nobody said what became of it."""
        now = self.now
        return now.state is DecisionState.OPEN and now.due_on is not None and now.due_on < today


def check_step(now: FollowUp, wanted: FollowUp) -> None:
    """Raise DecisionUnchanged or DecisionReasonMissing where a step cannot be written."""
    if (now.owner, now.due_on, now.state) == (wanted.owner, wanted.due_on, wanted.state) and not wanted.reason:
        raise DecisionUnchanged
    is_reopened = now.state is not DecisionState.OPEN and wanted.state is DecisionState.OPEN
    is_dropped = wanted.state is DecisionState.DROPPED and now.state is not DecisionState.DROPPED
    if (is_reopened or is_dropped) and not wanted.reason:
        raise DecisionReasonMissing
