"""Use cases about shares: issue them, and reverse an entry that was wrong."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from govapp.audit.journal import record
from govapp.db.uow import Work, register_constraint
from govapp.kernel.subjects import SubjectRef
from govapp.shares.ledger.queries.entries import entries_of
from govapp.shares.ledger.rules.kinds import Event
from govapp.shares.ledger.rules.movements import Movement, check_issue, reversal_of
from govapp.shares.ledger.rules.refusals import EntryNotFound, ReversedMeanwhile
from govapp.shares.ledger.service.writing import (
    EntrySequence,
    NumberedMovement,
    append,
    lock_register,
    moment_of_writing,
    refresh_holding,
)
from govapp.shares.people.models import PartyCategory
from govapp.shares.people.rules.days import day_of
from govapp.shares.people.service.persons import find_holder
from govapp.shares.tags import SharesTag

register_constraint("uq_ledger_entry__reverses", ReversedMeanwhile, "ledger_entry.reverses")


@dataclass(frozen=True)
class IssueShares:
    """New shares for a shareholder; amounts in cents, `effective_date` is the legal day."""

    holder_id: int
    quantity: int
    unit_price_cents: int
    paid_in_cents: int
    effective_date: date
    reference: str = ""


def issue_shares(work: Work, command: IssueShares) -> EntrySequence:
    """Issue shares to a shareholder and return the sequence of the entry.

    Raises HolderNotFound, QuantityNotPositive, PaidInOutOfRange or EffectiveDateInFuture.
    """
    holder = find_holder(work, command.holder_id)
    movement = Movement(
        event=Event.ISSUE,
        holder_id=holder.id,
        quantity=command.quantity,
        unit_price_cents=command.unit_price_cents,
        paid_in_cents=command.paid_in_cents,
        effective_date=command.effective_date,
        reference=command.reference.strip(),
    )
    check_issue(movement, day_of(work.now))
    lock_register(work)
    _extend_category_back(work, holder.id, command.effective_date)
    sequence = _write(work, holder.number or 0, movement)
    facts: dict[str, str | int | bool | None] = {
        "entry": int(sequence),
        "quantity": command.quantity,
        "paid_in_cents": command.paid_in_cents,
        "effective_date": command.effective_date.isoformat(),
    }
    record(work, SharesTag.SHARES_ISSUED, SubjectRef.to("holder", holder.id), facts=facts, reason=movement.reference)
    return sequence


@dataclass(frozen=True)
class ReverseEntry:
    """Take back one entry of a shareholder by its exact negative, with the reason."""

    holder_id: int
    sequence: int
    reason: str


def reverse_entry(work: Work, command: ReverseEntry) -> EntrySequence:
    """Reverse an entry, once, and return the sequence of the reversing entry; the wrong one stays readable.

    Raises HolderNotFound, EntryNotFound, ReasonMissing, AlreadyReversed, ReversalNotReversible or BalanceBelowZero.
    """
    holder = find_holder(work, command.holder_id)
    lock_register(work)
    known = entries_of(work.session, holder.id)
    wrong = next((entry for entry in known if entry.sequence == command.sequence), None)
    if wrong is None:
        raise EntryNotFound
    reversal = reversal_of(wrong, command.reason, known)
    sequence = _write(work, holder.number or 0, reversal)
    facts = {"entry": int(sequence), "reverses": command.sequence, "quantity": reversal.quantity}
    record(work, SharesTag.SHARES_REVERSED, SubjectRef.to("holder", holder.id), facts=facts, reason=reversal.reason)
    return sequence


def _write(work: Work, number: int, movement: Movement) -> EntrySequence:
    [sequence] = append(work, [NumberedMovement(number, movement)], moment_of_writing(work))
    refresh_holding(work, movement.holder_id)
    return sequence


def _extend_category_back(work: Work, holder_id: int, day: date) -> None:
    # A back-dated issue may lie before the first known category: whoever holds shares has a category on every day.
    first = work.session.execute(
        select(PartyCategory.category, PartyCategory.effective_date)
        .where(PartyCategory.party_id == holder_id)
        .order_by(PartyCategory.effective_date, PartyCategory.id)
        .limit(1),
    ).one()
    if first.effective_date > day:
        work.session.execute(
            insert(PartyCategory).values(
                party_id=holder_id,
                category=first.category,
                effective_date=day,
                recorded_at=moment_of_writing(work),
                actor=work.actor.reference,
                reason="",
            ),
        )
