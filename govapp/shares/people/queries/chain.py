"""Reading the chain of facts: its head, its links, and the rows that they speak of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, inspect, select
from sqlalchemy.orm import Session

from govapp.db.base import Base
from govapp.shares.people.models import (
    FactConfirmation,
    FactLinkRecord,
    Party,
    PartyAddress,
    PartyCategory,
    PartyEmail,
    PartyLanguage,
    PartyName,
    Representation,
)
from govapp.shares.people.rules.chain import FIRST_LINK, MEMBERS_V1, Fact, FactLink, FactType

# In the order in which rows can be written: a person is there before what is said of it.
FACT_TABLES: Final[Mapping[FactType, type[Base]]] = {
    FactType.PERSON: Party,
    FactType.NAME: PartyName,
    FactType.ADDRESS: PartyAddress,
    FactType.LANGUAGE: PartyLanguage,
    FactType.CATEGORY: PartyCategory,
    FactType.EMAIL: PartyEmail,
    FactType.REPRESENTATIVE: Representation,
    FactType.CONFIRMATION: FactConfirmation,
}
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class FactHead:
    """The last link of the chain of facts: its sequence (0 when there is none), its hash, and when it was recorded."""

    sequence: int
    hash: str
    recorded_at: datetime | None = None


def get_fact_head(session: Session, recorded_until: datetime | None = None) -> FactHead:
    """Return the last link of the chain of facts, or which one it was at `recorded_until` (UTC, inclusive)."""
    statement = select(FactLinkRecord.sequence, FactLinkRecord.hash, FactLinkRecord.recorded_at)
    if recorded_until is not None:
        statement = statement.where(FactLinkRecord.recorded_at <= recorded_until)
    row = session.execute(statement.order_by(FactLinkRecord.sequence.desc()).limit(1)).one_or_none()
    return FactHead(0, FIRST_LINK) if row is None else FactHead(row.sequence, row.hash, row.recorded_at)


def list_fact_links(session: Session) -> Iterator[FactLink]:
    """Yield the whole chain in order."""
    table = FactLinkRecord.__table__
    statement = select(table).order_by(table.c.sequence).execution_options(yield_per=_BATCH)
    yield from map(to_fact_link, session.execute(statement))


def to_fact_link(row: Row[*tuple[Any, ...]]) -> FactLink:
    """Return a row of the chain as the rules take it."""
    return FactLink(
        version=row.version,
        sequence=row.sequence,
        person_id=row.party_id,
        recorded_at=row.recorded_at,
        salt=row.salt,
        facts=tuple(row.facts.split("\n")),
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


def list_facts(session: Session, fact_type: FactType) -> Iterator[Fact]:
    """Yield all rows of a type as they stand in the database, by their numbers."""
    columns, names = inspect(FACT_TABLES[fact_type]).columns, MEMBERS_V1[fact_type]
    statement = select(*(columns[name] for name in names)).order_by(columns["id"])
    for row in session.execute(statement.execution_options(yield_per=_BATCH)):
        yield Fact(fact_type, dict(zip(names, row, strict=True)))
