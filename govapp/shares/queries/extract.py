"""The shareholder list as it is exported: one row per shareholder with shares, in the order of numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from govapp.shares.models import Party, Representation
from govapp.shares.queries.dated import in_force
from govapp.shares.queries.holders import HolderFilter, filter_conditions
from govapp.shares.queries.positions import positions
from govapp.shares.rules.movements import AsOf
from govapp.shares.rules.names import full_name

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """One shareholder of the exported list; the order of the fields is that of the columns."""

    number: int
    kind: str
    name: str
    given_name: str
    company_number: str
    category: str
    language: str
    shares: int
    paid_in_cents: int
    since: date | None
    email: str
    street: str
    postcode: str
    town: str
    country: str
    representative: str


def extract_rows(session: Session, wanted: HolderFilter, as_of: AsOf) -> Iterator[ExtractRow]:
    """Yield the shareholders that `wanted` describes at `as_of`; the same question gives the same rows for ever."""
    held, mandate, human = positions(as_of), in_force(Representation.representative_id, as_of), aliased(Party)
    statement = (
        select(
            Party.number,
            Party.kind,
            Party.name,
            Party.given_name,
            Party.company_number,
            func.coalesce(held.c.category, ""),
            Party.language,
            func.coalesce(held.c.shares, 0),
            func.coalesce(held.c.paid_in_cents, 0),
            held.c.since,
            func.coalesce(held.c.email, ""),
            Party.street,
            Party.postcode,
            Party.town,
            Party.country,
            human.name,
            human.given_name,
        )
        .outerjoin(held, held.c.party_id == Party.id)
        .outerjoin(mandate, mandate.c.party_id == Party.id)
        .outerjoin(human, human.id == mandate.c.value)
        .where(*filter_conditions(wanted, held, as_of))
        .order_by(Party.number)
        .execution_options(yield_per=_BATCH)
    )
    for row in session.execute(statement):
        (number, kind, name, given, company, category, language, shares, cents, since, *home, family, first) = row
        email, street, postcode, town, country = home
        yield ExtractRow(
            number=number or 0,
            kind=kind,
            name=name,
            given_name=given,
            company_number=company,
            category=category,
            language=language,
            shares=int(shares),
            paid_in_cents=int(cents),
            since=since,
            email=email,
            street=street,
            postcode=postcode,
            town=town,
            country=country,
            representative=full_name(family, first) if family else "",
        )
