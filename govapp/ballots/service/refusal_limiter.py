"""Holds back somebody who sends ballots that are refused, over and over: checking each costs the server most.

It counts in each process for itself and forgets when that stops. It is no rule about who may vote, and whoever waits
gets through.
"""

from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from cachetools import LRUCache

from govapp.ballots.rules.refusals import TooManyRefused

MAX_REFUSALS: Final = 20
WITHIN: Final = timedelta(minutes=10)
_MAX_PEOPLE: Final = 4096


class RefusalLimiter:
    """Remembers when the last refusals of each person were, of the 4,096 people who were refused last."""

    def __init__(self) -> None:
        self._moments: LRUCache[str, tuple[datetime, ...]] = LRUCache(_MAX_PEOPLE)
        self._lock = Lock()

    def require_patience(self, person: str, now: datetime) -> None:
        """Raise TooManyRefused when `person` was refused too often lately; before anything costly is done."""
        with self._lock:
            lately = self._lately(person, now)
        if len(lately) >= MAX_REFUSALS:
            raise TooManyRefused(minutes=WITHIN // timedelta(minutes=1))

    def note(self, person: str, now: datetime) -> None:
        """Remember that `person` was refused at `now` (UTC)."""
        with self._lock:
            self._moments[person] = (*self._lately(person, now), now)

    def _lately(self, person: str, now: datetime) -> tuple[datetime, ...]:
        return tuple(each for each in self._moments.get(person, ()) if each > now - WITHIN)
