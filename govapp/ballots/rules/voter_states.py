"""What is true for one person about one vote now; every page that speaks to a person says this and nothing else."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from govapp.ballots.rules.states import PaperState
from govapp.kernel.errors import N_


class VoterState(StrEnum):
    """What a person can do, has done, or can read."""

    NOT_ON_LIST = "not_on_list"
    UNCONFIRMED = "unconfirmed"
    PROXY_GIVEN = "proxy_given"
    GIVER_VOTED = "giver_voted"
    IN_ROOM = "in_room"
    WAITING = "waiting"
    CAN_VOTE = "can_vote"
    CAN_CHANGE = "can_change"
    CLOSED_VOTED = "closed_voted"
    CLOSED_NOT_VOTED = "closed_not_voted"
    RESULT_VOTED = "result_voted"
    RESULT_NOT_VOTED = "result_not_voted"
    ENDED = "ended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class VoterFacts:
    """What decides it: where the paper stands at this moment, and what is known of the person.

    `paper` is OPEN only within its hours: before them it is READY, after them CLOSED, as `describe_paper` has it.
    `is_confirmed` tells whether what lets the person in is as old as the list or was confirmed by a second person.
    `is_given_away` tells that the person gave a proxy to somebody, `giver_voted` that he or she holds a proxy whose
    giver voted before it was confirmed. `is_marked` tells that the right is used in the room, on paper or by hands.
    """

    paper: PaperState
    is_announced: bool = False
    is_on_list: bool = True
    is_confirmed: bool = True
    has_voted: bool = False
    is_given_away: bool = False
    giver_voted: bool = False
    is_marked: bool = False


# The sentence for each state; `opens_at`, `closes_at` and `closed_at` are filled in.
SENTENCES: Final = {
    VoterState.NOT_ON_LIST: N_("You cannot vote in this one: your name is not on its voting list."),
    VoterState.UNCONFIRMED: N_(
        "Your e-mail address, or your mandate for this shareholder, is newer than the voting list."
    ),
    VoterState.PROXY_GIVEN: N_("You gave a proxy: somebody else votes for you. To vote yourself, end the proxy first."),
    VoterState.GIVER_VOTED: N_(
        "This shareholder voted before the proxy was confirmed. That vote stands, and you cannot change it."
    ),
    VoterState.IN_ROOM: N_(
        "This right votes in the room: it is marked there on the voting list, and nothing is cast here."
    ),
    VoterState.WAITING: N_("You can vote from %(opens_at)s until %(closes_at)s."),
    VoterState.CAN_VOTE: N_("You have not voted yet. You can vote until %(closes_at)s."),
    VoterState.CAN_CHANGE: N_("You have voted. Until %(closes_at)s you may change your vote."),
    VoterState.CLOSED_VOTED: N_("You have voted. Voting closed on %(closed_at)s; your last vote counts."),
    VoterState.CLOSED_NOT_VOTED: N_("Voting closed on %(closed_at)s. No vote was cast in your name."),
    VoterState.RESULT_VOTED: N_("You have voted, and the result is there."),
    VoterState.RESULT_NOT_VOTED: N_("The result is there. No vote was cast in your name."),
    VoterState.ENDED: N_("This vote ended without a result: its ballots are not opened."),
    VoterState.CANCELLED: N_("This vote was cancelled before anybody voted."),
}


def voter_state(facts: VoterFacts) -> VoterState:
    """Return what is true for a person now.

    A vote that waits or is open asks first whether the person is on the list; nothing is said of somebody's ballots
    to a person who is not confirmed.
    """
    if facts.paper is PaperState.CANCELLED:
        return VoterState.CANCELLED
    if not facts.is_on_list:
        return VoterState.NOT_ON_LIST
    if not facts.is_confirmed:
        return VoterState.UNCONFIRMED
    if facts.paper in _BEFORE_CLOSING and (facts.is_given_away or facts.giver_voted):
        return VoterState.PROXY_GIVEN if facts.is_given_away else VoterState.GIVER_VOTED
    return _of_right(facts)


def _of_right(facts: VoterFacts) -> VoterState:
    """Return what is true for a right that is used as it was given: on line, in the room, or not at all."""
    if facts.is_announced:
        return VoterState.RESULT_VOTED if facts.has_voted or facts.is_marked else VoterState.RESULT_NOT_VOTED
    if facts.is_marked and facts.paper is not PaperState.ENDED:
        return VoterState.IN_ROOM
    not_voted, voted = _OF_PAPER[facts.paper]
    return voted if facts.has_voted else not_voted


_BEFORE_CLOSING: Final = {PaperState.GATHERING_KEYS, PaperState.READY, PaperState.OPEN}

_OF_PAPER: Final = {
    PaperState.GATHERING_KEYS: (VoterState.WAITING, VoterState.WAITING),
    PaperState.READY: (VoterState.WAITING, VoterState.WAITING),
    PaperState.OPEN: (VoterState.CAN_VOTE, VoterState.CAN_CHANGE),
    PaperState.CLOSED: (VoterState.CLOSED_NOT_VOTED, VoterState.CLOSED_VOTED),
    PaperState.COUNTED: (VoterState.CLOSED_NOT_VOTED, VoterState.CLOSED_VOTED),
    PaperState.ENDED: (VoterState.ENDED, VoterState.ENDED),
}
"""What is true before the announcement for whoever has not voted, and for whoever has."""
