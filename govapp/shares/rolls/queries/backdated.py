"""Entries of the register that were recorded after the record date of a voting list and speak of a day before it.

They count: the register is right when it is recorded late. But whoever answers for the list has to know of them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from govapp.shares.ledger.models import Holding, LedgerLine, LedgerTransaction
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.people.rules.names import full_name
from govapp.shares.rolls.models import RollEntryRecord
from govapp.shares.rolls.queries.rolls import RollRow


@dataclass(frozen=True, slots=True)
class BackdatedEntry:
    """A movement of somebody on the list, recorded after the record date; shares with their sign."""

    sequence: int
    type: MovementType
    holder_id: int
    name: str
    quantity: int
    effective_date: date
    recorded_at: datetime


def count_backdated_people(session: Session, record_date: date, zone: ZoneInfo) -> int:
    """Count the people of whom an entry was recorded after `record_date` with an effective date until then."""
    behind = _entries(record_date, zone).subquery()
    return session.scalar(select(func.count(behind.c.party_id.distinct()))) or 0


def count_backdated_on(session: Session, frozen: RollRow, zone: ZoneInfo) -> int:
    """Count the people on a frozen list of whom an entry was recorded after its record date and before the freeze."""
    behind = _entries_on(frozen, zone).subquery()
    return session.scalar(select(func.count(behind.c.party_id.distinct()))) or 0


def list_backdated_on(session: Session, frozen: RollRow, zone: ZoneInfo, *, limit: int) -> tuple[BackdatedEntry, ...]:
    """Return those entries, the newest first, at most `limit`."""
    behind = _entries_on(frozen, zone).subquery()
    statement = (
        select(behind, Holding.name, Holding.given_name)
        .join(Holding, Holding.party_id == behind.c.party_id)
        .order_by(behind.c.sequence.desc(), behind.c.ordinal)
        .limit(limit)
    )
    return tuple(
        BackdatedEntry(
            sequence=row.sequence,
            type=MovementType(row.type),
            holder_id=row.party_id,
            name=full_name(row.name, row.given_name),
            quantity=row.quantity,
            effective_date=row.effective_date,
            recorded_at=row.recorded_at,
        )
        for row in session.execute(statement)
    )


def _entries(record_date: date, zone: ZoneInfo) -> Select[int, int, str, int, int, date, datetime]:
    line, header = LedgerLine, LedgerTransaction
    next_day = datetime.combine(record_date + timedelta(days=1), time(), zone)
    return (
        select(
            *(line.sequence, line.ordinal, header.type, line.party_id, line.quantity),
            *(line.effective_date, line.recorded_at),
        )
        .join(header, header.sequence == line.sequence)
        .where(line.effective_date <= record_date, line.recorded_at >= next_day)
    )


def _entries_on(frozen: RollRow, zone: ZoneInfo) -> Select[int, int, str, int, int, date, datetime]:
    on_list = select(RollEntryRecord.party_id).where(RollEntryRecord.roll_id == frozen.id)
    return _entries(frozen.record_date, zone).where(
        LedgerLine.sequence <= frozen.ledger_sequence, LedgerLine.party_id.in_(on_list)
    )
