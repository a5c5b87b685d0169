"""`python -m govapp.shares.importing.reader [ENCODING]`: bytes on standard input, lines of JSON on standard output."""

import sys

from govapp.shares.importing.reader.files import write_sheet
from govapp.shares.importing.reader.limits import limit_ourselves

if __name__ == "__main__":
    limit_ourselves()
    write_sheet(sys.stdin.buffer, sys.stdout, *sys.argv[1:2])
    sys.stdout.flush()
