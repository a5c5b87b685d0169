"""The course of a ballot paper: gathering keys, ready, open, closed, counted. There is no way back."""

from enum import StrEnum
from typing import Final

from govapp.ballots.rules.refusals import (
    AlreadyClosed,
    AlreadyCounted,
    AlreadyOpened,
    AlreadySealed,
    KeysMissing,
    NotClosedYet,
    NotOpenYet,
)
from govapp.kernel.errors import Refusal


class PaperState(StrEnum):
    """Where a ballot paper stands."""

    GATHERING_KEYS = "gathering_keys"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"


class Step(StrEnum):
    """What moves a ballot paper on."""

    SEAL = "seal"
    OPEN = "open"
    CLOSE = "close"
    COUNT = "count"


# step: the state it needs, the state it leads to
_STEPS: Final = {
    Step.SEAL: (PaperState.GATHERING_KEYS, PaperState.READY),
    Step.OPEN: (PaperState.READY, PaperState.OPEN),
    Step.CLOSE: (PaperState.OPEN, PaperState.CLOSED),
    Step.COUNT: (PaperState.CLOSED, PaperState.COUNTED),
}
# why a step is refused: what stands in its way when it comes too early, and when it comes again
_TOO_EARLY: Final[dict[Step, type[Refusal]]] = {
    Step.SEAL: KeysMissing,
    Step.OPEN: KeysMissing,
    Step.CLOSE: NotOpenYet,
    Step.COUNT: NotClosedYet,
}
_AGAIN: Final[dict[Step, type[Refusal]]] = {
    Step.SEAL: AlreadySealed,
    Step.OPEN: AlreadyOpened,
    Step.CLOSE: AlreadyClosed,
    Step.COUNT: AlreadyCounted,
}
_ORDER: Final = tuple(PaperState)


def after(state: PaperState, step: Step) -> PaperState:
    """Return the state after `step`; raise the Refusal that says why the step is impossible in `state`."""
    needed, then = _STEPS[step]
    if state is needed:
        return then
    raise (_TOO_EARLY if _ORDER.index(state) < _ORDER.index(needed) else _AGAIN)[step]


def is_past(state: PaperState, other: PaperState) -> bool:
    """Tell whether `state` comes after `other` in the course of a ballot paper."""
    return _ORDER.index(state) > _ORDER.index(other)
