"""`python -m govapp.shares.importing.checker`: an order and a file on standard input, lines of JSON on the output."""

import sys

from govapp.shares.importing.checker.reports import write_checked
from govapp.shares.importing.reader.limits import limit_ourselves

if __name__ == "__main__":
    limit_ourselves()
    write_checked(sys.stdin.buffer, sys.stdout)
    sys.stdout.flush()
