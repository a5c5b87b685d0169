"""Who goes first: a file that is written, or those who vote."""

from typing import Final

from govapp.shares.importing.rules.refusals import VoteGoesFirst

MAX_ROWS_BESIDE_VOTE: Final = 2_000
"""So many rows are written within half a second; all 36,000 take some six."""


def check_turn(rows: int, *, vote_runs: bool, stops_all_writers: bool) -> None:
    """Return when a file of so many rows may be written now; raises VoteGoesFirst where ballots would wait for it."""
    if rows > MAX_ROWS_BESIDE_VOTE and vote_runs and stops_all_writers:
        raise VoteGoesFirst(rows=rows, limit=MAX_ROWS_BESIDE_VOTE)
