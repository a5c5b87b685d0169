"""Persons as they are checked, written and found."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NewType

from govapp.db.uow import Work, register_constraint
from govapp.shares.people.models import Party
from govapp.shares.people.rules.kinds import Gender, Kind
from govapp.shares.people.rules.names import describes, search_name, tidy
from govapp.shares.people.rules.places import is_country_code
from govapp.shares.people.rules.refusals import (
    BirthDateInFuture,
    CompanyNumberWrong,
    CountryWrong,
    HolderNotFound,
    NameMissing,
    NumberTaken,
)
from govapp.shares.people.service.identifiers import clean_company_number

HolderId = NewType("HolderId", int)
register_constraint("uq_party__number", NumberTaken, "party.number")


@dataclass(frozen=True)
class Person:
    """Who somebody is: a human being (with a given name where there is one) or an organisation."""

    kind: Kind
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


def checked_person(person: Person, today: date) -> Person:
    """Return `person` as it may be written: texts on one line, country in capitals, company number without signs.

    Raises NameMissing, CountryWrong, BirthDateInFuture or CompanyNumberWrong.
    """
    tidied = replace(
        person,
        name=tidy(person.name),
        given_name=tidy(person.given_name),
        street=tidy(person.street),
        postcode=tidy(person.postcode),
        town=tidy(person.town),
        country=person.country.strip().upper(),
    )
    if not describes(tidied.kind, tidied.name, tidied.given_name):
        raise NameMissing
    if not is_country_code(tidied.country):
        raise CountryWrong(value=tidied.country)
    if tidied.birth_date is not None and tidied.birth_date > today:
        raise BirthDateInFuture(date=tidied.birth_date)
    if not tidied.company_number:
        return tidied
    number = clean_company_number(tidied.company_number, tidied.country)
    if number is None:
        raise CompanyNumberWrong
    return replace(tidied, company_number=number)


def insert_party(work: Work, person: Person, at: datetime, number: int | None) -> int:
    """Insert a person, with a shareholder number or None, and return the id."""
    row = Party(
        number=number,
        kind=person.kind.value,
        name=person.name,
        given_name=person.given_name,
        search_name=search_name(person.name, person.given_name),
        birth_date=person.birth_date,
        gender=person.gender.value if person.gender else "",
        company_number=person.company_number,
        language=person.language,
        street=person.street,
        postcode=person.postcode,
        town=person.town,
        country=person.country,
        recorded_at=at,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def find_holder(work: Work, holder_id: int) -> Party:
    """Return the row of a shareholder; raises HolderNotFound."""
    found = work.session.get(Party, holder_id)
    if found is None or found.number is None:
        raise HolderNotFound
    return found
