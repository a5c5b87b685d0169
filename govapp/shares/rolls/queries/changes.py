"""Reading what was recorded after a voting list was frozen about who votes, and where letters go since."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from govapp.shares.people.models import FactConfirmation, Party, PartyEmail, PartyName, Representation
from govapp.shares.people.queries.dated import select_rows_in_force
from govapp.shares.people.rules.days import ALWAYS
from govapp.shares.people.rules.names import full_name
from govapp.shares.rolls.models import Roll, RollEntryRecord
from govapp.shares.rolls.queries.rolls import RollRow
from govapp.shares.rolls.rules.changes import ChangedFact, FactChange
from govapp.shares.rolls.rules.rights import RollEntryRow


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change behind a frozen list. `number` is None for a representative who holds no shares.

    `address` is the new e-mail address, empty where it was withdrawn and for a representative. `had_address` says
    whether there was one before, which was told. `is_waiting` says that it is the last of its kind, and that a second
    person has to confirm it.
    """

    change: FactChange
    holder_id: int
    number: int | None
    name: str
    address: str
    had_address: bool
    is_waiting: bool


def list_changes(session: Session, frozen: RollRow) -> tuple[ChangeRow, ...]:
    """Return what was recorded after a list was frozen about the people on it and who represents them, by moment."""
    on_list = select(RollEntryRecord.party_id).where(RollEntryRecord.roll_id == frozen.id)
    for_them = select(Representation.representative_id).where(Representation.party_id.in_(on_list))
    emails = _emails().where(
        PartyEmail.recorded_at > frozen.frozen_at,
        PartyEmail.party_id.in_(on_list) | PartyEmail.party_id.in_(for_them),
    )
    mandates = _mandates().where(Representation.recorded_at > frozen.frozen_at, Representation.party_id.in_(on_list))
    rows = [
        *session.execute(emails.order_by(*_order(PartyEmail))),
        *session.execute(mandates.order_by(*_order(Representation))),
    ]
    before = _addresses_before(session, {row.party_id for row in rows}, frozen.frozen_at)
    changes = [_change(row, before) for row in rows]
    last = {(change.fact, row.party_id): change for change, row in zip(changes, rows, strict=True)}.values()
    found = (
        ChangeRow(
            change=change,
            holder_id=row.party_id,
            number=row.number,
            name=full_name(row.name, row.given_name),
            address=getattr(row, "address", ""),
            had_address=bool(before.get(row.party_id)),
            is_waiting=change in last and change.waits_since(frozen.frozen_at),
        )
        for change, row in zip(changes, rows, strict=True)
    )
    return tuple(sorted(found, key=lambda each: (each.change.recorded_at, each.change.fact_id)))


def has_unconfirmed_fact(session: Session, roll_id: int, person_id: int, holder_id: int) -> bool:
    """Tell whether somebody may not vote yet: by address, or as representative of the holder, both new since the list.

    The last address of the person counts, and the last mandate of the holder where that is somebody else.
    """
    frozen_at = session.execute(select(Roll.frozen_at).where(Roll.id == roll_id)).scalar_one()
    last = [_emails().where(PartyEmail.party_id == person_id).order_by(*_latest(PartyEmail)).limit(1)]
    if person_id != holder_id:
        mandate = _mandates().where(Representation.party_id == holder_id)
        last.append(mandate.order_by(*_latest(Representation)).limit(1))
    rows = (session.execute(statement).one_or_none() for statement in last)
    before = _addresses_before(session, {person_id}, frozen_at)
    return any(_change(row, before).waits_since(frozen_at) for row in rows if row is not None)


def with_addresses_of_today(session: Session, entries: Sequence[RollEntryRow]) -> tuple[RollEntryRow, ...]:
    """Return entries of one list with the address to which letters go now; None where it waits for a second person.

    The list knows the address of the day on which it was frozen; a later one takes its place once it is confirmed.
    """
    if not entries:
        return ()
    of_list = select(RollEntryRecord.roll_id).where(RollEntryRecord.id == entries[0].entry_id).scalar_subquery()
    frozen_at = session.execute(select(Roll.frozen_at).where(Roll.id == of_list)).scalar_one()
    addresses = dict(_addresses_since(session, {entry.holder_id for entry in entries}, frozen_at))
    return tuple(
        replace(entry, email=addresses[entry.holder_id]) if entry.holder_id in addresses else entry for entry in entries
    )


def _addresses_since(
    session: Session, people: Collection[int], frozen_at: datetime
) -> Iterator[tuple[int, str | None]]:
    statement = _emails().where(PartyEmail.recorded_at > frozen_at, PartyEmail.party_id.in_(people))
    before = _addresses_before(session, people, frozen_at)
    # The last of each person comes last.
    for row in session.execute(statement.order_by(*_order(PartyEmail))):
        yield row.party_id, None if _change(row, before).waits_since(frozen_at) else row.address or None


def _addresses_before(session: Session, people: Collection[int], frozen_at: datetime) -> dict[int, str]:
    """Return the last address of each person when a list was frozen, empty where it had been withdrawn."""
    statement = select(PartyEmail.party_id, PartyEmail.address).where(
        PartyEmail.party_id.in_(people), PartyEmail.recorded_at <= frozen_at
    )
    return {row.party_id: row.address for row in session.execute(statement.order_by(*_order(PartyEmail)))}


def _emails() -> Select[*tuple[Any, ...]]:
    return _facts(PartyEmail, ChangedFact.EMAIL).add_columns(PartyEmail.address)


def _mandates() -> Select[*tuple[Any, ...]]:
    return _facts(Representation, ChangedFact.REPRESENTATIVE)


def _facts(model: type[PartyEmail] | type[Representation], fact: ChangedFact) -> Select[*tuple[Any, ...]]:
    named = select_rows_in_force(PartyName, ALWAYS)
    confirmed = and_(
        FactConfirmation.fact == fact.value,
        FactConfirmation.fact_id == model.id,
        # A word that was given about somebody else confirms nothing, whatever its number was changed to.
        FactConfirmation.party_id == model.party_id,
        # Nor does the word of whoever recorded the fact: that is no second person.
        FactConfirmation.confirmed_by != model.actor,
    )
    return (
        select(
            model.id,
            model.party_id,
            model.recorded_at,
            model.actor,
            FactConfirmation.confirmed_by_name,
            Party.number,
            named.c.name,
            named.c.given_name,
        )
        .join(Party, Party.id == model.party_id)
        .join(named, named.c.party_id == model.party_id)
        .outerjoin(FactConfirmation, confirmed)
    )


def _order(model: type[PartyEmail] | type[Representation]) -> tuple[Any, ...]:
    return model.effective_date, model.recorded_at, model.id


def _latest(model: type[PartyEmail] | type[Representation]) -> tuple[Any, ...]:
    return tuple(column.desc() for column in _order(model))


def _change(row: Any, before: Mapping[int, str]) -> FactChange:  # noqa: ANN401 - a row of either statement
    is_email = hasattr(row, "address")
    return FactChange(
        fact=ChangedFact.EMAIL if is_email else ChangedFact.REPRESENTATIVE,
        fact_id=row.id,
        recorded_at=row.recorded_at,
        recorded_by=row.actor,
        confirmed_by_name=row.confirmed_by_name or "",
        is_put_back=is_email and row.address == before.get(row.party_id, ""),
    )
