"""Reads of the register as a whole, returning frozen rows."""

from govapp.shares.register.queries.holder import (
    Addressee,
    FactKind,
    HolderDetail,
    HolderMovement,
    PersonRef,
    RecordedFact,
    find_last_number,
    get_holder_detail,
    get_holder_id,
    get_holder_name,
    list_holders_with_email,
)
from govapp.shares.register.queries.holders import (
    PAGE_SIZE,
    HolderPage,
    HolderRow,
    get_holder_page,
    get_register_totals,
)
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
    "find_last_number",
    "get_holder_detail",
    "get_holder_id",
    "get_holder_name",
    "get_holder_page",
    "get_register_totals",
    "list_holders_with_email",
]
