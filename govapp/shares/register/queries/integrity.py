"""Checking the whole register: every figure is recomputed from the first entry, and every fault names its row."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from govapp.audit.models import JournalEntryRecord
from govapp.db.base import Base
from govapp.kernel.subjects import SubjectRef
from govapp.shares.ledger.models import Holding, LedgerLine, LedgerTransaction
from govapp.shares.ledger.queries.entries import get_ledger_head, list_chained_transactions
from govapp.shares.ledger.rules.chain import LedgerFault, faults_in_chain
from govapp.shares.ledger.rules.invariants import (
    faults_of_balances,
    faults_of_numbers_of_holders,
    faults_of_transactions,
    recorded,
)
from govapp.shares.ledger.rules.movements import Position, Recorded, position
from govapp.shares.people.models import (
    Party,
    PartyAddress,
    PartyCategory,
    PartyEmail,
    PartyLanguage,
    PartyName,
    Representation,
)
from govapp.shares.people.queries.dated import select_rows_in_force
from govapp.shares.people.rules.dated import FROM_THE_START
from govapp.shares.people.rules.days import ALWAYS
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.rules.names import search_name
from govapp.shares.register.queries.accounting import list_outside_faults
from govapp.shares.register.queries.facts import list_fact_faults
from govapp.shares.register.queries.readings import list_reading_faults
from govapp.shares.rolls.models import RollEntryRecord, RollLeftOut
from govapp.shares.rolls.queries.additions import list_addition_faults
from govapp.shares.rolls.queries.late import LateNotice, list_late_notices
from govapp.shares.rolls.queries.rolls import RollRow, list_roll_entries, list_rolls, list_version_faults
from govapp.shares.tags import SharesTag


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """What was recomputed: entries, ledger head, holders with shares, shares, voting lists; and what does not hold.

    `notices` are no faults: entries that were recorded behind a voting list which had been frozen before.
    """

    entries: int
    ledger_head: str
    holders: int
    shares: int
    rolls: int
    faults: tuple[LedgerFault, ...]
    notices: tuple[LateNotice, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


def check_register(session: Session) -> IntegrityReport:
    """Recompute chain, balances, kept figures, numbers, totals and voting lists, and return all faults."""
    ledger = list(list_chained_transactions(session))
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
        *list_fact_faults(session),
        *_kept_fact_faults(session),
        *_personal_fact_faults(session),
        *_number_faults(session, by_holder),
        *_representative_faults(session),
        *_roll_faults(session),
        *list_reading_faults(session),
        *list_outside_faults(session, {each.sequence: each.hash for each in ledger}),
    ]
    return IntegrityReport(
        entries=len(ledger),
        ledger_head=get_ledger_head(session).hash,
        holders=sum(one.shares > 0 for one in held.values()),
        shares=sum(one.shares for one in held.values()),
        rolls=len(list_rolls(session)),
        faults=tuple(faults),
        notices=tuple(list_late_notices(session)),
    )


def _line_faults(session: Session) -> Iterator[LedgerFault]:
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
        yield LedgerFault(f"entry {sequence}", "line_days", f"line {ordinal} has other days than its transaction")


def _holding_faults(session: Session, held: dict[int, Position]) -> Iterator[LedgerFault]:
    columns = (Holding.party_id, Holding.shares, Holding.paid_in_cents, Holding.paid_shares, Holding.since)
    kept = {
        party_id: Position(shares, paid_in_cents, paid_shares, since)
        for party_id, shares, paid_in_cents, paid_shares, since in session.execute(select(*columns))
    }
    for holder_id, recomputed in held.items():
        found = kept.pop(holder_id, None)
        if found is None:
            yield LedgerFault(f"holder {holder_id}", "holding_missing", "no figures are kept")
        elif found != recomputed:
            detail = f"{found.shares} shares are kept, {recomputed.shares} follow from the ledger"
            yield LedgerFault(f"holder {holder_id}", "holding", detail)
    for holder_id in kept:
        yield LedgerFault(f"holder {holder_id}", "holding_unfounded", "figures are kept without any entry")


def _kept_fact_faults(session: Session) -> Iterator[LedgerFault]:
    """Yield each shareholder of whom something else is kept for lists than the last fact recorded."""
    name: dict[str, InstrumentedAttribute[str]] = {
        "name": Holding.name,
        "given_name": Holding.given_name,
        "search_name": Holding.search_name,
    }
    kept: tuple[tuple[str, str, type[Base], dict[str, InstrumentedAttribute[str]]], ...] = (
        ("category", "category", PartyCategory, {"category": Holding.category}),
        ("email", "e-mail address", PartyEmail, {"address": Holding.email}),
        ("name", "name", PartyName, name),
        ("address", "address", PartyAddress, {"town": Holding.town}),
        ("language", "language", PartyLanguage, {"language": Holding.language}),
    )
    for code, what, facts, columns in kept:
        last = select_rows_in_force(facts, ALWAYS, of_everybody=True)
        differs = or_(*(func.coalesce(last.c[key], "") != column for key, column in columns.items()))
        statement = select(Holding.party_id).outerjoin(last, last.c.party_id == Holding.party_id).where(differs)
        for holder_id in session.scalars(statement.order_by(Holding.party_id)):
            yield LedgerFault(f"holder {holder_id}", code, f"the kept {what} is not the last one recorded")


def _personal_fact_faults(session: Session) -> Iterator[LedgerFault]:
    """Yield each person of whom no name, address or language is known from the start, and each name folded wrongly."""
    for what, facts in (("name", PartyName), ("address", PartyAddress), ("language", PartyLanguage)):
        started = select(facts.party_id).where(facts.effective_date == FROM_THE_START)
        for party_id in session.scalars(select(Party.id).where(Party.id.not_in(started)).order_by(Party.id)):
            yield LedgerFault(f"person {party_id}", f"{what}_missing", f"no {what} is recorded from the start")
    names = select(PartyName.party_id, PartyName.name, PartyName.given_name, PartyName.search_name)
    for party_id, name, given_name, found in session.execute(names):
        if found != search_name(name, given_name):
            yield LedgerFault(f"person {party_id}", "search_name", "the name is not searched for as it is written")


def _number_faults(session: Session, by_holder: dict[int, list[Recorded]]) -> Iterator[LedgerFault]:
    for party_id, number in session.execute(select(Party.id, Party.number).order_by(Party.id)):
        if number is None and party_id in by_holder:
            yield LedgerFault(f"person {party_id}", "number_missing", "there are entries but no shareholder number")
        if number is not None and party_id not in by_holder:
            yield LedgerFault(f"person {party_id}", "number_unfounded", "there is a shareholder number but no entry")
    double = select(Party.number).where(Party.number.is_not(None)).group_by(Party.number).having(func.count() > 1)
    for number in session.scalars(double):
        yield LedgerFault(f"number {number}", "number_twice", "two people have this number")


def _representative_faults(session: Session) -> Iterator[LedgerFault]:
    statement = (
        select(Representation.id)
        .join(Party, Party.id == Representation.representative_id)
        .where(Party.kind != PartyKind.NATURAL.value)
    )
    for representation_id in session.scalars(statement):
        yield LedgerFault(
            f"representation {representation_id}", "not_human", "the representative is not a natural person"
        )


def _roll_faults(session: Session) -> Iterator[LedgerFault]:
    for frozen in list_rolls(session):
        yield from _roll_membership_faults(session, frozen)
        yield from _roll_line_faults(session, frozen)
        for said in list_version_faults(session, frozen):
            yield LedgerFault(f"roll {frozen.id}", "roll_digest", said)
        for said in list_addition_faults(session, frozen.id):
            yield LedgerFault(f"roll {frozen.id}", "roll_addition", said)
        if len(list_roll_entries(session, frozen.id)) != frozen.size:
            yield LedgerFault(f"roll {frozen.id}", "roll_size", "its size is not the number of its entries")


def _roll_line_faults(session: Session, frozen: RollRow) -> Iterator[LedgerFault]:
    line = JournalEntryRecord
    statement = select(line.at, line.actor_name, line.facts).where(
        line.tag == SharesTag.ROLL_FROZEN.value, line.subject == SubjectRef.to("roll", frozen.id)
    )
    told = session.execute(statement).one_or_none()
    # Who was added later is no longer left out: then the number is that of the newest version.
    left_out = told.facts.get("left_out") if told is not None and frozen.additions else frozen.left_out
    shown = (frozen.frozen_by, left_out, frozen.frozen_digest or frozen.digest)
    if told is None or (told.actor_name, told.facts.get("left_out"), told.facts.get("digest")) != shown:
        said = "who froze it, or what it holds, is not what the journal tells"
        yield LedgerFault(f"roll {frozen.id}", "roll_line", said)


def _roll_membership_faults(session: Session, frozen: RollRow) -> Iterator[LedgerFault]:
    """Yield each person on a list who held nothing on its record date, and each who held shares and is not told of.

    What was known at the freeze is what stood in the ledger up to the entry that the list names; of somebody who was
    added, up to the entry that the addition names.
    """
    added = {each.holder_id: each.ledger_sequence for each in frozen.additions}
    holding = set(session.scalars(_holding_shares(frozen, frozen.ledger_sequence)))
    for added_id, sequence in added.items():
        mine = _holding_shares(frozen, sequence).where(LedgerLine.party_id == added_id)
        holding |= set(session.scalars(mine))
    on_list = set(session.scalars(select(RollEntryRecord.party_id).where(RollEntryRecord.roll_id == frozen.id)))
    told = set(session.scalars(select(RollLeftOut.party_id).where(RollLeftOut.roll_id == frozen.id)))
    for holder_id in sorted(on_list - holding):
        yield LedgerFault(
            f"roll {frozen.id}", "roll_without_shares", f"holder {holder_id} held no shares on its record date"
        )
    for holder_id in sorted(holding - on_list - told):
        yield LedgerFault(f"roll {frozen.id}", "roll_incomplete", f"holder {holder_id} held shares and is not on it")
    for holder_id in sorted((on_list & told) - added.keys()):
        yield LedgerFault(f"roll {frozen.id}", "roll_both", f"holder {holder_id} is on it and left out")


def _holding_shares(frozen: RollRow, sequence: int) -> Select[int]:
    """Select who held shares on the record date of a list, by the ledger up to the entry `sequence`."""
    line = LedgerLine
    return (
        select(line.party_id)
        .where(line.sequence <= sequence, line.effective_date <= frozen.record_date)
        .group_by(line.party_id)
        .having(func.sum(line.quantity) > 0)
    )
