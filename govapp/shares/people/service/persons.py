"""Persons as they are checked, written and found."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NewType

from govapp.db.bulk import reserve_ids
from govapp.db.uow import Work, register_constraint
from govapp.kernel.actors import Actor
from govapp.shares.people.models import Party
from govapp.shares.people.rules.chain import Fact, FactType
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
from govapp.shares.people.service.facts import write_facts
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
    lives = checked_address(person.address)
    tidied = replace(
        person,
        name=name.name,
        given_name=name.given_name,
        street=lives.street,
        postcode=lives.postcode,
        town=lives.town,
        country=lives.country,
    )
    if tidied.birth_date is not None and tidied.birth_date > today:
        raise BirthDateInFuture(date=tidied.birth_date)
    if not tidied.company_number:
        return tidied
    number = clean_company_number(tidied.company_number, tidied.country)
    if number is None:
        raise CompanyNumberWrong
    return replace(tidied, company_number=number)


def insert_party(work: Work, person: Person, at: datetime, number: int | None) -> int:
    """Insert a person, with a shareholder number or None, and return the id; name and the like hold from the start.

    The caller holds the lock of the register.
    """
    [party_id] = reserve_ids(work, Party, 1)
    write_facts(work, [first_facts(person, number, FactRecord(party_id, FROM_THE_START, at, work.actor))], at)
    return party_id


def first_facts(person: Person, number: int | None, first: "FactRecord") -> list[Fact]:
    """Return what is known of a person from the start, as facts to be written."""
    row = {
        "id": first.party_id,
        "number": number,
        "kind": person.kind.value,
        "birth_date": person.birth_date,
        "gender": person.gender.value if person.gender else "",
        "company_number": person.company_number,
        "recorded_at": first.recorded_at,
    }
    return [
        Fact(FactType.PERSON, row),
        name_fact(PersonName(person.name, person.given_name), first),
        address_fact(person.address, first),
        language_fact(person.language, first),
    ]


@dataclass(frozen=True, slots=True)
class FactRecord:
    """What is recorded beside a dated fact: of whom, from which legal day on, when, by whom and why."""

    party_id: int
    effective_date: date
    recorded_at: datetime
    actor: Actor
    reason: str = ""

    @property
    def days(self) -> dict[str, Any]:
        """Return the columns that all tables of dated facts share."""
        return {
            "party_id": self.party_id,
            "effective_date": self.effective_date,
            "recorded_at": self.recorded_at,
            "actor": self.actor.reference,
        }

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


def name_fact(name: PersonName, beside: FactRecord) -> Fact:
    """Return the name of a person as a fact to be written."""
    row = {
        **beside.columns,
        "name": name.name,
        "given_name": name.given_name,
        "search_name": search_name(name.name, name.given_name),
    }
    return Fact(FactType.NAME, row)


def address_fact(address: Address, beside: FactRecord) -> Fact:
    """Return the domicile or seat of a person as a fact to be written."""
    row = {
        **beside.columns,
        "street": address.street,
        "postcode": address.postcode,
        "town": address.town,
        "country": address.country,
    }
    return Fact(FactType.ADDRESS, row)


def language_fact(language: str, beside: FactRecord) -> Fact:
    """Return the language of a person as a fact to be written."""
    return Fact(FactType.LANGUAGE, {**beside.columns, "language": language})


def category_fact(category: str, beside: FactRecord) -> Fact:
    """Return the category of a shareholder as a fact to be written."""
    return Fact(FactType.CATEGORY, {**beside.days, "category": category, "reason": beside.reason})


def email_fact(address: str, beside: FactRecord) -> Fact:
    """Return the e-mail address of a person, or that there is none any more, as a fact to be written."""
    return Fact(FactType.EMAIL, {**beside.days, "address": address})


def representative_fact(representative_id: int | None, beside: FactRecord) -> Fact:
    """Return who votes for a legal person, or that nobody does any more, as a fact to be written."""
    return Fact(FactType.REPRESENTATIVE, {**beside.days, "representative_id": representative_id})


def find_holder(work: Work, holder_id: int) -> Party:
    """Return the row of a shareholder; raises HolderNotFound."""
    found = work.session.get(Party, holder_id)
    if found is None or found.number is None:
        raise HolderNotFound
    return found
