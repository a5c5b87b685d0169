"""Reads of ballot papers, returning frozen rows."""

from govapp.ballots.queries.archive import (
    get_archive_bytes,
    get_record_body,
    get_recorded_result,
    get_sealed_questions,
    list_chain,
    read_archive_pieces,
)
from govapp.ballots.queries.as_sealed import list_changed_members, require_row_as_sealed
from govapp.ballots.queries.box import (
    BallotRow,
    count_voters_who_voted,
    find_ballot,
    find_ballot_of,
    has_voted,
    list_ballots_of,
    list_entries_who_voted,
    list_public_board,
)
from govapp.ballots.queries.hours import HoursChange, PaperHours, get_hours, list_window_events
from govapp.ballots.queries.papers import (
    PaperRow,
    TrusteeRow,
    find_paper_of,
    find_result,
    get_paper,
    get_public_paper,
    holds_key,
    list_papers,
    list_papers_of_officer,
    list_papers_with_codes,
    list_trustees,
)

__all__ = [
    "BallotRow",
    "HoursChange",
    "PaperHours",
    "PaperRow",
    "TrusteeRow",
    "count_voters_who_voted",
    "find_ballot",
    "find_ballot_of",
    "find_paper_of",
    "find_result",
    "get_archive_bytes",
    "get_hours",
    "get_paper",
    "get_public_paper",
    "get_record_body",
    "get_recorded_result",
    "get_sealed_questions",
    "has_voted",
    "holds_key",
    "list_ballots_of",
    "list_chain",
    "list_changed_members",
    "list_entries_who_voted",
    "list_papers",
    "list_papers_of_officer",
    "list_papers_with_codes",
    "list_public_board",
    "list_trustees",
    "list_window_events",
    "read_archive_pieces",
    "require_row_as_sealed",
]
