"""One shareholder: who it is, what is held on a day, every movement, categories, addresses, representatives."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from govapp.kernel.texts import Language
from govapp.shares.ledger.models import Holding, LedgerTransaction
from govapp.shares.ledger.queries.entries import list_entries
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Position, Recorded, counted, position
from govapp.shares.people.models import Party, PartyCategory, PartyEmail, Representation
from govapp.shares.people.queries.dated import facts_of, in_force
from govapp.shares.people.rules.dated import Dated, fact_at
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.rules.kinds import Gender, Kind
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
    paid_in_cents: int
    claim_cents: int
    effective_date: date
    recorded_at: datetime
    actor_name: str
    reason: str
    reference: str
    reverses: int | None
    reversed_by: int | None
    hash: str

    @property
    def can_be_reversed(self) -> bool:
        """Tell whether the entry is still open to a reversing entry."""
        return self.reversed_by is None and self.type is not MovementType.CORRECTION_REVERSAL


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


@dataclass(frozen=True, slots=True)
class HolderDetail:
    """All that the register says of one shareholder at a day, as known at a moment."""

    id: int
    number: int
    kind: Kind
    name: str
    birth_date: date | None
    gender: Gender | None
    company_number: str
    language: str
    street: str
    postcode: str
    town: str
    country: str
    position: Position
    category: Dated[str] | None
    email: str
    representative: PersonRef | None
    represents: tuple[PersonRef, ...]
    lines: tuple[HolderMovement, ...]

    @property
    def left_out(self) -> LeftOut | None:
        """Return why a voting list drawn at that moment would leave this shareholder out, or None if it would not."""
        return reason_left_out(self.kind, self.position, self.representative.name if self.representative else "")


def holder_detail(session: Session, holder_id: int, as_of: AsOf) -> HolderDetail:
    """Return one shareholder at `as_of`, the newest movement first; raises HolderNotFound."""
    party = session.get(Party, holder_id)
    if party is None or party.number is None:
        raise HolderNotFound
    entries = list_entries(session, [holder_id])
    email = fact_at(facts_of(session, PartyEmail.address, holder_id), as_of)
    return HolderDetail(
        id=party.id,
        number=party.number,
        kind=Kind(party.kind),
        name=full_name(party.name, party.given_name),
        birth_date=party.birth_date,
        gender=Gender(party.gender) if party.gender else None,
        company_number=party.company_number,
        language=party.language,
        street=party.street,
        postcode=party.postcode,
        town=party.town,
        country=party.country,
        position=position(entries, as_of),
        category=fact_at(facts_of(session, PartyCategory.category, holder_id), as_of),
        email=email.value if email else "",
        representative=_representative(session, holder_id, as_of),
        represents=_represents(session, holder_id, as_of),
        lines=_lines(session, counted(entries, as_of)),
    )


def holder_id_of_number(session: Session, number: int) -> int:
    """Return the id of the shareholder with that number; raises HolderNotFound."""
    found = session.scalar(select(Party.id).where(Party.number == number))
    if found is None:
        raise HolderNotFound
    return found


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
                paid_in_cents=entry.movement.paid_in_cents,
                claim_cents=entry.movement.claim_cents,
                effective_date=entry.effective_date,
                recorded_at=entry.recorded_at,
                actor_name=header.actor_name,
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
    statement = select(header.sequence, header.actor_name, header.reason, header.reference, header.hash)
    return {row.sequence: row for row in session.execute(statement.where(header.sequence.in_(sequences)))}


def _representative(session: Session, holder_id: int, as_of: AsOf) -> PersonRef | None:
    mandate = in_force(Representation.representative_id, as_of)
    named = select(*_PERSON).join(mandate, mandate.c.value == Party.id).where(mandate.c.party_id == holder_id)
    row = session.execute(named).one_or_none()
    return None if row is None else _person(row)


def _represents(session: Session, holder_id: int, as_of: AsOf) -> tuple[PersonRef, ...]:
    mandate = in_force(Representation.representative_id, as_of)
    organisations = select(*_PERSON).join(mandate, mandate.c.party_id == Party.id).where(mandate.c.value == holder_id)
    return tuple(sorted((_person(row) for row in session.execute(organisations)), key=lambda ref: ref.name))


_PERSON = (Party.id, Party.number, Party.name, Party.given_name)


def _person(row: Row[*tuple[Any, ...]]) -> PersonRef:
    return PersonRef(row.id, row.number, full_name(row.name, row.given_name))


def holders_with_email(session: Session, address: str) -> tuple[Addressee, ...]:
    """Return everybody with shares and that e-mail address today, by number: a household may share one."""
    statement = (
        select(Party.id, Party.name, Party.given_name, Party.language, Holding.email)
        .join(Holding, Holding.party_id == Party.id)
        .where(func.lower(Holding.email) == fold_email(address), Holding.shares > 0)
        .order_by(Party.number)
    )
    return tuple(
        Addressee(row.id, full_name(row.name, row.given_name), Language(row.language), row.email)
        for row in session.execute(statement)
    )
