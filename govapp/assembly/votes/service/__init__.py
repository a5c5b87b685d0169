"""The course of a vote: everything that writes."""

from govapp.assembly.votes.rules.drafts import AssemblyDraft
from govapp.assembly.votes.service.announcing import Announce, announce
from govapp.assembly.votes.service.ending import EndVote, end_vote
from govapp.assembly.votes.service.hours import ExtendVoting, extend_voting
from govapp.assembly.votes.service.mailings import write_letters
from govapp.assembly.votes.service.opening import list_votes_to_open, open_by_clock, tell_not_opened
from govapp.assembly.votes.service.planning import (
    CreateAssembly,
    DiscardVote,
    EditAssembly,
    PlanVote,
    create_assembly,
    discard_vote,
    edit_assembly,
    plan_vote,
)
from govapp.assembly.votes.service.reminding import Remind, remind
from govapp.assembly.votes.service.second_meeting import MakeSecondMeeting, make_second_meeting
from govapp.assembly.votes.service.taking_back import (
    CallOffAssembly,
    CancelVote,
    DeleteAssembly,
    call_off_assembly,
    cancel_vote,
    delete_assembly,
)
from govapp.assembly.votes.service.voting import (
    CloseVoting,
    LockVote,
    OpenVoting,
    close_due,
    close_voting,
    confirm_early_closing,
    lock_vote,
    open_voting,
    precompute_tally,
)

__all__ = [
    "Announce",
    "AssemblyDraft",
    "CallOffAssembly",
    "CancelVote",
    "CloseVoting",
    "CreateAssembly",
    "DeleteAssembly",
    "DiscardVote",
    "EditAssembly",
    "EndVote",
    "ExtendVoting",
    "LockVote",
    "MakeSecondMeeting",
    "OpenVoting",
    "PlanVote",
    "Remind",
    "announce",
    "call_off_assembly",
    "cancel_vote",
    "close_due",
    "close_voting",
    "confirm_early_closing",
    "create_assembly",
    "delete_assembly",
    "discard_vote",
    "edit_assembly",
    "end_vote",
    "extend_voting",
    "list_votes_to_open",
    "lock_vote",
    "make_second_meeting",
    "open_by_clock",
    "open_voting",
    "plan_vote",
    "precompute_tally",
    "remind",
    "tell_not_opened",
    "write_letters",
]
