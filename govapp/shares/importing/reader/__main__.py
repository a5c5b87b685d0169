"""`python -m govapp.shares.importing.reader [ENCODING]`: bytes on standard input, lines of JSON on standard output."""

import resource
import sys

from govapp.shares.importing.reader.files import write_sheet
from govapp.shares.importing.reader.sheets import MAX_MEMORY_BYTES, MAX_PROCESSOR_SECONDS


def limit_ourselves() -> None:
    """Take limits that only the system could lift; macOS does not know the one of memory."""
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


if __name__ == "__main__":
    limit_ourselves()
    write_sheet(sys.stdin.buffer, sys.stdout, *sys.argv[1:2])
    sys.stdout.flush()
