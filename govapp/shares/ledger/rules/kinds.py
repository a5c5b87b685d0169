"""The closed lists of the ledger: what an entry records, and how lists of shareholders are narrowed and ordered."""

from enum import StrEnum


class Event(StrEnum):
    """What a ledger entry records. More kinds follow; a value that was ever written keeps its meaning."""

    OPENING_BALANCE = "opening_balance"
    ISSUE = "issue"
    CORRECTION_REVERSAL = "correction_reversal"


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
