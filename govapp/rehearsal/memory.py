"""How much memory the rehearsal and everything it started took, at most."""

import os
import resource
import sys
from pathlib import Path
from typing import Final

KIB: Final = 1024
MEGABYTE: Final = 1_000_000


class Memory:
    """The largest resident memory of each process seen, this one and all below it."""

    def __init__(self) -> None:
        self._peaks: dict[int, int] = {}

    def sample(self) -> None:
        """Look at the processes that run now; a process keeps the mark of its own peak, so looking seldom is enough."""
        for pid in _family(os.getpid()):
            self._peaks[pid] = max(self._peaks.get(pid, 0), _peak_of(pid))

    def peak_mb(self) -> float:
        """Return the sum of the peaks in MB of 10^6 bytes: not less than was ever taken at one moment.

        Memory that processes share is counted for each of them. Where there is no /proc, the system's own figures
        of this process and of its largest ended child are added.
        """
        self.sample()
        total = sum(self._peaks.values())
        if not total:
            unit = 1 if sys.platform == "darwin" else KIB
            total = unit * sum(
                resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            )
        return round(total / MEGABYTE, 1)


def _family(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for children in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            waiting += [int(child) for child in _read(children).split()]
    return found


def _peak_of(pid: int) -> int:
    for line in _read(Path(f"/proc/{pid}/status")).splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * KIB
    return 0


def _read(path: Path) -> str:
    # A process may end while it is looked at.
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
