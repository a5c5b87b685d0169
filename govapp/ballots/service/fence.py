"""A fence against somebody who sends ballots that are refused, over and over: checking each costs the server most.

It stands in each process for itself and forgets when that stops. It is no rule about who may vote, and whoever waits
gets through.
"""

from datetime import datetime, timedelta
from typing import Final

from govapp.ballots.rules.refusals import TooManyRefused
from govapp.ballots.service.shelf import Shelf

MOST_REFUSED: Final = 20
WITHIN: Final = timedelta(minutes=10)
_MOST_PEOPLE: Final = 4096


class Fence:
    """Remembers when the last refusals of each person were."""

    def __init__(self) -> None:
        self._moments: Shelf[tuple[datetime, ...]] = Shelf(_MOST_PEOPLE)

    def require_open(self, person: str, now: datetime) -> None:
        """Raise TooManyRefused when `person` was refused too often lately; before anything costly is done."""
        if len(self._lately(person, now)) >= MOST_REFUSED:
            raise TooManyRefused(minutes=WITHIN // timedelta(minutes=1))

    def note(self, person: str, now: datetime) -> None:
        """Remember that `person` was refused at `now` (UTC)."""
        self._moments.put(person, (*self._lately(person, now), now))

    def _lately(self, person: str, now: datetime) -> tuple[datetime, ...]:
        moments = self._moments.get(person) or ()
        return tuple(each for each in moments if each > now - WITHIN)
