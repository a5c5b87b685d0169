"""Reads of ballot papers, returning frozen rows."""

from govapp.ballots.queries.archive import archive, archive_bytes, chain, record_body, recorded_result
from govapp.ballots.queries.box import (
    BallotRow,
    ballot_of,
    ballots_of_holder,
    board_page,
    is_marked,
    look_up,
    marked_entries,
    marks,
)
from govapp.ballots.queries.papers import (
    PaperRow,
    SeatRow,
    paper,
    paper_of,
    papers,
    papers_of_holder,
    papers_of_officer,
    public_paper,
    result_of,
    seats,
)

__all__ = [
    "BallotRow",
    "PaperRow",
    "SeatRow",
    "archive",
    "archive_bytes",
    "ballot_of",
    "ballots_of_holder",
    "board_page",
    "chain",
    "is_marked",
    "look_up",
    "marked_entries",
    "marks",
    "paper",
    "paper_of",
    "papers",
    "papers_of_holder",
    "papers_of_officer",
    "public_paper",
    "record_body",
    "recorded_result",
    "result_of",
    "seats",
]
