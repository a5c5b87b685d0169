"""Writing a checked file: thousands of rows per statement, the hash chain computed on the way."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from govapp.db.bulk import insert_all, refresh_statistics
from govapp.db.uow import Work
from govapp.shares.importing.service.checking import Checked, ImportMovement, ImportPerson
from govapp.shares.ledger.models import Holding, LedgerLine, LedgerTransaction
from govapp.shares.ledger.rules.checking import check_shape
from govapp.shares.ledger.rules.movements import Movement, Transaction, whole_shares_paid
from govapp.shares.ledger.service.writing import append
from govapp.shares.people.models import (
    Party,
    PartyAddress,
    PartyCategory,
    PartyEmail,
    PartyLanguage,
    PartyName,
    Representation,
)
from govapp.shares.people.rules.dated import FROM_THE_START, Address, PersonName
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.rules.names import search_name
from govapp.shares.people.service.persons import (
    FactRecord,
    Person,
    address_row,
    insert_party,
    language_row,
    name_row,
)


def write(work: Work, checked: Checked, at: datetime) -> None:
    """Write a file without problems; the caller holds the lock of the register."""
    insert_all(work, Party, (_party(person, at) for person in checked.people.values()))
    ids = _ids_by_number(work)
    _write_personal(work, {ids[number]: person for number, person in checked.people.items()}, at)
    since = _first_days(checked)
    insert_all(
        work,
        PartyCategory,
        (
            {
                "party_id": ids[number],
                "category": person.category.value,
                "effective_date": since[number],
                "recorded_at": at,
                "actor": work.actor.reference,
                "reason": "",
            }
            for number, person in checked.people.items()
        ),
    )
    insert_all(
        work,
        PartyEmail,
        (
            {
                "party_id": ids[number],
                "address": person.email,
                "effective_date": since[number],
                "recorded_at": at,
            }
            for number, person in checked.people.items()
            if person.email
        ),
    )
    _write_representatives(work, checked, ids, since, at)
    _write_movements(work, checked, ids, at)
    _write_holdings(work, checked, ids, since)
    refresh_statistics(work, Party, PartyName, PartyAddress, PartyLanguage, PartyCategory, PartyEmail, Representation)
    refresh_statistics(work, LedgerTransaction, LedgerLine, Holding)


def _write_personal(work: Work, people: Mapping[int, ImportPerson], at: datetime) -> None:
    beside = {party_id: FactRecord(party_id, FROM_THE_START, at, work.actor) for party_id in people}
    names = (
        name_row(PersonName(person.name, person.given_name), beside[party_id]) for party_id, person in people.items()
    )
    addresses = (
        address_row(Address(person.street, person.postcode, person.town, person.country), beside[party_id])
        for party_id, person in people.items()
    )
    insert_all(work, PartyName, names)
    insert_all(work, PartyAddress, addresses)
    insert_all(
        work, PartyLanguage, (language_row(person.language, beside[party_id]) for party_id, person in people.items())
    )


def _party(person: ImportPerson, at: datetime) -> dict[str, object]:
    return {
        "number": person.number,
        "kind": person.kind.value,
        "birth_date": person.birth_date,
        "gender": person.gender.value if person.gender else "",
        "company_number": person.company_number,
        "recorded_at": at,
    }


def _ids_by_number(work: Work) -> dict[int, int]:
    rows = work.session.execute(select(Party.number, Party.id).where(Party.number.is_not(None)))
    return {number: party_id for number, party_id in rows if number is not None}


def _first_days(checked: Checked) -> dict[int, date]:
    days: dict[int, date] = {}
    for movement in checked.movements:
        known = days.get(movement.number)
        if known is None or movement.effective_date < known:
            days[movement.number] = movement.effective_date
    return days


def _write_representatives(
    work: Work, checked: Checked, ids: Mapping[int, int], since: Mapping[int, date], at: datetime
) -> None:
    organisations = [person for person in checked.people.values() if person.kind is PartyKind.LEGAL]
    # People who are not shareholders: one record for each organisation, since equal names prove nothing.
    strangers = {
        person.number: insert_party(work, _representative(person), at, None)
        for person in organisations
        if not person.representative_number
    }
    insert_all(
        work,
        Representation,
        (
            {
                "party_id": ids[person.number],
                "representative_id": ids[person.representative_number]
                if person.representative_number
                else strangers[person.number],
                "effective_date": since[person.number],
                "recorded_at": at,
                "actor": work.actor.reference,
            }
            for person in organisations
        ),
    )


def _representative(person: ImportPerson) -> Person:
    return Person(
        PartyKind.NATURAL,
        person.representative_name,
        person.representative_given_name,
        person.language,
        country=person.country,
    )


def _write_movements(work: Work, checked: Checked, ids: Mapping[int, int], at: datetime) -> None:
    numbers = {ids[number]: number for number in checked.people}
    append(work, [_transaction(movement, ids, checked.digest) for movement in checked.movements], at, numbers)


def _transaction(row: ImportMovement, ids: Mapping[int, int], digest: str) -> Transaction:
    movement = Movement(ids[row.number], row.quantity, row.unit_price_cents, row.paid_in_cents)
    # Each row is a transaction of its own, so that each can be reversed alone. The file is where it comes from.
    transaction = Transaction(
        row.type, row.effective_date, (movement,), reference=row.reference, document_digest=digest
    )
    check_shape(transaction)
    return transaction


def _write_holdings(work: Work, checked: Checked, ids: Mapping[int, int], since: Mapping[int, date]) -> None:
    held: dict[int, list[int]] = {number: [0, 0, 0] for number in checked.people}
    for movement in checked.movements:
        sums = held[movement.number]
        sums[0] += movement.quantity
        sums[1] += movement.paid_in_cents
        sums[2] += movement.quantity * movement.unit_price_cents
    insert_all(
        work,
        Holding,
        (
            {
                "party_id": ids[number],
                "shares": held[number][0],
                "paid_in_cents": held[number][1],
                "paid_shares": whole_shares_paid(*held[number]),
                "since": since[number],
                "category": person.category.value,
                "email": person.email,
                "name": person.name,
                "given_name": person.given_name,
                "search_name": search_name(person.name, person.given_name),
                "town": person.town,
                "language": person.language,
            }
            for number, person in checked.people.items()
        ),
    )
