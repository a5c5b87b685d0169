"""Persons as they are checked, written and found."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, NewType

from govapp.db.bulk import insert_all
from govapp.db.uow import Work, register_constraint
from govapp.kernel.actors import Actor
from govapp.shares.people.models import Party, PartyAddress, PartyLanguage, PartyName
from govapp.shares.people.rules.dated import FROM_THE_START, Address, PersonName
from govapp.shares.people.rules.kinds import Gender, PartyKind
from govapp.shares.people.rules.names import describes, search_name, tidy
from govapp.shares.people.rules.places import is_country_code
from govapp.shares.people.rules.refusals import (
    BirthDateInFuture,
    CompanyNumberWrong,
    CountryWrong,
    HolderNotFound,
    NumberTaken,
    PersonNameMissing,
)
from govapp.shares.people.service.identifiers import clean_company_number

HolderId = NewType("HolderId", int)
register_constraint("uq_party__number", NumberTaken, "party.number")


@dataclass(frozen=True)
class Person:
    """Who somebody is: a human being (with a given name where there is one) or an organisation."""

    kind: PartyKind
    name: str
    given_name: str = ""
    language: str = "fr"
    birth_date: date | None = None
    gender: Gender | None = None
    company_number: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "BE"

    @property
    def address(self) -> Address:
        """Return where the person lives or has its seat."""
        return Address(self.street, self.postcode, self.town, self.country)


def checked_name(kind: PartyKind, name: PersonName) -> PersonName:
    """Return a name as it may be written, on one line; raises PersonNameMissing."""
    tidied = PersonName(tidy(name.name), tidy(name.given_name))
    if not describes(kind, tidied.name, tidied.given_name):
        raise PersonNameMissing
    return tidied


def checked_address(address: Address) -> Address:
    """Return an address as it may be written: on one line, country in capitals; raises CountryWrong."""
    country = address.country.strip().upper()
    if not is_country_code(country):
        raise CountryWrong(value=country)
    return Address(tidy(address.street), tidy(address.postcode), tidy(address.town), country)


def checked_person(person: Person, today: date) -> Person:
    """Return `person` as it may be written: texts on one line, country in capitals, company number without signs.

    Raises PersonNameMissing, CountryWrong, BirthDateInFuture or CompanyNumberWrong.
    """
    name = checked_name(person.kind, PersonName(person.name, person.given_name))
    tidied = replace(person, **asdict(name), **asdict(checked_address(person.address)))
    if tidied.birth_date is not None and tidied.birth_date > today:
        raise BirthDateInFuture(date=tidied.birth_date)
    if not tidied.company_number:
        return tidied
    number = clean_company_number(tidied.company_number, tidied.country)
    if number is None:
        raise CompanyNumberWrong
    return replace(tidied, company_number=number)


def insert_party(work: Work, person: Person, at: datetime, number: int | None) -> int:
    """Insert a person, with a shareholder number or None, and return the id; name and the like hold from the start."""
    row = Party(
        number=number,
        kind=person.kind.value,
        birth_date=person.birth_date,
        gender=person.gender.value if person.gender else "",
        company_number=person.company_number,
        recorded_at=at,
    )
    work.session.add(row)
    work.session.flush()
    beside = FactRecord(row.id, FROM_THE_START, at, work.actor)
    insert_all(work, PartyName, [name_row(PersonName(person.name, person.given_name), beside)])
    insert_all(work, PartyAddress, [address_row(person.address, beside)])
    insert_all(work, PartyLanguage, [language_row(person.language, beside)])
    return row.id


@dataclass(frozen=True, slots=True)
class FactRecord:
    """What is recorded beside a dated fact: of whom, from which legal day on, when, by whom and why."""

    party_id: int
    effective_date: date
    recorded_at: datetime
    actor: Actor
    reason: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """Return the columns that the tables of names, addresses and languages share."""
        return {
            "party_id": self.party_id,
            "effective_date": self.effective_date,
            "recorded_at": self.recorded_at,
            "actor": self.actor.reference,
            "actor_name": self.actor.name,
            "reason": self.reason,
        }


def name_row(name: PersonName, beside: FactRecord) -> dict[str, Any]:
    """Return a row of `party_name`."""
    return {**beside.columns, **asdict(name), "search_name": search_name(name.name, name.given_name)}


def address_row(address: Address, beside: FactRecord) -> dict[str, Any]:
    """Return a row of `party_address`."""
    return {**beside.columns, **asdict(address)}


def language_row(language: str, beside: FactRecord) -> dict[str, Any]:
    """Return a row of `party_language`."""
    return {**beside.columns, "language": language}


def find_holder(work: Work, holder_id: int) -> Party:
    """Return the row of a shareholder; raises HolderNotFound."""
    found = work.session.get(Party, holder_id)
    if found is None or found.number is None:
        raise HolderNotFound
    return found
