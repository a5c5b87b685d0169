"""Calling people to vote."""

from govapp.assembly.convocation.service.mailings import write_letters
from govapp.assembly.convocation.service.reminding import Remind, remind

__all__ = [
    "Remind",
    "remind",
    "write_letters",
]
