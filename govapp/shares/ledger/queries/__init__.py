"""Reads of the ledger, returning frozen rows."""

from govapp.shares.ledger.queries.entries import LedgerHead, ledger_head
from govapp.shares.ledger.queries.filters import HolderFilter

__all__ = [
    "HolderFilter",
    "LedgerHead",
    "ledger_head",
]
