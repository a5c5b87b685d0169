"""Reads of the register, returning frozen rows."""

from govapp.shares.queries.electors import electors
from govapp.shares.queries.ledger import LedgerHead, ledger_head
from govapp.shares.queries.rolls import (
    LeftOutRow,
    RollEntryRow,
    RollRow,
    latest_roll,
    left_out,
    left_out_reason,
    roll,
    roll_entries,
    roll_entry_of,
    roll_file,
    rolls,
)

__all__ = [
    "LedgerHead",
    "LeftOutRow",
    "RollEntryRow",
    "RollRow",
    "electors",
    "latest_roll",
    "ledger_head",
    "left_out",
    "left_out_reason",
    "roll",
    "roll_entries",
    "roll_entry_of",
    "roll_file",
    "rolls",
]
