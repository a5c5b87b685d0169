"""One shareholder: who it is, what is held on a day, every movement, categories, addresses, representatives."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from govapp.kernel.texts import Language
from govapp.shares.ledger.models import Holding, LedgerTransaction
from govapp.shares.ledger.queries.entries import list_entries
from govapp.shares.ledger.rules.kinds import CORRECTABLE, MovementType
from govapp.shares.ledger.rules.movements import Position, Recorded, counted, position
from govapp.shares.people.models import (
    Party,
    PartyAddress,
    PartyCategory,
    PartyEmail,
    PartyLanguage,
    PartyName,
    PersonalFact,
    Representation,
)
from govapp.shares.people.queries.dated import (
    list_dated_addresses,
    list_dated_facts,
    list_dated_names,
    select_in_force,
    select_rows_in_force,
)
from govapp.shares.people.rules.dated import FROM_THE_START, Address, Dated, PersonName, fact_at, fact_or_first
from govapp.shares.people.rules.days import ALWAYS, AsOf
from govapp.shares.people.rules.kinds import Gender, PartyKind
from govapp.shares.people.rules.names import fold_email, full_name
from govapp.shares.people.rules.refusals import HolderNotFound
from govapp.shares.rolls.rules.roll import LeftOut, reason_left_out


@dataclass(frozen=True, slots=True)
class HolderMovement:
    """One movement as the page shows it: `balance` is the number of shares after it, in the order of the ledger.

    Amounts in cents; `claim_cents` is what it changes of the separation share that is still owed.
    """

    sequence: int
    type: MovementType
    quantity: int
    balance: int
    unit_price_cents: int
    paid_in_cents: int
    claim_cents: int
    effective_date: date
    recorded_at: datetime
    actor_name: str
    second_actor_name: str
    reason: str
    reference: str
    reverses: int | None
    reversed_by: int | None
    hash: str

    @property
    def can_be_reversed(self) -> bool:
        """Tell whether the entry is still open to a reversing entry."""
        return self.reversed_by is None and self.type is not MovementType.CORRECTION_REVERSAL

    @property
    def can_be_corrected(self) -> bool:
        """Tell whether the entry can be written anew in one step."""
        return self.reversed_by is None and self.type in CORRECTABLE


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Somebody by id and spoken name; `number` is None for people who are not shareholders."""

    id: int
    number: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """A shareholder to write to."""

    holder_id: int
    name: str
    language: Language
    email: str


