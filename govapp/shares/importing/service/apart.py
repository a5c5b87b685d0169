"""Having a file checked by a process of its own: the one that serves pages and takes ballots goes on meanwhile."""

from collections.abc import Iterator
from threading import Semaphore
from typing import Any, Final

from govapp.shares.importing.checker.processes import OwnProcess
from govapp.shares.importing.checker.reports import Order, checked_of
from govapp.shares.importing.checker.values import Checked
from govapp.shares.importing.reader.files import END
from govapp.shares.importing.rules.refusals import OtherFileInCheck

MODULE: Final = "govapp.shares.importing.checker"
# A thread of a web process waits for each file: the others are for those who vote.
_TURN: Final = Semaphore()
MAX_WAIT_SECONDS: Final = 2
"""A small file is checked within that time; whoever comes beside a large one is told so."""


def check_apart(content: bytes, order: Order) -> Checked:
    """Return a file as it is checked elsewhere, with the people and movements only where the order asks for rows.

    Raises what `check_file` raises, FileTooHeavy, and OtherFileInCheck while this process waits for another file.
    """
    if not _TURN.acquire(timeout=MAX_WAIT_SECONDS):
        raise OtherFileInCheck
    try:
        process = OwnProcess(MODULE, (order.line(), content), begins_others=True)
        try:
            return checked_of(_lines(process))
        finally:
            process.close()
    finally:
        _TURN.release()


def _lines(process: OwnProcess) -> Iterator[Any]:
    while (line := process.line()) != END:
        yield line
