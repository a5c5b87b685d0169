"""How many ballots came in which hour, and how many of them replaced an earlier one; and who was refused."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.ballots.models import BallotRecord
from govapp.ballots.tags import BallotsTag
from govapp.kernel.subjects import SubjectRef


@dataclass(frozen=True, slots=True)
class VotingHour:
    """One hour from `begins_at` (UTC): the ballots that came in it, and those of them that replaced an earlier one."""

    begins_at: datetime
    ballots: int
    replacing: int


def list_voting_hours(session: Session, paper_id: int) -> tuple[VotingHour, ...]:
    """Return the hours in which ballots came, in order; nothing in them belongs to one person."""
    box = BallotRecord.__table__
    first = select(func.min(box.c.height)).where(box.c.paper_id == paper_id).group_by(box.c.credential_id)
    firsts = set(session.connection().execute(first).scalars())
    ballots: Counter[datetime] = Counter()
    replacing: Counter[datetime] = Counter()
    statement = select(box.c.height, box.c.received_at).where(box.c.paper_id == paper_id)
    for height, received_at in session.connection().execute(statement):
        hour = received_at.replace(minute=0, second=0, microsecond=0)
        ballots[hour] += 1
        replacing[hour] += height not in firsts
    return tuple(VotingHour(hour, ballots[hour], replacing[hour]) for hour in sorted(ballots))


def count_refused_people(session: Session, uuid: str, code: str) -> int:
    """Return how many people were refused on a paper with that code; who they are, the journal does not say."""
    line = JournalEntryRecord
    statement = select(func.count(line.actor.distinct())).where(
        line.tag == BallotsTag.BALLOT_REFUSED.value, line.subject == SubjectRef.to("paper", uuid), line.result == code
    )
    return session.scalar(statement) or 0
