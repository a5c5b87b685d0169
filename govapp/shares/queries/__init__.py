"""Reads of the register, returning frozen rows."""

from govapp.shares.queries.electors import electors
from govapp.shares.queries.extract import ExtractRow, extract_rows
from govapp.shares.queries.filters import HolderFilter
from govapp.shares.queries.holder import (
    Addressee,
    HolderDetail,
    LedgerLine,
    PersonRef,
    holder_detail,
    holder_id_of_number,
    holders_with_email,
)
from govapp.shares.queries.holders import (
    PAGE_SIZE,
    HolderPage,
    HolderRow,
    holder_page,
    register_totals,
)
from govapp.shares.queries.integrity import IntegrityReport, check_register
from govapp.shares.queries.ledger import LedgerHead, ledger_head
from govapp.shares.queries.rolls import (
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
    "PAGE_SIZE",
    "Addressee",
    "ExtractRow",
    "HolderDetail",
    "HolderFilter",
    "HolderPage",
    "HolderRow",
    "IntegrityReport",
    "LedgerHead",
    "LedgerLine",
    "LeftOutRow",
    "PersonRef",
    "RollEntryRow",
    "RollRow",
    "check_register",
    "electors",
    "extract_rows",
    "holder_detail",
    "holder_id_of_number",
    "holder_page",
    "holders_with_email",
    "latest_roll",
    "ledger_head",
    "left_out",
    "left_out_reason",
    "reachable_entries",
    "register_totals",
    "roll",
    "roll_entries",
    "roll_entry_of",
    "roll_file",
    "rolls",
    "unreachable_count",
    "unreachable_entries",
]
