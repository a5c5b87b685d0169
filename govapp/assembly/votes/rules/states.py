"""The course of a vote, from draft to announcement, and what each step needs.

There is one state and one place that says it: `VoteMoments.state`. Nothing is kept in step by hand.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.ballots.rules import PaperMoments, PaperState
from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class VoteState(StrEnum):
    """Where a vote stands."""

    DRAFT = "draft"
    LOCKED = "locked"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    ANNOUNCED = "announced"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """Where people vote."""

    REMOTE = "remote"
    ROOM = "room"
    BOTH = "both"
    PAPER = "paper"


ORDER: Final = tuple(state for state in VoteState if state not in {VoteState.ENDED, VoteState.CANCELLED})
"""The states in the order in which a vote goes through them."""


@dataclass(frozen=True, slots=True)
class VoteMoments:
    """What has happened to a vote; between locking and announcing its secret ballot says where it stands."""

    locked_at: datetime | None = None
    announced_at: datetime | None = None
    cancelled_at: datetime | None = None
    paper: PaperMoments = field(default_factory=PaperMoments)

    @property
    def state(self) -> VoteState:
        """Return where the vote stands."""
        if self.cancelled_at is not None:
            return VoteState.CANCELLED
        if self.locked_at is None:
            return VoteState.DRAFT
        if self.announced_at is not None:
            return VoteState.ANNOUNCED
        return _OF_PAPER[self.paper.state]


_OF_PAPER: Final = {
    PaperState.GATHERING_KEYS: VoteState.LOCKED,
    PaperState.READY: VoteState.LOCKED,
    PaperState.OPEN: VoteState.OPEN,
    PaperState.CLOSED: VoteState.CLOSED,
    PaperState.COUNTED: VoteState.COUNTED,
    PaperState.ENDED: VoteState.ENDED,
    PaperState.CANCELLED: VoteState.CANCELLED,
}


RECENT: Final = timedelta(days=14)
"""For how long a vote that ended still comes before those to come: people look for its count and its result."""


def is_recent(ended_at: datetime | None, now: datetime) -> bool:
    """Tell whether a vote that ended at that moment still belongs on the home page."""
    return ended_at is not None and ended_at <= now < ended_at + RECENT


class VoteNotFound(NotFound):
    """There is no such vote."""

    code = "vote_not_found"
    message = N_("We cannot find this vote.")


class NotYetPossible(Conflict):
    """A step was asked for before the one that comes before it."""

    code = "vote_step_too_early"
    message = N_("This vote is not ready for that step.")
    help = N_("Follow the steps in their order; the page of the assembly shows the next one.")


class VoteCancelled(Conflict):
    """A step was asked for on a vote that was taken back."""

    code = "vote_cancelled"
    message = N_("This vote was cancelled by %(actor)s on %(time)s.")
    help = N_("Nothing was changed. Hold another vote if one is needed.")


class VoteEnded(Conflict):
    """A step was asked for on a vote that ended without a result."""

    code = "vote_ended"
    message = N_("This vote ended without a result: %(actor)s ended it on %(time)s.")
    help = N_("Nothing was changed. Hold another vote on the same items.")


class TooLateToCancel(Conflict):
    """A vote is taken back only before the first ballot."""

    code = "vote_too_late_to_cancel"
    message = N_("Voting is over, so this vote can no longer be cancelled.")
    help = N_("Nothing was changed.")


class ChannelNotReady(Invalid):
    """A way of voting that this program cannot hold yet."""

    code = "vote_channel"
    message = N_("A vote is held on line, or on line and in the room.")
    help = N_("Hold the others in the meeting, and write their results in the minutes.")


class WindowNotReached(Conflict):
    """Voting was to be opened before the hour that was announced."""

    code = "voting_opens_later"
    message = N_("Voting opens on %(opens_at)s.")
    help = N_("You can open it from then on. Shareholders were told that hour.")


class WindowPassed(Conflict):
    """Voting was to be opened after the hour at which it closes."""

    code = "voting_window_passed"
    message = N_("The voting period was to end on %(closes_at)s, which has passed.")
    help = N_("Cancel this vote, and hold another one with a later voting period.")


class CancelReasonNeeded(Invalid):
    """A vote is taken back only for a reason that everybody may read."""

    code = "cancelling_reason_needed"
    message = N_("To cancel a vote, give the reason.")
    help = N_("Everybody can read it on the page of the assembly.")


class NotCounted(Conflict):
    """A result was to be announced before it was there."""

    code = "not_counted"
    message = N_("The votes are not counted yet.")
    help = N_("The key holders must first open the count, each with their own key.")


class AnnouncementChanged(Conflict):
    """The announced record is not what follows from what was counted: somebody changed it."""

    code = "announcement_changed"
    message = N_("The announced record kept here is not what follows from the count.")
    help = N_("It is not shown. Ask whoever runs the site to put the database back from a backup.")


_NEXT: Final[dict[VoteState, VoteState]] = dict(pairwise(ORDER))


def check_step(current: VoteState, target: VoteState, actor: str, changed_at: datetime) -> None:
    """Return when a vote may go from `current` to `target`.

    Raises AlreadyThere when it is there or past it (`actor` took the last step at `changed_at`), NotYetPossible
    when a step is missing in between, VoteCancelled or VoteEnded when there is no next step.
    """
    if current is VoteState.CANCELLED:
        raise VoteCancelled(actor=actor, time=changed_at)
    if current is VoteState.ENDED:
        raise VoteEnded(actor=actor, time=changed_at)
    if ORDER.index(current) >= ORDER.index(target):
        raise AlreadyThere(actor=actor, time=changed_at)
    if _NEXT[current] is not target:
        raise NotCounted if target is VoteState.ANNOUNCED and current is VoteState.CLOSED else NotYetPossible


def check_cancelling(current: VoteState, reason: str, actor: str, changed_at: datetime) -> None:
    """Return when a vote may be taken back; that nobody has voted is for the ballot box to say.

    Raises VoteCancelled, NotYetPossible (a draft is given up instead), TooLateToCancel, CancelReasonNeeded.
    """
    if current is VoteState.CANCELLED:
        raise VoteCancelled(actor=actor, time=changed_at)
    if current is VoteState.DRAFT:
        raise NotYetPossible
    if current not in {VoteState.LOCKED, VoteState.OPEN}:
        raise TooLateToCancel
    if not reason.strip():
        raise CancelReasonNeeded


def check_window(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Return when voting may open now; raises WindowNotReached or WindowPassed."""
    if now >= closes_at:
        raise WindowPassed(closes_at=closes_at)
    if now < opens_at:
        raise WindowNotReached(opens_at=opens_at)


def check_extendable(current: VoteState, actor: str, changed_at: datetime) -> None:
    """Return when the hours of voting may still move: while it is open.

    Raises AlreadyThere, VoteCancelled or NotYetPossible.
    """
    check_step(VoteState.LOCKED if current is VoteState.OPEN else current, VoteState.OPEN, actor, changed_at)
    if current is not VoteState.OPEN:
        raise NotYetPossible


def check_channel(channel: Channel) -> None:
    """Return when a vote by this channel can be held; raises ChannelNotReady."""
    if channel not in {Channel.REMOTE, Channel.BOTH}:
        raise ChannelNotReady
