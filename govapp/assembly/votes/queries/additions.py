"""What stands in the way of adding somebody to a voting list, and what adding would change."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.votes.models import Vote
from govapp.assembly.votes.queries.votes import VoteRow, to_row
from govapp.ballots.queries import find_opening_on_list


def find_opened_vote(session: Session, roll_id: int) -> datetime | None:
    """Return when a vote on a list opened that was not taken back, or None: until then the list can still grow."""
    return find_opening_on_list(session, roll_id)


def list_votes_on(session: Session, roll_id: int) -> tuple[VoteRow, ...]:
    """Return the votes on a list that were not cancelled, in the order in which they were made."""
    statement = select(Vote).where(Vote.roll_id == roll_id, Vote.cancelled_at.is_(None)).order_by(Vote.id)
    return tuple(to_row(session, found) for found in session.scalars(statement))
