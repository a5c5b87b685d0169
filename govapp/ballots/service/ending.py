"""Saying that a key is lost, and ending a vote that cannot be counted; its archive is kept."""

from sqlalchemy import update

from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.ballots.models import Paper, TrusteeRecord
from govapp.ballots.queries import get_paper, keys_of_trustees, list_trustees
from govapp.ballots.rules import Step, require_step
from govapp.ballots.rules.ending import kept_reason, require_losable, require_uncountable, require_witness
from govapp.ballots.rules.refusals import NotATrustee
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef


def report_lost_key(work: Work, uuid: str, position: int, reason: str) -> None:
    """Write down that a key is lost for good; everybody can read it. A key that turns up again still opens its part.

    Raises NotATrustee (no such key), NotAWitness, KeyCannotBeLost or EndReasonNeeded.
    """
    found = get_paper(work.session, uuid, locked=True)
    trustee = next((each for each in list_trustees(work.session, found.id) if each.position == position), None)
    if trustee is None:
        raise NotATrustee
    require_witness(work.actor, trustee.officer_id)
    require_losable(found.state, has_key=trustee.public_key is not None, has_decrypted=trustee.decrypted_at is not None)
    said = kept_reason(reason)
    if trustee.lost_at is not None:
        return
    values = {"lost_at": work.now, "lost_by": work.actor.reference, "lost_reason": said}
    work.session.execute(update(TrusteeRecord).where(TrusteeRecord.id == trustee.id).values(**values))
    record(work, BallotsTag.TRUSTEE_KEY_LOST, SubjectRef.to("paper", uuid), facts={"position": position}, reason=said)


def end_without_result(work: Work, uuid: str, reason: str) -> None:
    """End a closed vote that cannot be counted; nobody opens its total any more, and its archive stays.

    Raises NotClosedYet, AlreadyCounted, PaperEnded, PaperCancelled, StillCountable, EndingNeedsAnother or
    EndReasonNeeded.
    """
    found = get_paper(work.session, uuid, locked=True)
    require_step(found.state, Step.COUNT)
    trustees = list_trustees(work.session, found.id)
    keys = keys_of_trustees(trustees)
    require_uncountable(work.actor, keys, has_too_few=found.has_too_few)
    said = kept_reason(reason)
    values = {"ended_at": work.now, "end_reason": said}
    work.session.execute(update(Paper).where(Paper.id == found.id).values(**values))
    facts: dict[str, FactValue] = {"ballots": found.ballots, "lost_keys": keys.lost, "head": found.head}
    record(work, BallotsTag.PAPER_ENDED, SubjectRef.to("paper", uuid), facts=facts, reason=said)
