"""A ballot paper whose voting list has got a new version, before anybody could vote on it."""

from sqlalchemy import update

from govapp.audit.journal import record
from govapp.ballots.models import Paper
from govapp.ballots.queries import PaperRow, get_paper, list_trustees
from govapp.ballots.rules import PaperState, PreparePaper, Step, Trustee, require_step
from govapp.ballots.rules.hours import extension_days_of
from govapp.ballots.service.preparing import prepare_paper
from govapp.ballots.service.sealing import cancel_paper, seal_paper
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.rolls.queries import get_roll


def renew_paper(work: Work, uuid: str, reason: str) -> str:
    """Make a paper fit the newest version of its list, and return the uuid under which people will vote.

    One that still gathers keys only gets the number of voters. In one that is fixed stand the old list and its codes:
    it is cancelled for good, and another is prepared with the same questions, hours and key holders. A key of the
    server alone fixes it at once; single keys are asked for again, and those of a group serve on. Raises AlreadyOpened,
    PaperCancelled, NotAKeyHolder.
    """
    found = get_paper(work.session, uuid, locked=True)
    if found.state is PaperState.GATHERING_KEYS:
        voters = get_roll(work.session, found.roll_id).size
        work.session.execute(update(Paper).where(Paper.id == found.id).values(voters=voters))
        record(work, BallotsTag.PAPER_LIST_GREW, SubjectRef.to("paper", uuid), facts={"voters": voters}, reason=reason)
        return uuid
    require_step(found.state, Step.OPEN)
    cancel_paper(work, uuid, reason)
    command = _again(work, found)
    renewed = prepare_paper(work, command)
    if all(trustee.is_server for trustee in command.trustees):
        seal_paper(work, renewed)
    return renewed


def _again(work: Work, found: PaperRow) -> PreparePaper:
    trustees = tuple(Trustee(each.officer_id, each.name) for each in list_trustees(work.session, found.id))
    return PreparePaper(
        subject_ref=found.subject_ref,
        roll_id=found.roll_id,
        name=found.name,
        questions=found.questions,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        trustees=trustees,
        rules_digest=found.rules_digest,
        language=found.language,
        minimum_ballots=found.minimum_ballots,
        extension_days=extension_days_of(found.window_rule, found.closes_at),
        key_group_id=found.key_group_id,
    )
