"""The shareholder list as it is exported, one row per shareholder in the order of numbers; and what was exported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from govapp.shares.exporting.models import RegisterExport
from govapp.shares.ledger.queries.filters import HolderFilter, list_filter_conditions, select_candidates
from govapp.shares.ledger.queries.positions import select_positions
from govapp.shares.people.models import Party, PartyName, Representation
from govapp.shares.people.queries.dated import select_in_force, select_rows_in_force
from govapp.shares.people.rules.days import AsOf

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
    representative_number: int | None
    representative_name: str
    representative_given_name: str


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export as the log has it; moments in UTC, `filters` as the file states them, `digest` that of the file."""

    made_at: datetime
    actor_name: str
    purpose: str
    file_format: str
    language: str
    filters: Mapping[str, str]
    effective_date: date
    recorded_until: datetime
    holders: int
    digest: str


def list_extract_rows(session: Session, wanted: HolderFilter, as_of: AsOf) -> Iterator[ExtractRow]:
    """Yield the shareholders that `wanted` describes at `as_of`; the same question gives the same rows for ever."""
    for row in session.execute(_listed(session, wanted, as_of)):
        yield ExtractRow(
            number=row.number,
            kind=row.kind,
            name=row.name,
            given_name=row.given_name,
            company_number=row.company_number,
            category=row.category or "",
            language=row.language,
            shares=int(row.shares or 0),
            paid_in_cents=int(row.paid_in_cents or 0),
            since=row.since,
            email=row.email or "",
            street=row.street,
            postcode=row.postcode,
            town=row.town,
            country=row.country,
            representative_number=row.human_number,
            representative_name=row.human_name or "",
            representative_given_name=row.human_given_name or "",
        )


def list_exports(session: Session, limit: int) -> tuple[ExportRow, ...]:
    """Return the last `limit` exports, the newest first."""
    statement = select(RegisterExport).order_by(RegisterExport.id.desc()).limit(limit)
    return tuple(
        ExportRow(
            row.made_at,
            row.actor_name,
            row.purpose,
            row.file_format,
            row.language,
            row.filters,
            row.effective_date,
            row.recorded_until,
            row.holders,
            row.digest,
        )
        for row in session.scalars(statement)
    )


def _listed(session: Session, wanted: HolderFilter, as_of: AsOf) -> Select[*tuple[Any, ...]]:
    held, human = (
        select_positions(as_of, among=select_candidates(session, wanted)),
        select_rows_in_force(PartyName, as_of),
    )
    mandate, voter = select_in_force(Representation.representative_id, as_of), aliased(Party)
    return (
        select(
            Party.number,
            Party.kind,
            held.c.name,
            held.c.given_name,
            Party.company_number,
            held.c.language,
            held.c.street,
            held.c.postcode,
            held.c.town,
            held.c.country,
            held.c.category,
            held.c.shares,
            held.c.paid_in_cents,
            held.c.since,
            held.c.email,
            human.c.name.label("human_name"),
            human.c.given_name.label("human_given_name"),
            voter.number.label("human_number"),
        )
        .outerjoin(held, held.c.party_id == Party.id)
        .outerjoin(mandate, mandate.c.party_id == Party.id)
        .outerjoin(human, human.c.party_id == mandate.c.value)
        .outerjoin(voter, voter.id == mandate.c.value)
        .where(*list_filter_conditions(session, wanted, held, as_of))
        .order_by(Party.number)
        .execution_options(yield_per=_BATCH)
    )
