"""Reads of voting lists, returning frozen rows."""

from govapp.shares.rolls.queries.electors import electors
from govapp.shares.rolls.queries.rolls import (
    LeftOutRow,
    RollEntryRow,
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

__all__ = [
    "LeftOutRow",
    "RollEntryRow",
    "RollRow",
    "electors",
    "latest_roll",
    "left_out",
    "left_out_reason",
    "reachable_entries",
    "roll",
    "roll_entries",
    "roll_entry_of",
    "roll_file",
    "rolls",
    "unreachable_count",
    "unreachable_entries",
]
