"""One shareholder: who it is, what is held on a day, every movement, categories, addresses, representatives."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from govapp.kernel.texts import Language
from govapp.shares.models import Holding, LedgerEntry, Party, PartyCategory, PartyEmail, Representation
from govapp.shares.queries.ledger import entries_of
from govapp.shares.rules.dated import Dated, fact_at
from govapp.shares.rules.kinds import Event, Gender, Kind
from govapp.shares.rules.movements import AsOf, Position, counted, position
from govapp.shares.rules.names import fold_email, full_name
from govapp.shares.rules.refusals import HolderNotFound
from govapp.shares.rules.roll import LeftOut, reason_left_out


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One movement as the page shows it: `balance` is the number of shares after it, in the order of the ledger."""

    sequence: int
    event: Event
    quantity: int
    balance: int
    paid_in_cents: int
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
        return self.reversed_by is None and self.event is not Event.CORRECTION_REVERSAL


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
    lines: tuple[LedgerLine, ...]


def holder_detail(session: Session, holder_id: int, as_of: AsOf) -> HolderDetail:
    """Return one shareholder at `as_of`, the newest movement first; raises HolderNotFound."""
    party = session.get(Party, holder_id)
    if party is None or party.number is None:
        raise HolderNotFound
    email = fact_at(_emails(session, holder_id), as_of)
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
        position=_position(session, holder_id, as_of),
        category=fact_at(_categories(session, holder_id), as_of),
        email=email.value if email else "",
        representative=_representative(session, holder_id, as_of),
        represents=_represents(session, holder_id, as_of),
        lines=_lines(session, holder_id, as_of),
    )


def holder_id_of_number(session: Session, number: int) -> int:
    """Return the id of the shareholder with that number; raises HolderNotFound."""
    found = session.scalar(select(Party.id).where(Party.number == number))
    if found is None:
        raise HolderNotFound
    return found


def right_to_vote(session: Session, holder_id: int, as_of: AsOf) -> LeftOut | None:
    """Return why somebody would not be on a voting list drawn at `as_of`, or None if he or she would be on it.

    Raises HolderNotFound.
    """
    party = session.get(Party, holder_id)
    if party is None or party.number is None:
        raise HolderNotFound
    representative = _representative(session, holder_id, as_of)
    held = _position(session, holder_id, as_of)
    return reason_left_out(Kind(party.kind), held, representative.name if representative else "")


def _position(session: Session, holder_id: int, as_of: AsOf) -> Position:
    return position(entries_of(session, holder_id), as_of)


def _lines(session: Session, holder_id: int, as_of: AsOf) -> tuple[LedgerLine, ...]:
    rows = session.scalars(
        select(LedgerEntry).where(LedgerEntry.party_id == holder_id).order_by(LedgerEntry.sequence),
    ).all()
    shown = {entry.sequence for entry in counted(entries_of(session, holder_id), as_of)}
    undone_by = {row.reverses: row.sequence for row in rows if row.reverses and row.sequence in shown}
    lines: list[LedgerLine] = []
    balance = 0
    for row in rows:
        if row.sequence not in shown:
            continue
        balance += row.quantity
        lines.append(
            LedgerLine(
                sequence=row.sequence,
                event=Event(row.event),
                quantity=row.quantity,
                balance=balance,
                paid_in_cents=row.paid_in_cents,
                effective_date=row.effective_date,
                recorded_at=row.recorded_at,
                actor_name=row.actor_name,
                reason=row.reason,
                reference=row.reference,
                reverses=row.reverses,
                reversed_by=undone_by.get(row.sequence),
                hash=row.hash,
            ),
        )
    return tuple(reversed(lines))


def _categories(session: Session, holder_id: int) -> list[Dated[str]]:
    statement = select(
        PartyCategory.category,
        PartyCategory.effective_date,
        PartyCategory.recorded_at,
        PartyCategory.id,
    ).where(PartyCategory.party_id == holder_id)
    return [Dated(*row) for row in session.execute(statement)]


def _emails(session: Session, holder_id: int) -> list[Dated[str]]:
    statement = select(
        PartyEmail.address,
        PartyEmail.effective_date,
        PartyEmail.recorded_at,
        PartyEmail.id,
    ).where(PartyEmail.party_id == holder_id)
    return [Dated(*row) for row in session.execute(statement)]


def _mandates(session: Session, *, of: int | None = None, held_by: int | None = None) -> dict[int, list[Dated[int]]]:
    """Return the dated representatives (0 for nobody) by organisation: of one, or of all that `held_by` ever had."""
    statement = select(Representation)
    if of is not None:
        statement = statement.where(Representation.party_id == of)
    if held_by is not None:
        mine = select(Representation.party_id).where(Representation.representative_id == held_by)
        statement = statement.where(Representation.party_id.in_(mine))
    mandates: dict[int, list[Dated[int]]] = {}
    for row in session.scalars(statement):
        fact = Dated(row.representative_id or 0, row.effective_date, row.recorded_at, row.id)
        mandates.setdefault(row.party_id, []).append(fact)
    return mandates


def _representative(session: Session, holder_id: int, as_of: AsOf) -> PersonRef | None:
    mandate = fact_at(_mandates(session, of=holder_id).get(holder_id, []), as_of)
    return _person(session, mandate.value) if mandate and mandate.value else None


def _represents(session: Session, holder_id: int, as_of: AsOf) -> tuple[PersonRef, ...]:
    found = []
    for organisation, facts in _mandates(session, held_by=holder_id).items():
        mandate = fact_at(facts, as_of)
        if mandate is not None and mandate.value == holder_id:
            found.append(_person(session, organisation))
    return tuple(sorted(found, key=lambda ref: ref.name))


def _person(session: Session, party_id: int) -> PersonRef:
    human = aliased(Party)
    row = session.execute(
        select(human.id, human.number, human.name, human.given_name).where(human.id == party_id)
    ).one()
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
