"""Ending a vote that cannot be counted, because keys are lost or too few people voted."""

from dataclasses import dataclass

from govapp.assembly.meeting.service import touch
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.votes import to_row, vote_reference
from govapp.assembly.votes.rules.states import VoteState, check_step
from govapp.assembly.votes.service.rows import locked_vote
from govapp.audit import journal
from govapp.ballots import service as ballots
from govapp.db.uow import Work
from govapp.kernel.texts import kept_lines


@dataclass(frozen=True)
class EndVote:
    """End a closed vote without a result, for a `reason` that everybody may read."""

    assembly_id: int
    reason: str
    ordinal: int = 1


def end_vote(work: Work, command: EndVote) -> None:
    """End a vote without a result; its items can be put to another vote.

    Raises VoteCancelled, VoteEnded, NotYetPossible, AlreadyThere, and what `ballots.end_without_result` raises:
    StillCountable, EndingNeedsAnother, EndReasonNeeded.
    """
    assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    check_step(row.state, VoteState.COUNTED, vote.changed_by, vote.changed_at)
    ballots.end_without_result(work, row.prepared_paper_uuid, command.reason)
    touch(work, assembly, vote)
    reason = kept_lines(command.reason)
    journal.record(work, AssemblyTag.VOTE_ENDED, vote_reference(vote), reason=reason)
