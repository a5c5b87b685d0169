"""A worker that writes letters two people at a time: `python -m tests.slow_letter_writer`.

Its settings are in the environment. It says so on standard output after each batch, and is made to be killed.
"""

from govapp.assembly.votes.service import write_letters
from govapp.command_context import opened
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import SystemClock
from govapp.settings import Settings


def main() -> None:
    """Write until nothing is left."""
    settings = Settings()
    database, clock = opened(settings), SystemClock()
    while database.transact(SYSTEM, clock, lambda work: write_letters(work, 2)) is not None:
        print("written", flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
