"""Use cases of the register."""

from govapp.shares.service.holders import (
    ChangeCategory,
    FirstShares,
    HolderId,
    Person,
    RegisterHolder,
    SetEmail,
    SetRepresentative,
    change_category,
    register_holder,
    set_email,
    set_representative,
)
from govapp.shares.service.ledger import EntrySequence
from govapp.shares.service.rolls import FreezeRoll, RollId, freeze_roll
from govapp.shares.service.shares import IssueShares, ReverseEntry, issue_shares, reverse_entry

__all__ = [
    "ChangeCategory",
    "EntrySequence",
    "FirstShares",
    "FreezeRoll",
    "HolderId",
    "IssueShares",
    "Person",
    "RegisterHolder",
    "ReverseEntry",
    "RollId",
    "SetEmail",
    "SetRepresentative",
    "change_category",
    "freeze_roll",
    "issue_shares",
    "register_holder",
    "reverse_entry",
    "set_email",
    "set_representative",
]
