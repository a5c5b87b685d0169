"""What became of a vote to whose booth personal links lead."""

from datetime import datetime

from sqlalchemy.orm import Session

from govapp.assembly.votes.queries.votes import VoteRow, find_vote_of_paper
from govapp.assembly.votes.rules.paths import agenda_path, result_path
from govapp.assembly.votes.rules.states import VoteState
from govapp.ballots.rules.papers import booth_path
from govapp.declarations import PageEnd
from govapp.kernel.errors import N_


def find_page_end(session: Session, path: str, now: datetime) -> PageEnd | None:
    """Return why nobody can vote any more in the booth at `path`, and the page to read; None for every other path."""
    uuid = path.rpartition("/")[2]
    vote = find_vote_of_paper(session, uuid) if path == booth_path(uuid) else None
    return None if vote is None else _end(vote, now)


def _end(vote: VoteRow, now: datetime) -> PageEnd | None:
    to_assembly, agenda = N_("To the assembly"), agenda_path(vote.assembly_id)
    closed_at = vote.closed_at or vote.closes_at
    if vote.cancelled_at is not None:
        return PageEnd(N_("This vote was cancelled"), vote.cancelled_at, to_assembly, agenda, has_receipts=False)
    if vote.state is VoteState.ANNOUNCED:
        address = result_path(vote.assembly_id, vote.ordinal)
        heading = N_("Voting has closed, and the result is known")
        return PageEnd(heading, closed_at, N_("See the result"), address, has_result=True)
    if vote.state is VoteState.ENDED:
        return PageEnd(N_("Voting has closed; it ended without a result"), closed_at, to_assembly, agenda)
    if vote.closed_at is not None or now >= vote.closes_at:
        heading = N_("Voting has closed; the result will stand on the page of the assembly")
        return PageEnd(heading, closed_at, to_assembly, agenda)
    return None
