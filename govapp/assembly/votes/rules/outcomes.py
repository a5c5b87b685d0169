"""What becomes of an item, a candidate or an option."""

from enum import StrEnum


class ItemOutcome(StrEnum):
    """What the assembly has done with an item, a candidate or an option."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    ELECTED = "elected"
    NOT_ELECTED = "not_elected"
    TIED = "tied"
    RANKED = "ranked"
    NOTED = "noted"
