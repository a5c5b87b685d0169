"""Reads of voting lists, returning frozen rows."""

from govapp.shares.rolls.queries.electors import electors
from govapp.shares.rolls.queries.rights import find_right, list_rolls_of, rights_of, to_right
from govapp.shares.rolls.queries.rolls import (
    LeftOutRow,
    RollRow,
    latest_roll,
    left_out,
    left_out_reason,
    reachable_entries,
    roll,
    roll_entries,
    roll_entry_of,
    roll_file,
    rolls,
    unreachable_count,
    unreachable_entries,
)
from govapp.shares.rolls.rules.rights import RollEntryRow, VotingRight

__all__ = [
    "LeftOutRow",
    "RollEntryRow",
    "RollRow",
    "VotingRight",
    "electors",
    "find_right",
    "latest_roll",
    "left_out",
    "left_out_reason",
    "list_rolls_of",
    "reachable_entries",
    "rights_of",
    "roll",
    "roll_entries",
    "roll_entry_of",
    "roll_file",
    "rolls",
    "to_right",
    "unreachable_count",
    "unreachable_entries",
]
