"""Loading a vote under its lock."""

from sqlalchemy import select

from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.service import locked
from govapp.assembly.votes.models import Vote
from govapp.assembly.votes.rules.states import VoteNotFound
from govapp.db.uow import Work


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
