"""The closed lists of the ledger: what a transaction records, and how lists are narrowed and ordered."""

from enum import StrEnum


class MovementType(StrEnum):
    """What a transaction records; `rules/types.py` says what each may do. A value once written keeps its meaning."""

    OPENING_BALANCE = "opening_balance"
    ISSUE = "issue"
    PAYMENT_ON_SHARE = "payment_on_share"
    TRANSFER = "transfer"
    INHERITANCE = "inheritance"
    WITHDRAWAL = "withdrawal"
    RESIGNATION = "resignation"
    END_BY_LAW = "end_by_law"
    EXCLUSION = "exclusion"
    CONVERSION = "conversion"
    SPLIT = "split"
    CONSOLIDATION = "consolidation"
    REFUND_PAID = "refund_paid"
    REFUND_DEFERRED = "refund_deferred"
    CORRECTION_REVERSAL = "correction_reversal"
    NOTE = "note"
    PLEDGE = "pledge"
    SEIZURE = "seizure"
    TRANSFER_LIMIT = "transfer_limit"
    MERGE = "merge"


# What can be corrected in one step: it brought shares to one person, and nobody else is touched.
CORRECTABLE = frozenset({MovementType.OPENING_BALANCE, MovementType.ISSUE})


class HolderState(StrEnum):
    """Which people a list shows: those with shares on the day, those without, or all."""

    HOLDING = "holding"
    FORMER = "former"
    ALL = "all"


class HolderSort(StrEnum):
    """By what a list of shareholders is ordered."""

    NAME = "name"
    NUMBER = "number"
    CATEGORY = "category"
    SHARES = "shares"
    SINCE = "since"
