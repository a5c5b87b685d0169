"""The course of a vote: everything that writes."""

from govapp.assembly.votes.service.announcing import Announce, announce
from govapp.assembly.votes.service.voting import (
    CloseVoting,
    LockAgenda,
    OpenVoting,
    add_up_ahead,
    close_due,
    close_voting,
    lock_agenda,
    open_voting,
)

__all__ = [
    "Announce",
    "CloseVoting",
    "LockAgenda",
    "OpenVoting",
    "add_up_ahead",
    "announce",
    "close_due",
    "close_voting",
    "lock_agenda",
    "open_voting",
]
