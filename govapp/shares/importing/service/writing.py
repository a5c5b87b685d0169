"""Writing a checked file: thousands of rows per statement, the hash chain computed on the way."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from govapp.db.bulk import insert_all, refresh_statistics, reserve_ids
from govapp.db.uow import Work
from govapp.shares.importing.checker.values import Checked, ImportMovement, ImportPerson
from govapp.shares.ledger.models import Holding, LedgerLine, LedgerTransaction
from govapp.shares.ledger.rules.checking import check_shape
from govapp.shares.ledger.rules.movements import Movement, Transaction, whole_shares_paid
from govapp.shares.ledger.service.writing import append
from govapp.shares.people.models import FactLinkRecord, Party
from govapp.shares.people.queries.chain import FACT_TABLES
from govapp.shares.people.rules.chain import Fact
from govapp.shares.people.rules.dated import FROM_THE_START
from govapp.shares.people.rules.kinds import PartyKind
from govapp.shares.people.rules.names import search_name
from govapp.shares.people.service.facts import write_facts
from govapp.shares.people.service.persons import (
    FactRecord,
    Person,
    category_fact,
    email_fact,
    first_facts,
    representative_fact,
)


def write(work: Work, checked: Checked, at: datetime) -> None:
    """Write a file without problems; the caller holds the lock of the register."""
    ids = _ids_by_number(work)
    ids.update(zip(checked.people, reserve_ids(work, Party, len(checked.people)), strict=True))
    since = _first_days(checked)
    people = checked.people.items()
    write_facts(work, (_facts(work, ids[number], person, since[number], at) for number, person in people), at)
    _write_representatives(work, checked, ids, since, at)
    _write_movements(work, checked, ids, at)
    _write_holdings(work, checked, ids, since)
    refresh_statistics(work, *FACT_TABLES.values(), FactLinkRecord)
    refresh_statistics(work, LedgerTransaction, LedgerLine, Holding)


def _facts(work: Work, party_id: int, person: ImportPerson, since: date, at: datetime) -> list[Fact]:
    """Return all that a row says about one person; name, address and language hold from the start."""
    dated = FactRecord(party_id, since, at, work.actor)
    facts = first_facts(_person(person), person.number, FactRecord(party_id, FROM_THE_START, at, work.actor))
    facts.append(category_fact(person.category.value, dated))
    if person.email:
        facts.append(email_fact(person.email, dated))
    return facts


def _person(person: ImportPerson) -> Person:
    return Person(
        kind=person.kind,
        name=person.name,
        given_name=person.given_name,
        language=person.language,
        birth_date=person.birth_date,
        gender=person.gender,
        company_number=person.company_number,
        street=person.street,
        postcode=person.postcode,
        town=person.town,
        country=person.country,
    )


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
    named = [person for person in organisations if not person.representative_number]
    strangers = dict(zip((person.number for person in named), reserve_ids(work, Party, len(named)), strict=True))
    first = {number: FactRecord(party_id, FROM_THE_START, at, work.actor) for number, party_id in strangers.items()}
    write_facts(work, (first_facts(_representative(person), None, first[person.number]) for person in named), at)
    groups = (
        [
            representative_fact(
                ids[person.representative_number] if person.representative_number else strangers[person.number],
                FactRecord(ids[person.number], since[person.number], at, work.actor),
            )
        ]
        for person in organisations
    )
    write_facts(work, groups, at)


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
