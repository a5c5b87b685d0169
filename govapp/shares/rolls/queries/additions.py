"""Reading what was added to a frozen voting list, and what is proposed; and comparing it with the journal."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.kernel.subjects import SubjectRef
from govapp.shares.ledger.models import Holding
from govapp.shares.people.models import Party
from govapp.shares.people.rules.names import full_name
from govapp.shares.rolls.models import RollAddition, RollEntryRecord, RollLeftOut, RollProposal, RollWithdrawal
from govapp.shares.rolls.rules.additions import ProposalNotWaiting
from govapp.shares.rolls.rules.roll import LateAddition
from govapp.shares.tags import SharesTag


@dataclass(frozen=True, slots=True)
class AdditionRow:
    """One addition to a list, which made its version `version`; the list was `digest` from then on.

    `was_left_out` says that the list named a reason for leaving this person out.
    """

    version: int
    holder_id: int
    name: str
    category: str
    was_left_out: bool
    proposed_by: str
    ledger_sequence: int
    digest: str
    addition: LateAddition


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """Somebody whom one officer wants on a list; `proposed_by` is who, as `officer:3`."""

    id: int
    roll_id: int
    holder_id: int
    number: int
    name: str
    reason: str
    proposed_at: datetime
    proposed_by: str
    proposed_by_name: str


def list_additions(session: Session, roll_ids: Collection[int]) -> dict[int, tuple[AdditionRow, ...]]:
    """Return what was added to each of some lists, in the order in which it happened; only lists with additions."""
    addition, entry, proposal = RollAddition, RollEntryRecord, RollProposal
    statement = (
        select(addition, entry, proposal, RollLeftOut.id)
        .join(entry, entry.id == addition.entry_id)
        .join(proposal, proposal.id == addition.proposal_id)
        .outerjoin(RollLeftOut, (RollLeftOut.roll_id == addition.roll_id) & (RollLeftOut.party_id == entry.party_id))
        .where(addition.roll_id.in_(roll_ids))
        .order_by(addition.roll_id, addition.version)
    )
    found: dict[int, tuple[AdditionRow, ...]] = {}
    for made, there, asked, left_out in session.execute(statement):
        found[made.roll_id] = (*found.get(made.roll_id, ()), _addition(made, there, asked, was_left_out=bool(left_out)))
    return found


def _addition(made: RollAddition, there: RollEntryRecord, asked: RollProposal, *, was_left_out: bool) -> AdditionRow:
    return AdditionRow(
        version=made.version,
        holder_id=there.party_id,
        name=there.name,
        category=there.category,
        was_left_out=was_left_out,
        proposed_by=made.proposed_by,
        ledger_sequence=made.ledger_sequence,
        digest=made.digest,
        addition=LateAddition(
            position=there.position,
            number=there.number,
            reason=asked.reason,
            proposed_by=asked.proposed_by_name,
            confirmed_by=made.confirmed_by_name,
            confirmed_at=made.confirmed_at,
            ledger_head=made.ledger_head,
            fact_head=made.fact_head,
            previous=made.previous,
        ),
    )


def list_waiting_proposals(session: Session, roll_id: int) -> tuple[ProposalRow, ...]:
    """Return the proposals for one list that nobody confirmed or withdrew, the oldest first."""
    rows = session.execute(_waiting().where(RollProposal.roll_id == roll_id).order_by(RollProposal.id))
    return tuple(_proposal(row) for row in rows)


def find_waiting_proposal(session: Session, roll_id: int, holder_id: int) -> ProposalRow | None:
    """Return the proposal for one shareholder that still waits, or None."""
    mine = RollProposal.roll_id == roll_id, RollProposal.party_id == holder_id
    row = session.execute(_waiting().where(*mine)).one_or_none()
    return None if row is None else _proposal(row)


def get_waiting_proposal(session: Session, proposal_id: int, roll_id: int | None = None) -> ProposalRow:
    """Return a proposal that still waits, of the list `roll_id` where one is meant; raises ProposalNotWaiting."""
    row = session.execute(_waiting().where(RollProposal.id == proposal_id)).one_or_none()
    if row is None:
        raise ProposalNotWaiting
    found = _proposal(row)
    if roll_id is not None and found.roll_id != roll_id:
        raise ProposalNotWaiting
    return found


def list_addition_faults(session: Session, roll_id: int) -> Iterator[str]:
    """Yield what is said of the additions to a list otherwise than by the journal, a sentence each."""
    for made in list_additions(session, [roll_id]).get(roll_id, ()):
        told = _line(session, roll_id, SharesTag.ROLL_ADDED_TO, "digest", made.digest)
        if told is None or told.actor_name != made.addition.confirmed_by or told.at != made.addition.confirmed_at:
            yield f"the journal does not tell that {made.addition.confirmed_by} confirmed its version {made.version}"
            continue
        asked = _line(session, roll_id, SharesTag.ROLL_ADDITION_PROPOSED, "proposal", told.facts["proposal"])
        if asked is None or asked.actor_name != made.addition.proposed_by or asked.reason != made.addition.reason:
            yield f"the journal does not tell that {made.addition.proposed_by} proposed its version {made.version}"
        elif asked.actor == told.actor:
            yield f"by the journal one person alone added to its version {made.version}"


def _line(session: Session, roll_id: int, tag: SharesTag, fact: str, value: object) -> JournalEntryRecord | None:
    line = JournalEntryRecord
    statement = select(line).where(
        line.tag == tag.value, line.subject == SubjectRef.to("roll", roll_id), line.result == "done"
    )
    return next((each for each in session.scalars(statement) if each.facts.get(fact) == value), None)


def _waiting() -> Select[*tuple[Any, ...]]:
    settled = select(RollAddition.proposal_id).union(select(RollWithdrawal.proposal_id))
    return (
        select(RollProposal, Party.number, Holding.name, Holding.given_name)
        .join(Party, Party.id == RollProposal.party_id)
        .join(Holding, Holding.party_id == RollProposal.party_id)
        .where(RollProposal.id.not_in(settled))
    )


def _proposal(row: Row[*tuple[Any, ...]]) -> ProposalRow:
    found, number, name, given_name = row
    return ProposalRow(
        id=found.id,
        roll_id=found.roll_id,
        holder_id=found.party_id,
        number=number,
        name=full_name(name, given_name),
        reason=found.reason,
        proposed_at=found.proposed_at,
        proposed_by=found.proposed_by,
        proposed_by_name=found.proposed_by_name,
    )
