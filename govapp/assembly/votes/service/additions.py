"""Adding somebody to the list of votes that have not opened: the list by two officers, then each ballot paper."""

from collections.abc import Iterator

from sqlalchemy import select

from govapp.accounts.queries import list_officers
from govapp.accounts.service.second_person import Waiting, WaitingKind, ask_second_person
from govapp.assembly.meeting.service import locked, touch
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import Vote
from govapp.assembly.votes.queries.additions import find_opened_vote
from govapp.assembly.votes.queries.votes import vote_reference
from govapp.assembly.votes.rules.additions import MAY_CONFIRM, ListInUse
from govapp.assembly.votes.rules.paths import additions_path
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots import service as ballots
from govapp.db.uow import Work
from govapp.shares.rolls.queries import RollRow, get_waiting_proposal
from govapp.shares.rolls.service import ProposeAddition, add_proposed, propose_addition


def propose_for_list(work: Work, command: ProposeAddition) -> int:
    """Propose somebody for a list on which no vote has opened, and return the number of the proposal.

    The other officers who may confirm are told by mail. Raises ListInUse, and what `propose_addition` raises.
    """
    _require_unopened(work, command.roll_id)
    number = propose_addition(work, command)
    waiting = Waiting(
        WaitingKind.ADDITION, get_waiting_proposal(work.session, number).reason, additions_path(command.roll_id)
    )
    readers = (each for each in list_officers(work.session, work.now) if each.roles & MAY_CONFIRM)
    ask_second_person(work, waiting, readers)
    return number


def confirm_for_list(work: Work, proposal_id: int, roll_id: int | None = None) -> RollRow:
    """Confirm a proposal as a second officer; each ballot paper of the list follows it. Returns the list as it is now.

    With `roll_id` it must be one for that list, as the page says on which it is confirmed.

    Raises ProposalNotWaiting, ListInUse, and what `add_proposed` and `renew_paper` raise.
    """
    proposal = get_waiting_proposal(work.session, proposal_id, roll_id)
    votes = tuple(_lock_votes(work, proposal.roll_id))
    _require_unopened(work, proposal.roll_id)
    grown = add_proposed(work, proposal_id)
    for vote in votes:
        _renew(work, vote, grown, proposal.reason)
    return grown


def _require_unopened(work: Work, roll_id: int) -> None:
    opened = find_opened_vote(work.session, roll_id)
    if opened is not None:
        raise ListInUse(opened_at=opened)


def _lock_votes(work: Work, roll_id: int) -> Iterator[Vote]:
    """Yield the votes on a list that can still open, each with its assembly locked by us."""
    mine = Vote.roll_id == roll_id, Vote.cancelled_at.is_(None)
    for assembly_id in work.session.scalars(select(Vote.assembly_id).where(*mine).distinct()).all():
        locked(work, assembly_id)
    statement = select(Vote).where(*mine).order_by(Vote.id)
    yield from work.session.scalars(statement.execution_options(populate_existing=True)).all()


def _renew(work: Work, vote: Vote, grown: RollRow, reason: str) -> None:
    if vote.paper_uuid is None:
        return
    before, vote.opening_told_at = vote.paper_uuid, None
    renewed = ballots.renew_paper(work, before, reason)
    work.session.flush()
    vote.paper_uuid = renewed
    touch(work, vote)
    work.session.flush()
    facts: dict[str, FactValue] = {"paper": renewed, "replaces": before, "roll": grown.digest}
    journal.record(work, AssemblyTag.VOTE_RENEWED, vote_reference(vote), facts=facts, reason=reason)
