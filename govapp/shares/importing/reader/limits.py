"""The limits that a process takes before it looks at somebody's file."""

import os
import resource
from typing import Final

from govapp.shares.importing.reader.sheets import MAX_MEMORY_BYTES, MAX_PROCESSOR_SECONDS

NICENESS: Final = 5
"""Whoever casts a ballot comes first: so much later is the turn of a process that reads or checks a file."""


def limit_ourselves() -> None:
    """Take limits that only the system could lift; macOS does not know the one of memory."""
    os.nice(NICENESS - os.nice(0))
    for kind, most in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue
