"""Comparing a ballot paper that is not sealed yet with what the journal says was prepared."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.ballots.models import Paper
from govapp.ballots.rules.prepared import PREPARED, PreparedPaper
from govapp.ballots.rules.refusals import PaperNotAsPrepared
from govapp.ballots.tags import BallotsTag
from govapp.kernel.subjects import SubjectRef


def prepared_digest(session: Session, paper_id: int) -> str:
    """Return the digest of a paper as its row stands now, 64 hexadecimal digits."""
    row = session.get_one(Paper, paper_id, populate_existing=True)
    prepared = PreparedPaper(
        uuid=row.uuid,
        subject=row.subject_ref,
        roll_id=row.roll_id,
        name=row.name,
        questions=row.questions,
        language=row.language,
        rules_digest=row.rules_digest,
        minimum_ballots=row.minimum_ballots,
        key_group_id=row.key_group_id,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        window=row.window_rule,
    )
    return PREPARED.digest(prepared, PREPARED.newest)


def require_as_prepared(session: Session, paper_id: int, uuid: str) -> None:
    """Raise PaperNotAsPrepared unless the row of a paper says what it said when it was prepared.

    Papers prepared before the journal kept the digest are taken as they are.
    """
    line = JournalEntryRecord
    statement = select(line.facts).where(
        line.tag == BallotsTag.PAPER_PREPARED, line.subject == SubjectRef.to("paper", uuid)
    )
    told = {facts["digest"] for facts in session.scalars(statement) if "digest" in facts}
    if told and prepared_digest(session, paper_id) not in told:
        raise PaperNotAsPrepared
