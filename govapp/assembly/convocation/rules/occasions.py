"""When an assembly writes to many people at once, and who of them gets a letter."""

from enum import StrEnum
from typing import Final


class Occasion(StrEnum):
    """Why many people are written to; the value is the name of the letter."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    EXTENSION = "extension"
    EARLY_CLOSING = "early_closing"
    INCIDENT = "incident"
    RESULT = "result"


WHILE_VOTING: Final = frozenset({Occasion.INVITATION, Occasion.REMINDER, Occasion.EXTENSION})
"""Letters that are of no use to somebody who can no longer vote."""


def is_written_to(occasion: Occasion, *, has_email: bool, has_voted: bool) -> bool:
    """Tell whether somebody on the voting list gets this letter: who has an address, and for a reminder no mark yet."""
    return has_email and not (occasion is Occasion.REMINDER and has_voted)


def may_be_written(occasion: Occasion, *, is_voting: bool) -> bool:
    """Tell whether letters of this kind may still be written: those that ask for a vote only while people can vote."""
    return is_voting or occasion not in WHILE_VOTING
