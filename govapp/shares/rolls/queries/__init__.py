"""Reads of voting lists, returning frozen rows."""

from govapp.shares.rolls.queries.candidates import list_roll_candidates
from govapp.shares.rolls.queries.changes import (
    ChangeRow,
    has_unconfirmed_fact,
    list_changes,
    with_addresses_of_today,
)
from govapp.shares.rolls.queries.late import (
    LateEntry,
    LateNotice,
    count_late_entries,
    find_lists_behind,
    list_late_entries,
    list_late_notices,
)
from govapp.shares.rolls.queries.rights import find_right, list_rights_of, list_rolls_of, to_right
from govapp.shares.rolls.queries.rolls import (
    LeftOutRow,
    RollRow,
    count_unreachable_entries,
    find_latest_roll,
    find_left_out_reason,
    find_roll_entry,
    get_roll,
    get_roll_file,
    list_entries_of,
    list_left_out,
    list_reachable_entries,
    list_roll_entries,
    list_rolls,
    list_unreachable_entries,
)
from govapp.shares.rolls.rules.rights import RollEntryRow, VotingRight

__all__ = [
    "ChangeRow",
    "LateEntry",
    "LateNotice",
    "LeftOutRow",
    "RollEntryRow",
    "RollRow",
    "VotingRight",
    "count_late_entries",
    "count_unreachable_entries",
    "find_latest_roll",
    "find_left_out_reason",
    "find_lists_behind",
    "find_right",
    "find_roll_entry",
    "get_roll",
    "get_roll_file",
    "has_unconfirmed_fact",
    "list_changes",
    "list_entries_of",
    "list_late_entries",
    "list_late_notices",
    "list_left_out",
    "list_reachable_entries",
    "list_rights_of",
    "list_roll_candidates",
    "list_roll_entries",
    "list_rolls",
    "list_rolls_of",
    "list_unreachable_entries",
    "to_right",
    "with_addresses_of_today",
]
