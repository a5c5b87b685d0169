"""Checking the whole register: every figure is recomputed from the first entry, and every fault names its row."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from govapp.kernel.canonical import sha256_hex
from govapp.shares.ledger.models import Holding, LedgerLine, LedgerTransaction
from govapp.shares.ledger.queries.entries import chained_transactions, ledger_head
from govapp.shares.ledger.rules.chain import Fault, faults_in_chain
from govapp.shares.ledger.rules.invariants import (
    faults_of_balances,
    faults_of_numbers_of_holders,
    faults_of_transactions,
    recorded,
)
from govapp.shares.ledger.rules.movements import Position, Recorded, position
from govapp.shares.people.models import Party, PartyCategory, PartyEmail, Representation
from govapp.shares.people.queries.dated import facts_of_all
from govapp.shares.people.rules.dated import fact_at
from govapp.shares.people.rules.days import ALWAYS
from govapp.shares.people.rules.kinds import Kind
from govapp.shares.register.queries.accounting import list_outside_faults
from govapp.shares.rolls.queries.rolls import roll_entries, roll_file, rolls


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """What was recomputed: entries, ledger head, holders with shares, shares, voting lists; and what does not hold."""

    entries: int
    ledger_head: str
    holders: int
    shares: int
    rolls: int
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


def check_register(session: Session) -> IntegrityReport:
    """Recompute chain, balances, kept figures, numbers, totals and voting lists, and return all faults."""
    ledger = list(chained_transactions(session))
    entries = [entry for chained in ledger for entry in recorded(chained)]
    by_holder: dict[int, list[Recorded]] = defaultdict(list)
    for entry in entries:
        by_holder[entry.movement.holder_id].append(entry)
    held = {holder_id: position(known, ALWAYS) for holder_id, known in by_holder.items()}
    faults = [
        *faults_in_chain(ledger),
        *faults_of_transactions(ledger),
        *faults_of_balances(entries),
        *faults_of_numbers_of_holders(entries),
        *_line_faults(session),
        *_holding_faults(session, held),
        *_number_faults(session, by_holder),
        *_representative_faults(session),
        *_roll_faults(session),
        *list_outside_faults(session, {each.sequence: each.hash for each in ledger}),
    ]
    return IntegrityReport(
        entries=len(ledger),
        ledger_head=ledger_head(session).hash,
        holders=sum(one.shares > 0 for one in held.values()),
        shares=sum(one.shares for one in held.values()),
        rolls=len(rolls(session)),
        faults=tuple(faults),
    )


def _line_faults(session: Session) -> Iterator[Fault]:
    # The two days stand on the lines too, for the index from which positions are added up.
    line, header = LedgerLine, LedgerTransaction
    statement = (
        select(line.sequence, line.ordinal)
        .outerjoin(header, header.sequence == line.sequence)
        .where(
            or_(
                header.sequence.is_(None),
                header.effective_date != line.effective_date,
                header.recorded_at != line.recorded_at,
            )
        )
        .order_by(line.sequence, line.ordinal)
    )
    for sequence, ordinal in session.execute(statement):
        yield Fault(f"entry {sequence}", "line_days", f"line {ordinal} has other days than its transaction")


def _holding_faults(session: Session, held: dict[int, Position]) -> Iterator[Fault]:
    categories = facts_of_all(session, PartyCategory.category)
    emails = facts_of_all(session, PartyEmail.address)
    kept = {row.party_id: row for row in session.scalars(select(Holding))}
    for holder_id, recomputed in held.items():
        row = kept.pop(holder_id, None)
        if row is None:
            yield Fault(f"holder {holder_id}", "holding_missing", "no figures are kept")
            continue
        category = fact_at(categories.get(holder_id, []), ALWAYS)
        email = fact_at(emails.get(holder_id, []), ALWAYS)
        if Position(row.shares, row.paid_in_cents, row.paid_shares, row.since) != recomputed:
            detail = f"{row.shares} shares are kept, {recomputed.shares} follow from the ledger"
            yield Fault(f"holder {holder_id}", "holding", detail)
        if row.category != (category.value if category else ""):
            yield Fault(f"holder {holder_id}", "category", "the kept category is not the last one recorded")
        if row.email != (email.value if email else ""):
            yield Fault(f"holder {holder_id}", "email", "the kept e-mail address is not the last one recorded")
    for holder_id in kept:
        yield Fault(f"holder {holder_id}", "holding_unfounded", "figures are kept without any entry")


def _number_faults(session: Session, by_holder: dict[int, list[Recorded]]) -> Iterator[Fault]:
    for party_id, number in session.execute(select(Party.id, Party.number).order_by(Party.id)):
        if number is None and party_id in by_holder:
            yield Fault(f"person {party_id}", "number_missing", "there are entries but no shareholder number")
        if number is not None and party_id not in by_holder:
            yield Fault(f"person {party_id}", "number_unfounded", "there is a shareholder number but no entry")
    double = select(Party.number).where(Party.number.is_not(None)).group_by(Party.number).having(func.count() > 1)
    for number in session.scalars(double):
        yield Fault(f"number {number}", "number_twice", "two people have this number")


def _representative_faults(session: Session) -> Iterator[Fault]:
    statement = (
        select(Representation.id)
        .join(Party, Party.id == Representation.representative_id)
        .where(Party.kind != Kind.NATURAL.value)
    )
    for representation_id in session.scalars(statement):
        yield Fault(f"representation {representation_id}", "not_human", "the representative is not a natural person")


def _roll_faults(session: Session) -> Iterator[Fault]:
    for frozen in rolls(session):
        if sha256_hex(roll_file(session, frozen.id)) != frozen.digest:
            yield Fault(f"roll {frozen.id}", "roll_digest", "its entries are not what was frozen")
        elif len(roll_entries(session, frozen.id)) != frozen.size:
            yield Fault(f"roll {frozen.id}", "roll_size", "its size is not the number of its entries")
