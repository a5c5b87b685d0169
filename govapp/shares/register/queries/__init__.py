"""Reads of the register as a whole, returning frozen rows."""

from govapp.shares.register.queries.holder import (
    Addressee,
    FactKind,
    HolderDetail,
    HolderMovement,
    PersonRef,
    RecordedFact,
    holder_detail,
    holder_id_of_number,
    holders_with_email,
)
from govapp.shares.register.queries.holders import PAGE_SIZE, HolderPage, HolderRow, holder_page, register_totals
from govapp.shares.register.queries.integrity import IntegrityReport, check_register

__all__ = [
    "PAGE_SIZE",
    "Addressee",
    "FactKind",
    "HolderDetail",
    "HolderMovement",
    "HolderPage",
    "HolderRow",
    "IntegrityReport",
    "PersonRef",
    "RecordedFact",
    "check_register",
    "holder_detail",
    "holder_id_of_number",
    "holder_page",
    "holders_with_email",
    "register_totals",
]
