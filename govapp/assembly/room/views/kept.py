"""The screen of each meeting as it was read last: a hall full of phones asks the database once in two seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from cachetools import LRUCache

from govapp.assembly.room.views.screen_words import ScreenWords
from govapp.kernel.canonical import sha256_hex

FRESH: Final = timedelta(seconds=2)
_STALE: Final = timedelta(seconds=10)
_MAX_MEETINGS: Final = 16


@dataclass(frozen=True, slots=True)
class KeptScreen:
    """A screen as it was read at `moment` (UTC), in words and as HTML; `tag` is another one for other words."""

    moment: datetime
    words: ScreenWords
    body: str
    tag: str


class KeptScreens:
    """The last screens of one process."""

    def __init__(self) -> None:
        self._kept: LRUCache[int, KeptScreen] = LRUCache(_MAX_MEETINGS)
        self._lock = Lock()

    def get(self, assembly_id: int, moment: datetime, write: Callable[[], tuple[ScreenWords, str]]) -> KeptScreen:
        """Return the screen of a meeting, written anew once it is two seconds old.

        While one request writes, the others get the screen of before, unless it is ten seconds old.
        """
        kept = self._kept.get(assembly_id)
        if kept is not None and _is_within(kept, moment, FRESH):
            return kept
        may_wait = kept is None or not _is_within(kept, moment, _STALE)
        if not self._lock.acquire(blocking=may_wait) and kept is not None:
            return kept
        try:
            again = self._kept.get(assembly_id)
            if again is not None and _is_within(again, moment, FRESH):
                return again
            words, body = write()
            written = self._kept[assembly_id] = KeptScreen(moment, words, body, sha256_hex(body.encode()))
        finally:
            self._lock.release()
        return written


def _is_within(kept: KeptScreen, moment: datetime, age: timedelta) -> bool:
    return timedelta(0) <= moment - kept.moment < age
