"""How much memory the rehearsal and everything it started took, at most."""

import os
import resource
import sys
from pathlib import Path
from typing import Final

KIB: Final = 1024
MEGABYTE: Final = 1_000_000


class MemoryUse:
    """The most memory that this process and all below it took at one moment."""

    def __init__(self) -> None:
        self._most = 0

    def sample(self) -> None:
        """Look at the processes that run now."""
        self._most = max(self._most, sum(_memory_of(pid) for pid in _family(os.getpid())))

    def peak_mb(self) -> float:
        """Return the largest sum seen, in MB of 10^6 bytes; memory that processes share is counted once (PSS of Linux).

        Where there is no /proc, the system's own figures of this process and of its largest ended child are added.
        """
        self.sample()
        total = self._most
        if not total:
            unit = 1 if sys.platform == "darwin" else KIB
            marks = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            total = unit * sum(resource.getrusage(mark).ru_maxrss for mark in marks)
        return round(total / MEGABYTE, 1)


def _family(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for children in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            waiting += [int(child) for child in _read(children).split()]
    return found


def _memory_of(pid: int) -> int:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * KIB
    return 0


def _read(path: Path) -> str:
    # A process may end while it is looked at.
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
