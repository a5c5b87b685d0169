"""What a process keeps at hand of the papers it last dealt with."""

import threading
from typing import Generic, TypeVar

V = TypeVar("V")


class Shelf(Generic[V]):
    """Holds the newest `size` values by key, for all threads of this process; a value is never changed in place."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._values: dict[str, V] = {}

    def get(self, key: str) -> V | None:
        """Return what was last put under `key`, or None when there is nothing or it had to make room."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: str, value: V) -> None:
        """Keep `value` under `key`; the oldest key makes room when there are too many."""
        with self._lock:
            self._values.pop(key, None)
            while len(self._values) >= self._size:
                del self._values[next(iter(self._values))]
            self._values[key] = value
