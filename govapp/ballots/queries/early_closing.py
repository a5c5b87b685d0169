"""Reading what was asked about closing a vote before its hour."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.ballots.models import EarlyClosingRecord
from govapp.ballots.queries.papers import PaperRow, list_trustees
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.early_closing import EarlyClosing
from govapp.kernel.texts import read_words


def find_early_closing(session: Session, found: PaperRow) -> EarlyClosing | None:
    """Return what waits for a second person, or None: also when voting is not open, or has closed by itself since."""
    if found.state is not PaperState.OPEN:
        return None
    waits = EarlyClosingRecord.paper_id == found.id, EarlyClosingRecord.settled_at.is_(None)
    row = session.scalar(select(EarlyClosingRecord).where(*waits))
    return (
        None
        if row is None
        else EarlyClosing(read_words(row.v, row.reason), row.role, row.asked_by, row.asked_by_name, row.asked_at)
    )


def list_key_holder_ids(session: Session, paper_id: int) -> frozenset[int]:
    """Return the numbers of the officers who hold a key of a paper; none when the server holds the only one."""
    return frozenset(each.officer_id for each in list_trustees(session, paper_id) if each.officer_id is not None)
