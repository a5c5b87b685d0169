"""Holds back who sends ballots that are refused, over and over: checking each costs the server most.

It counts in each process for itself and forgets when that stops. It is no rule about who may vote, and whoever waits
gets through. What one device sends holds up no other device of the same person: somebody who has the link of another
could keep its owner from voting otherwise.
"""

from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from cachetools import LRUCache

from govapp.ballots.rules.refusals import TooManyRefused

MAX_REFUSALS: Final = 20
MAX_REFUSALS_OF_A_PERSON: Final = 60
WITHIN: Final = timedelta(minutes=10)
_MAX_SIGN_INS: Final = 4096


class RefusalLimiter:
    """Remembers when the last refusals were, of the 4,096 sign-ins and the 4,096 people that were refused last."""

    def __init__(self) -> None:
        self._by_sign_in: LRUCache[tuple[str, str], tuple[datetime, ...]] = LRUCache(_MAX_SIGN_INS)
        self._by_person: LRUCache[str, tuple[datetime, ...]] = LRUCache(_MAX_SIGN_INS)
        self._lock = Lock()

    def require_patience(self, person: str, sign_in: str, now: datetime) -> None:
        """Raise TooManyRefused when this sign-in of `person` was refused too often lately, before the costly checks.

        Once many ballots of a person were refused, on whatever devices, one refusal is enough; a sign-in of which none
        was refused is always heard.
        """
        with self._lock:
            own = _lately(self._by_sign_in.get((person, sign_in), ()), now)
            together = _lately(self._by_person.get(person, ()), now)
        if len(own) >= MAX_REFUSALS or (own and len(together) >= MAX_REFUSALS_OF_A_PERSON):
            raise TooManyRefused(minutes=WITHIN // timedelta(minutes=1))

    def note(self, person: str, sign_in: str, now: datetime) -> None:
        """Remember that a ballot of `person` was refused at `now` (UTC)."""
        with self._lock:
            key = (person, sign_in)
            self._by_sign_in[key] = (*_lately(self._by_sign_in.get(key, ()), now), now)
            self._by_person[person] = (*_lately(self._by_person.get(person, ()), now), now)


def _lately(moments: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    return tuple(each for each in moments if each > now - WITHIN)