class FactKind(StrEnum):
    """What a dated fact of the history is about."""

    NAME = "name"
    ADDRESS = "address"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A name, address or language as it was recorded; `effective_date` is None for what holds from the start."""

    kind: FactKind
    value: str
    effective_date: date | None
    recorded_at: datetime
    actor_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class HolderDetail:
    """All that the register says of one shareholder at a day, as known at a moment."""

    id: int
    number: int
    kind: PartyKind
    name: str
    name_parts: PersonName
    birth_date: date | None
    gender: Gender | None
    company_number: str
    language: str
    address: Address
    position: Position
    category: Dated[str] | None
    email: str
    representative: PersonRef | None
    represents: tuple[PersonRef, ...]
    lines: tuple[HolderMovement, ...]
    history: tuple[RecordedFact, ...]

    @property
    def left_out(self) -> LeftOut | None:
        """Return why a voting list of that moment would leave this shareholder out, or None if it would not."""
        return reason_left_out(self.kind, self.position, self.representative.name if self.representative else "")


def get_holder_detail(session: Session, holder_id: int, as_of: AsOf) -> HolderDetail:
    """Return one shareholder at `as_of`, the newest movement first; raises HolderNotFound."""
    party = session.get(Party, holder_id)
    if party is None or party.number is None:
        raise HolderNotFound
    entries = list_entries(session, [holder_id])
    email = fact_at(list_dated_facts(session, PartyEmail.address, holder_id), as_of)
    name = fact_or_first(list_dated_names(session, holder_id), as_of).value
    return HolderDetail(
        id=party.id,
        number=party.number,
        kind=PartyKind(party.kind),
        name=full_name(name.name, name.given_name),
        name_parts=name,
        birth_date=party.birth_date,
        gender=Gender(party.gender) if party.gender else None,
        company_number=party.company_number,
        language=fact_or_first(list_dated_facts(session, PartyLanguage.language, holder_id), as_of).value,
        address=fact_or_first(list_dated_addresses(session, holder_id), as_of).value,
        position=position(entries, as_of),
        category=fact_at(list_dated_facts(session, PartyCategory.category, holder_id), as_of),
        email=email.value if email else "",
        representative=_representative(session, holder_id, as_of),
        represents=_represents(session, holder_id, as_of),
        lines=_lines(session, counted(entries, as_of)),
        history=_history(session, holder_id, as_of.recorded_until),
    )


def _history(session: Session, holder_id: int, recorded_until: datetime) -> tuple[RecordedFact, ...]:
    """Return what was recorded by then of name, address and language, the newest first; nothing when all is as it was.

    The first of a kind is told only when there is another one beside it.
    """
    described: dict[FactKind, tuple[type[PersonalFact], Callable[[Any], str]]] = {
        FactKind.NAME: (PartyName, lambda row: full_name(row.name, row.given_name)),
        FactKind.ADDRESS: (PartyAddress, _on_one_line),
        FactKind.LANGUAGE: (PartyLanguage, lambda row: str(row.language)),
    }
    found: list[RecordedFact] = []
    for kind, (facts, describe) in described.items():
        statement = select(facts).where(facts.party_id == holder_id, facts.recorded_at <= recorded_until)
        rows = session.scalars(statement).all()
        if len(rows) > 1:
            found += [
                RecordedFact(
                    kind,
                    describe(row),
                    None if row.effective_date == FROM_THE_START else row.effective_date,
                    row.recorded_at,
                    row.actor_name,
                    row.reason,
                )
                for row in sorted(rows, key=lambda each: (each.recorded_at, each.id), reverse=True)
            ]
    return tuple(sorted(found, key=lambda fact: fact.recorded_at, reverse=True))


def _on_one_line(row: PartyAddress) -> str:
    parts = (row.street, f"{row.postcode} {row.town}".strip(), "" if row.country == "BE" else row.country)
    return ", ".join(part for part in parts if part)


def get_holder_id(session: Session, number: int) -> int:
    """Return the id of the shareholder with that number; raises HolderNotFound."""
    found = session.scalar(select(Party.id).where(Party.number == number))
    if found is None:
        raise HolderNotFound
    return found


def get_holder_name(session: Session, holder_id: int) -> str:
    """Return the spoken name of a shareholder under the name of today; raises HolderNotFound."""
    row = session.execute(_people(ALWAYS).where(Party.id == holder_id, Party.number.is_not(None))).one_or_none()
    if row is None:
        raise HolderNotFound
    return _person(row).name


def find_last_number(session: Session) -> PersonRef | None:
    """Return who has the last shareholder number, under the name of today, or None while nobody has one."""
    statement = _people(ALWAYS).where(Party.number.is_not(None)).order_by(Party.number.desc()).limit(1)
    row = session.execute(statement).one_or_none()
    return None if row is None else _person(row)


def _lines(session: Session, entries: list[Recorded]) -> tuple[HolderMovement, ...]:
    said = _said(session, {entry.sequence for entry in entries})
    undone_by = {entry.reverses: entry.sequence for entry in entries if entry.reverses}
    lines: list[HolderMovement] = []
    balance = 0
    for entry in entries:
        balance += entry.movement.quantity
        header = said[entry.sequence]
        lines.append(
            HolderMovement(
                sequence=entry.sequence,
                type=entry.type,
                quantity=entry.movement.quantity,
                balance=balance,
                unit_price_cents=entry.movement.unit_price_cents,
                paid_in_cents=entry.movement.paid_in_cents,
                claim_cents=entry.movement.claim_cents,
                effective_date=entry.effective_date,
                recorded_at=entry.recorded_at,
                actor_name=header.actor_name,
                second_actor_name=header.second_actor_name,
                reason=header.reason,
                reference=header.reference,
                reverses=entry.reverses,
                reversed_by=undone_by.get(entry.sequence),
                hash=header.hash,
            ),
        )
    return tuple(reversed(lines))


def _said(session: Session, sequences: Collection[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    header = LedgerTransaction
    statement = select(
        header.sequence,
        header.actor_name,
        header.second_actor_name,
        header.reason,
        header.reference,
        header.hash,
    )
    return {row.sequence: row for row in session.execute(statement.where(header.sequence.in_(sequences)))}


def _representative(session: Session, holder_id: int, as_of: AsOf) -> PersonRef | None:
    mandate = select_in_force(Representation.representative_id, as_of)
    named = _people(as_of).join(mandate, mandate.c.value == Party.id).where(mandate.c.party_id == holder_id)
    row = session.execute(named).one_or_none()
    return None if row is None else _person(row)


def _represents(session: Session, holder_id: int, as_of: AsOf) -> tuple[PersonRef, ...]:
    mandate = select_in_force(Representation.representative_id, as_of)
    organisations = _people(as_of).join(mandate, mandate.c.party_id == Party.id).where(mandate.c.value == holder_id)
    return tuple(sorted((_person(row) for row in session.execute(organisations)), key=lambda ref: ref.name))


def _people(as_of: AsOf) -> Select[*tuple[Any, ...]]:
    called = select_rows_in_force(PartyName, as_of)
    return select(Party.id, Party.number, called.c.name, called.c.given_name).join(
        called, called.c.party_id == Party.id
    )


def _person(row: Row[*tuple[Any, ...]]) -> PersonRef:
    return PersonRef(row.id, row.number, full_name(row.name, row.given_name))


def list_holders_with_email(session: Session, address: str) -> tuple[Addressee, ...]:
    """Return everybody with shares and that e-mail address today, by number: a household may share one."""
    statement = (
        select(Party.id, Holding.name, Holding.given_name, Holding.language, Holding.email)
        .join(Holding, Holding.party_id == Party.id)
        .where(func.lower(Holding.email) == fold_email(address), Holding.shares > 0)
        .order_by(Party.number)
    )
    return tuple(
        Addressee(row.id, full_name(row.name, row.given_name), Language(row.language), row.email)
        for row in session.execute(statement)
    )


def find_email(session: Session, holder_id: int) -> str:
    """Return the e-mail address of a shareholder today, empty without one."""
    return session.scalar(select(Holding.email).where(Holding.party_id == holder_id)) or ""
