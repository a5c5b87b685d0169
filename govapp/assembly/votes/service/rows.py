"""Loading a vote under its lock, and naming it."""

from sqlalchemy import select

from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.service import locked
from govapp.assembly.votes.models import Vote
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.states import VoteNotFound
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef


def vote_reference(vote: Vote | VoteRow) -> SubjectRef:
    """Return how ballot paper, journal and outbox name a vote: the first as its assembly, `assembly:3`; then `vote:7`.

    Records of the time when an assembly had one vote only name it so, and go on naming it.
    """
    return SubjectRef.to("assembly", vote.assembly_id) if vote.ordinal == 1 else SubjectRef.to("vote", vote.id)


def locked_vote(work: Work, assembly_id: int, ordinal: int) -> tuple[Assembly, Vote]:
    """Return a vote and its assembly, which is locked by us: two people change its votes one after the other.

    Raises AssemblyNotFound, VoteNotFound.
    """
    assembly = locked(work, assembly_id)
    found = work.session.scalar(
        select(Vote)
        .where(Vote.assembly_id == assembly_id, Vote.ordinal == ordinal)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise VoteNotFound
    return assembly, found
