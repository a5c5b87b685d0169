"""Use cases about shares: issue them, and reverse an entry that was wrong."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from govapp.audit.journal import record
from govapp.db.uow import Work, register_constraint
from govapp.kernel.subjects import SubjectRef
from govapp.shares.ledger.queries.entries import find_transaction
from govapp.shares.ledger.rules.checking import reversal_of
from govapp.shares.ledger.rules.kinds import CORRECTABLE
from govapp.shares.ledger.rules.large import is_large
from govapp.shares.ledger.rules.movements import Movement, Transaction
from govapp.shares.ledger.rules.refusals import EntryNotCorrectable, EntryNotFound, ReversedMeanwhile
from govapp.shares.ledger.service.holders import FirstShares, issue_of
from govapp.shares.ledger.service.writing import Author, EntrySequence, lock_register, moment_of_writing, post
from govapp.shares.people.models import PartyCategory
from govapp.shares.people.queries.chain import get_fact_head
from govapp.shares.people.rules.refusals import FactKnownAlready, ReasonMissing
from govapp.shares.people.service.facts import claim_since, write_facts
from govapp.shares.people.service.persons import FactRecord, category_fact, find_holder
from govapp.shares.tags import SharesTag

register_constraint("uq_ledger_transaction__reverses", ReversedMeanwhile, "ledger_transaction.reverses")


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
    shares = FirstShares(
        command.quantity, command.unit_price_cents, command.paid_in_cents, command.effective_date, command.reference
    )
    lock_register(work)
    return _bring(work, holder.id, issue_of(holder.id, shares))


@dataclass(frozen=True)
class ReverseEntry:
    """Take back one entry of a shareholder by its exact negative, with the reason."""

    holder_id: int
    sequence: int
    reason: str


def reverse_entry(work: Work, command: ReverseEntry, author: Author | None = None) -> EntrySequence:
    """Reverse an entry, once, and return the sequence of the reversing entry; the wrong one stays readable.

    `author` is who asked for it, when somebody else confirms it. Raises HolderNotFound, EntryNotFound, ReasonMissing,
    AlreadyReversed, ReversalNotReversible, BalanceBelowZero, or SecondPersonMissing for a large one without `author`.
    """
    holder = find_holder(work, command.holder_id)
    lock_register(work)
    wrong, _ = find_wrong(work, command)
    return _reverse(work, holder.id, command, author, four_eyes=is_large(wrong))


def find_wrong(work: Work, command: "ReverseEntry | CorrectEntry") -> tuple[Transaction, list[Movement]]:
    """Return the entry that a command speaks of, and its lines of that shareholder; raises EntryNotFound."""
    wrong = find_transaction(work.session, command.sequence)
    movements = [] if wrong is None else [each for each in wrong.movements if each.holder_id == command.holder_id]
    if wrong is None or not movements:
        raise EntryNotFound
    return wrong, movements


def _reverse(
    work: Work, holder_id: int, command: ReverseEntry, author: Author | None, *, four_eyes: bool
) -> EntrySequence:
    wrong, movements = find_wrong(work, command)
    reversing = reversal_of(command.sequence, wrong, command.reason)
    sequence = post(work, reversing, author=author, four_eyes=four_eyes)
    quantity = -sum(movement.quantity for movement in movements)
    facts = {"entry": int(sequence), "reverses": command.sequence, "quantity": quantity}
    record(
        work, SharesTag.SHARES_REVERSED, SubjectRef.to("holder", holder_id), facts=facts, reason=command.reason.strip()
    )
    return sequence


@dataclass(frozen=True)
class CorrectEntry:
    """Write one entry of a shareholder anew as it should have been, and reverse the wrong one, with the reason.

    Amounts in cents, `effective_date` is the legal day.
    """

    holder_id: int
    sequence: int
    quantity: int
    unit_price_cents: int
    paid_in_cents: int
    effective_date: date
    reason: str
    reference: str = ""


def correct_entry(work: Work, command: CorrectEntry, author: Author | None = None) -> EntrySequence:
    """Correct an entry in one transaction and return the sequence of the right one; both stay readable.

    The right one is written first, so that at no point less is held than before and after. Raises what `reverse_entry`
    and `issue_shares` raise, EntryNotCorrectable, and FactKnownAlready when nothing would change.
    """
    holder = find_holder(work, command.holder_id)
    lock_register(work)
    wrong, right = plan_correction(work, command)
    sequence = _bring(work, holder.id, right, command.sequence, author)
    back = ReverseEntry(holder.id, command.sequence, command.reason)
    _reverse(work, holder.id, back, author, four_eyes=is_large(wrong, right))
    return sequence


def plan_correction(work: Work, command: CorrectEntry) -> tuple[Transaction, Transaction]:
    """Return a wrong entry and the right one, which nobody has confirmed yet.

    Raises ReasonMissing, EntryNotFound, EntryNotCorrectable or FactKnownAlready.
    """
    if not command.reason.strip():
        raise ReasonMissing
    wrong, movements = find_wrong(work, command)
    if wrong.type not in CORRECTABLE or len(wrong.movements) != 1:
        raise EntryNotCorrectable(entry=command.sequence)
    right = replace(
        movements[0],
        quantity=command.quantity,
        unit_price_cents=command.unit_price_cents,
        paid_in_cents=command.paid_in_cents,
    )
    corrected = replace(
        wrong, effective_date=command.effective_date, movements=(right,), reference=command.reference.strip()
    )
    if corrected == wrong:
        raise FactKnownAlready
    # Whoever confirmed the wrong entry did not confirm this one.
    return wrong, replace(corrected, reason=command.reason.strip(), second_actor="", second_actor_name="")


def _bring(
    work: Work, holder_id: int, transaction: Transaction, corrects: int | None = None, author: Author | None = None
) -> EntrySequence:
    """Write what brings shares to one person, and its line in the journal; the caller holds `lock_register`."""
    before = get_fact_head(work.session)
    _extend_category_back(work, holder_id, transaction.effective_date)
    sequence = post(work, transaction, author=author)
    [movement] = transaction.movements
    facts: dict[str, str | int | bool | None] = {
        "entry": int(sequence),
        "quantity": movement.quantity,
        "paid_in_cents": movement.paid_in_cents,
        "effective_date": transaction.effective_date.isoformat(),
        **claim_since(work, before),
    }
    if corrects is not None:
        facts["corrects"] = corrects
    reason = transaction.reference if corrects is None else transaction.reason
    record(work, SharesTag.SHARES_ISSUED, SubjectRef.to("holder", holder_id), facts=facts, reason=reason)
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
        beside = FactRecord(holder_id, day, moment_of_writing(work), work.actor)
        write_facts(work, [[category_fact(first.category, beside)]], beside.recorded_at)
