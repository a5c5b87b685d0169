"""The course of a ballot paper: gathering keys, ready, open, closed, counted; or cancelled; or ended without result.

There is no way back. The state is not stored: it follows from what has happened, and when.
"""

from dataclasses import dataclass
from datetime import datetime
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
    PaperCancelled,
    PaperEnded,
)
from govapp.kernel.errors import Refusal


class PaperState(StrEnum):
    """Where a ballot paper stands."""

    GATHERING_KEYS = "gathering_keys"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What moves a ballot paper on."""

    SEAL = "seal"
    OPEN = "open"
    CLOSE = "close"
    COUNT = "count"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class PaperMoments:
    """When (UTC) each step of a ballot paper was taken; None for what has not happened."""

    sealed_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    counted_at: datetime | None = None
    cancelled_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def state(self) -> PaperState:
        """Return where the paper stands: the one place that says so."""
        if self.cancelled_at is not None:
            return PaperState.CANCELLED
        if self.ended_at is not None:
            return PaperState.ENDED
        if self.counted_at is not None:
            return PaperState.COUNTED
        if self.closed_at is not None:
            return PaperState.CLOSED
        if self.opened_at is not None:
            return PaperState.OPEN
        return PaperState.READY if self.sealed_at is not None else PaperState.GATHERING_KEYS


_NEEDED: Final = {
    Step.SEAL: PaperState.GATHERING_KEYS,
    Step.OPEN: PaperState.READY,
    Step.CLOSE: PaperState.OPEN,
    Step.COUNT: PaperState.CLOSED,
}
"""The state that each step needs; cancelling is possible from any before the count begins."""
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


def require_step(state: PaperState, step: Step) -> None:
    """Return when `step` is possible in `state`; else raise the Refusal that says why not.

    Raises PaperCancelled on a paper that was cancelled, PaperEnded on one that ended without a result, AlreadyClosed
    when one that was closed is to be cancelled.
    """
    if state is PaperState.CANCELLED:
        raise PaperCancelled
    if state is PaperState.ENDED and step is not Step.CANCEL:
        raise PaperEnded
    if step is Step.CANCEL:
        if is_past(state, PaperState.OPEN):
            raise AlreadyClosed
        return
    needed = _NEEDED[step]
    if state is needed:
        return
    raise (_TOO_EARLY if _ORDER.index(state) < _ORDER.index(needed) else _AGAIN)[step]


def is_past(state: PaperState, other: PaperState) -> bool:
    """Tell whether `state` comes after `other` in the course of a ballot paper."""
    return _ORDER.index(state) > _ORDER.index(other)
