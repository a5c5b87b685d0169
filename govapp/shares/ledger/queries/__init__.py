"""Reads of the ledger, returning frozen rows."""

from govapp.shares.ledger.queries.entries import LedgerHead, get_ledger_head
from govapp.shares.ledger.queries.filters import HolderFilter

__all__ = [
    "HolderFilter",
    "LedgerHead",
    "get_ledger_head",
]
