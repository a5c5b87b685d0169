"""Who may cast, and until when: the window is closed at the very second of closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from govapp.ballots.rules.refusals import PaperCancelled, TooManyVotes, VotingClosed, VotingNotOpen
from govapp.ballots.rules.states import PaperState, is_past

BALLOTS_AN_HOUR: Final = 10
MANY_BALLOTS: Final = 100
"""From that many ballots on, a voting code may put one an hour in the box.

Changing one's mind is a right, so this is far more than anybody needs; it is there so that one hostile shareholder
cannot fill the public board, which everybody downloads who wants to check the result. It never ends the right to vote:
whoever was robbed of a link votes again, an hour later at most.
"""
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Window:
    """When ballots are accepted: from `opens_at` up to, and not at, `closes_at`; `closed_at` once it is over."""

    state: PaperState
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None

    def is_open_at(self, moment: datetime) -> bool:
        """Tell whether a ballot that arrives at `moment` is accepted: the one answer to "may a ballot be cast now?"."""
        return self.state is PaperState.OPEN and self.opens_at <= moment < self.closes_at


def require_window(window: Window, received_at: datetime) -> None:
    """Raise PaperCancelled, VotingNotOpen or VotingClosed unless a ballot received at `received_at` (UTC) is in time.

    What counts is the moment at which the server received the request, not the moment at which the voter pressed.
    """
    if window.state is PaperState.CANCELLED:
        raise PaperCancelled
    if is_past(window.state, PaperState.OPEN) or received_at >= window.closes_at:
        closed_at = window.closed_at or window.closes_at
        # A ballot may have been on its way through our own rooms when the chair closed early: there it came too late.
        raise VotingClosed(received_at=max(received_at, closed_at), closed_at=closed_at)
    if not window.is_open_at(received_at):
        raise VotingNotOpen(opens_at=window.opens_at)


def require_room(ballots: int, latest: Sequence[datetime], now: datetime) -> None:
    """Raise TooManyVotes while a voting code has put too many ballots in the box within an hour.

    `ballots` are all of this code, `latest` says when the last BALLOTS_AN_HOUR of them came (UTC), the newest first.
    """
    most = BALLOTS_AN_HOUR if ballots < MANY_BALLOTS else 1
    if len(latest) >= most and latest[most - 1] > now - _HOUR:
        raise TooManyVotes(again_at=latest[most - 1] + _HOUR)
