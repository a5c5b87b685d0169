"""The course of a vote: everything that writes."""

from govapp.assembly.votes.service.announcing import Announce, announce
from govapp.assembly.votes.service.voting import (
    CloseVoting,
    LockAgenda,
    OpenVoting,
    close_due,
    close_voting,
    lock_agenda,
    open_voting,
    precompute_tally,
)

__all__ = [
    "Announce",
    "CloseVoting",
    "LockAgenda",
    "OpenVoting",
    "announce",
    "close_due",
    "close_voting",
    "lock_agenda",
    "open_voting",
    "precompute_tally",
]
