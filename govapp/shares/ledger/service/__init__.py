"""Use cases of the ledger."""

from govapp.shares.ledger.service.asking import (
    confirm_correction,
    correct_or_ask,
    withdraw_correction,
)
from govapp.shares.ledger.service.corrections import (
    CorrectAddress,
    CorrectLanguage,
    CorrectName,
    correct_address,
    correct_language,
    correct_name,
)
from govapp.shares.ledger.service.holders import (
    ChangeCategory,
    FirstShares,
    RegisterHolder,
    SetEmail,
    SetRepresentative,
    change_category,
    register_holder,
    set_email,
    set_representative,
)
from govapp.shares.ledger.service.shares import (
    CorrectEntry,
    IssueShares,
    ReverseEntry,
    correct_entry,
    issue_shares,
    reverse_entry,
)
from govapp.shares.ledger.service.writing import EntrySequence

__all__ = [
    "ChangeCategory",
    "CorrectAddress",
    "CorrectEntry",
    "CorrectLanguage",
    "CorrectName",
    "EntrySequence",
    "FirstShares",
    "IssueShares",
    "RegisterHolder",
    "ReverseEntry",
    "SetEmail",
    "SetRepresentative",
    "change_category",
    "confirm_correction",
    "correct_address",
    "correct_entry",
    "correct_language",
    "correct_name",
    "correct_or_ask",
    "issue_shares",
    "register_holder",
    "reverse_entry",
    "set_email",
    "set_representative",
    "withdraw_correction",
]
