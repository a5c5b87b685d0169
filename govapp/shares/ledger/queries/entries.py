"""Reading the ledger: its head, and entries as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from govapp.shares.ledger.models import LedgerEntry
from govapp.shares.ledger.rules.chain import GENESIS, ChainedEntry
from govapp.shares.ledger.rules.kinds import Event
from govapp.shares.ledger.rules.movements import Movement, Recorded
from govapp.shares.people.models import Party

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The last entry of the ledger: its sequence (0 when empty), its hash, and when it was recorded."""

    sequence: int
    hash: str
    recorded_at: datetime | None


def ledger_head(session: Session, recorded_until: datetime | None = None) -> LedgerHead:
    """Return the head of the ledger, or what it was at `recorded_until` (UTC, inclusive)."""
    statement = select(LedgerEntry.sequence, LedgerEntry.hash, LedgerEntry.recorded_at)
    if recorded_until is not None:
        statement = statement.where(LedgerEntry.recorded_at <= recorded_until)
    row = session.execute(statement.order_by(LedgerEntry.sequence.desc()).limit(1)).one_or_none()
    return LedgerHead(0, GENESIS, None) if row is None else LedgerHead(row.sequence, row.hash, row.recorded_at)


def entries_of(session: Session, holder_id: int) -> tuple[Recorded, ...]:
    """Return all entries of one holder in ledger order."""
    statement = select(*_COLUMNS).where(LedgerEntry.party_id == holder_id).order_by(LedgerEntry.sequence)
    return tuple(Recorded(row.sequence, row.recorded_at, movement_of(row)) for row in session.execute(statement))


def chained_entries(session: Session) -> Iterator[ChainedEntry]:
    """Yield the whole ledger in order, with everything that the hashes cover."""
    statement = (
        select(*_COLUMNS, Party.number)
        .outerjoin(Party, Party.id == LedgerEntry.party_id)
        .order_by(LedgerEntry.sequence)
        .execution_options(yield_per=_BATCH)
    )
    for row in session.execute(statement):
        yield ChainedEntry(
            sequence=row.sequence,
            movement=movement_of(row),
            number=row.number or 0,
            recorded_at=row.recorded_at,
            actor=row.actor,
            actor_name=row.actor_name,
            previous_hash=row.previous_hash,
            hash=row.hash,
        )


_COLUMNS = (
    LedgerEntry.sequence,
    LedgerEntry.event,
    LedgerEntry.party_id,
    LedgerEntry.quantity,
    LedgerEntry.unit_price_cents,
    LedgerEntry.paid_in_cents,
    LedgerEntry.effective_date,
    LedgerEntry.recorded_at,
    LedgerEntry.actor,
    LedgerEntry.actor_name,
    LedgerEntry.reason,
    LedgerEntry.reference,
    LedgerEntry.reverses,
    LedgerEntry.previous_hash,
    LedgerEntry.hash,
)


def movement_of(row: LedgerEntry | Row[*tuple[Any, ...]]) -> Movement:
    """Return the movement that a row of the ledger records."""
    return Movement(
        event=Event(row.event),
        holder_id=row.party_id,
        quantity=row.quantity,
        unit_price_cents=row.unit_price_cents,
        paid_in_cents=row.paid_in_cents,
        effective_date=row.effective_date,
        reason=row.reason,
        reference=row.reference,
        reverses=row.reverses,
    )
