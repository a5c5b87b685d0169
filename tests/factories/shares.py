"""Shareholders for tests: plain functions with believable defaults."""

from dataclasses import replace
from datetime import date

from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.declarations import Declarations
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import Clock
from govapp.shares.ledger.service import FirstShares, RegisterHolder, register_holder
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.service import HolderId, Person

NO_ROOMS = Declarations(())
"""The rooms of a program in which no vote runs."""
REGISTRAR = Actor(ActorKind.OFFICER, 7, "Sofie Claes", frozenset({Role.REGISTRAR}))
LIEVE = Person(
    PartyKind.NATURAL, "Peeters", "Lieve", "nl", street="Josaphatstraat 112", postcode="1030", town="Schaarbeek"
)
ZONEN = Person(PartyKind.LEGAL, "Peeters & Zonen bv", language="nl", company_number="0403.227.515")
SINCE = date(2022, 3, 3)
PRICE_CENTS = 3000


def person(name: str, given_name: str = "An", language: str = "nl") -> Person:
    """Return a natural person."""
    return replace(LIEVE, name=name, given_name=given_name, language=language)


def living(name: str, street: str, postcode: str, town: str) -> Person:
    """Return a natural person who lives there."""
    return replace(person(name), street=street, postcode=postcode, town=town)


def shares(quantity: int = 1, day: date = SINCE, paid_in_cents: int | None = None) -> FirstShares:
    """Return first shares at EUR 30, paid in full unless said otherwise."""
    paid = quantity * PRICE_CENTS if paid_in_cents is None else paid_in_cents
    return FirstShares(quantity, PRICE_CENTS, paid, day)


def registered(
    work: Work,
    who: Person = LIEVE,
    *,
    category: Category = Category.MEMBER,
    first: FirstShares | None = None,
    email: str = "",
    representative: Person | int | None = None,
) -> HolderId:
    """Register a shareholder and return the id."""
    return register_holder(work, RegisterHolder(who, category, first or shares(), email, representative))


def register_some(database: Database, clock: Clock, count: int, category: Category = Category.MEMBER) -> list[HolderId]:
    """Register `count` shareholders with addresses at mail.example and return their ids."""
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        return [
            registered(work, person(f"Peeters {number}"), category=category, email=f"an.{number}@mail.example")
            for number in range(1, count + 1)
        ]
