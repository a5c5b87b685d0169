"""Adding somebody to a frozen voting list: one officer proposes with a reason, another confirms.

What was frozen stays as it is. Each addition is a new version of the list, whose digest covers that of the one before.
Whether a vote has opened on the list the rooms above know; the table of additions refuses it too.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from govapp.audit.journal import record
from govapp.audit.queries import require_asker
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.ledger.queries.entries import get_ledger_head
from govapp.shares.ledger.service.writing import lock_register, moment_of_writing
from govapp.shares.people.models import Party
from govapp.shares.people.queries.chain import get_fact_head
from govapp.shares.people.rules.days import AsOf
from govapp.shares.rolls.models import RollAddition, RollEntryRecord, RollProposal, RollWithdrawal
from govapp.shares.rolls.queries.additions import (
    ProposalRow,
    find_waiting_proposal,
    get_waiting_proposal,
)
from govapp.shares.rolls.queries.candidates import list_roll_candidates
from govapp.shares.rolls.queries.rolls import RollRow, find_roll_entry, get_published_roll, get_roll
from govapp.shares.rolls.rules.additions import (
    AdditionNeedsAnother,
    AdditionWaits,
    AlreadyOnList,
    HolderUnknown,
    checked_reason,
    entry_to_add,
)
from govapp.shares.rolls.rules.roll import ROLL, LateAddition, RollEntry
from govapp.shares.tags import SharesTag


@dataclass(frozen=True)
class ProposeAddition:
    """Propose to add the shareholder `number` to the frozen list `roll_id`, for a `reason` that stands on the list."""

    roll_id: int
    number: int
    reason: str


def propose_addition(work: Work, command: ProposeAddition) -> int:
    """Propose somebody, and return the number of the proposal; a second officer confirms it.

    Raises RollNotFound, AdditionReasonNeeded, HolderUnknown, AlreadyOnList, NotEntitled or AdditionWaits.
    """
    lock_register(work)
    reason, frozen = checked_reason(command.reason), get_roll(work.session, command.roll_id)
    entry = _entry(work, frozen, command.number)
    if find_waiting_proposal(work.session, frozen.id, entry.holder_id) is not None:
        raise AdditionWaits(number=str(command.number))
    row = RollProposal(
        roll_id=frozen.id,
        party_id=entry.holder_id,
        reason=reason,
        proposed_at=moment_of_writing(work),
        proposed_by=work.actor.reference,
        proposed_by_name=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    facts: dict[str, FactValue] = {"proposal": row.id, "number": entry.number}
    record(work, SharesTag.ROLL_ADDITION_PROPOSED, SubjectRef.to("roll", frozen.id), facts=facts, reason=reason)
    return row.id


def add_proposed(work: Work, proposal_id: int) -> RollRow:
    """Confirm a proposal as a second officer, and return the list with its new version.

    Raises ProposalNotWaiting, AdditionNeedsAnother, RequestChanged, AlreadyOnList or NotEntitled.
    """
    lock_register(work)
    proposal = get_waiting_proposal(work.session, proposal_id)
    if proposal.proposed_by == work.actor.reference:
        raise AdditionNeedsAnother
    about = SubjectRef.to("roll", proposal.roll_id)
    require_asker(work.session, SharesTag.ROLL_ADDITION_PROPOSED, about, proposal.proposed_by, proposal=proposal_id)
    frozen = get_roll(work.session, proposal.roll_id)
    _put(work, frozen, proposal, _entry(work, frozen, proposal.number))
    return get_roll(work.session, frozen.id)


def withdraw_proposal(work: Work, proposal_id: int) -> ProposalRow:
    """Take a proposal back, or refuse it, and return it; raises ProposalNotWaiting."""
    lock_register(work)
    proposal = get_waiting_proposal(work.session, proposal_id)
    work.session.add(
        RollWithdrawal(proposal_id=proposal.id, withdrawn_at=moment_of_writing(work), withdrawn_by=work.actor.reference)
    )
    work.session.flush()
    facts: dict[str, FactValue] = {"proposal": proposal.id, "number": proposal.number}
    record(work, SharesTag.ROLL_ADDITION_WITHDRAWN, SubjectRef.to("roll", proposal.roll_id), facts=facts)
    return proposal


def _entry(work: Work, frozen: RollRow, number: int) -> RollEntry:
    """Return the entry of a shareholder at the end of a list, as the register knows the record date now."""
    holder_id = work.session.scalar(select(Party.id).where(Party.number == number))
    if holder_id is None:
        raise HolderUnknown(number=str(number))
    if find_roll_entry(work.session, frozen.id, holder_id) is not None:
        raise AlreadyOnList(number=str(number))
    at = AsOf(frozen.record_date, moment_of_writing(work))
    known = next(list_roll_candidates(work.session, at, among=[holder_id]))
    return entry_to_add(known, frozen.record_date, frozen.size + 1)


def _put(work: Work, frozen: RollRow, proposal: ProposalRow, entry: RollEntry) -> None:
    head, facts = get_ledger_head(work.session), get_fact_head(work.session)
    addition = LateAddition(
        position=entry.position,
        number=entry.number,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by_name,
        confirmed_by=work.actor.name,
        confirmed_at=moment_of_writing(work),
        ledger_head=head.hash,
        fact_head=facts.hash,
        previous=frozen.digest,
    )
    published = get_published_roll(work.session, frozen)
    grown = replace(published, entries=(*published.entries, entry), additions=(*published.additions, addition))
    digest, version = ROLL.digest(grown, ROLL.newest), frozen.version + 1
    row = RollEntryRecord(roll_id=frozen.id, party_id=entry.holder_id, **_columns(entry))
    work.session.add(row)
    work.session.flush()
    work.session.add(
        RollAddition(
            roll_id=frozen.id,
            version=version,
            proposal_id=proposal.id,
            entry_id=row.id,
            proposed_by=proposal.proposed_by,
            confirmed_by=work.actor.reference,
            confirmed_by_name=work.actor.name,
            confirmed_at=addition.confirmed_at,
            ledger_sequence=head.sequence,
            ledger_head=head.hash,
            fact_sequence=facts.sequence,
            fact_head=facts.hash,
            previous=frozen.digest,
            digest=digest,
        )
    )
    work.session.flush()
    told: dict[str, FactValue] = {"proposal": proposal.id, "number": entry.number, "version": version}
    told |= {"size": frozen.size + 1, "digest": digest}
    record(work, SharesTag.ROLL_ADDED_TO, SubjectRef.to("roll", frozen.id), facts=told, reason=proposal.reason)


def _columns(entry: RollEntry) -> dict[str, Any]:
    return {
        "position": entry.position,
        "number": entry.number,
        "name": entry.name,
        "voter": entry.voter,
        "category": entry.category.value,
        "language": entry.language,
        "email": entry.email,
    }
