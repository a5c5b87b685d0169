"""What the register learned after a voting list was frozen, of days that the list speaks of.

A frozen list stays as it is. Whoever leads the meeting decides what such an entry means, and has to know of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.shares.ledger.models import LedgerLine, LedgerTransaction
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.people.rules.days import AsOf
from govapp.shares.rolls.models import Roll, RollEntryRecord
from govapp.shares.rolls.queries.candidates import list_roll_candidates
from govapp.shares.rolls.queries.rolls import RollRow, find_left_out_reason, list_rolls
from govapp.shares.rolls.rules.roll import LeftOut, compile_roll

# An import after the freeze can bring thousands; whoever looks at the run sheet waits for the figure.
MAX_LATE_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class LateEntry:
    """A movement with a legal day that the list covers, recorded after the freeze; shares with their sign.

    `is_on_list` says whether the shareholder may vote on the list; `would_be_on_list` whether that would be so if the
    list were compiled for the same day with what is known now. `second_actor_name` is empty where nobody else approved.
    """

    sequence: int
    type: MovementType
    holder_id: int
    number: int
    name: str
    quantity: int
    effective_date: date
    recorded_at: datetime
    actor_name: str
    second_actor_name: str
    is_on_list: bool
    would_be_on_list: bool


def list_late_entries(session: Session, frozen: RollRow, now: datetime, *, limit: int) -> tuple[LateEntry, ...]:
    """Return the movements behind a frozen list, the newest first, at most `limit`; `now` is the moment of asking."""
    header, line = LedgerTransaction, LedgerLine
    statement = (
        select(
            *(line.sequence, header.type, line.party_id, line.quantity, line.effective_date, line.recorded_at),
            header.actor_name,
            header.second_actor_name,
        )
        .join(header, header.sequence == line.sequence)
        .where(line.sequence > frozen.ledger_sequence, line.effective_date <= frozen.record_date)
        .order_by(line.sequence.desc(), line.ordinal)
        .limit(limit)
    )
    rows = session.execute(statement).all()
    people = sorted({row.party_id for row in rows})
    known = {one.holder_id: one for one in list_roll_candidates(session, AsOf(frozen.record_date, now), among=people)}
    would_be = {entry.holder_id for entry in compile_roll(known.values()).entries}
    mine = RollEntryRecord.roll_id == frozen.id
    are_on = set(
        session.scalars(select(RollEntryRecord.party_id).where(mine, RollEntryRecord.party_id.in_(people))),
    )
    return tuple(
        LateEntry(
            sequence=row.sequence,
            type=MovementType(row.type),
            holder_id=row.party_id,
            number=known[row.party_id].number,
            name=known[row.party_id].name,
            quantity=row.quantity,
            effective_date=row.effective_date,
            recorded_at=row.recorded_at,
            actor_name=row.actor_name,
            second_actor_name=row.second_actor_name,
            is_on_list=row.party_id in are_on,
            would_be_on_list=row.party_id in would_be,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class LeftOutNow:
    """Why somebody is not on a frozen list, as it is known now: `recorded_at` is when what counts was written down."""

    reason: LeftOut
    frozen_at: datetime
    recorded_at: datetime | None = None


def explain_left_out(session: Session, frozen: RollRow, holder_id: int, now: datetime) -> LeftOutNow | None:
    """Return the true reason why a shareholder is not on a frozen list, or None for one who is.

    Whoever would be on it, if it were compiled for the same day with what is known now, was recorded too late.
    """
    reason = find_left_out_reason(session, frozen.id, holder_id)
    if reason is None:
        return None
    statement = select(func.max(LedgerLine.recorded_at)).where(
        LedgerLine.sequence > frozen.ledger_sequence,
        LedgerLine.effective_date <= frozen.record_date,
        LedgerLine.party_id == holder_id,
    )
    recorded_at = session.scalar(statement)
    known = list_roll_candidates(session, AsOf(frozen.record_date, now), among=[holder_id])
    if recorded_at is None or not compile_roll(known).entries:
        return LeftOutNow(reason, frozen.frozen_at)
    return LeftOutNow(LeftOut.RECORDED_LATER, frozen.frozen_at, recorded_at)


def count_people_too_late(session: Session, frozen: RollRow, now: datetime) -> int:
    """Count who is not on a frozen list and would be, if it were compiled for the same day with what is known now."""
    late = list_late_entries(session, frozen, now, limit=MAX_LATE_ENTRIES)
    return len({each.holder_id for each in late if each.would_be_on_list and not each.is_on_list})


def count_late_entries(session: Session, frozen: RollRow) -> int:
    """Count the entries behind a frozen list."""
    statement = select(func.count(LedgerLine.sequence.distinct())).where(
        LedgerLine.sequence > frozen.ledger_sequence, LedgerLine.effective_date <= frozen.record_date
    )
    return session.scalar(statement) or 0


@dataclass(frozen=True, slots=True)
class LateNotice:
    """One entry that lies behind voting lists frozen before it: those lists, and who approved it beside its actor."""

    sequence: int
    roll_ids: tuple[int, ...]
    second_actor_name: str


def list_late_notices(session: Session) -> Iterator[LateNotice]:
    """Yield each entry of the ledger that lies behind a list frozen before it, in the order of the ledger."""
    header = LedgerTransaction
    statement = (
        select(header.sequence, header.second_actor_name, Roll.id)
        .join(Roll, (Roll.ledger_sequence < header.sequence) & (Roll.record_date >= header.effective_date))
        .order_by(header.sequence, Roll.id)
    )
    found: dict[int, tuple[str, list[int]]] = {}
    for sequence, second_actor_name, roll_id in session.execute(statement):
        found.setdefault(sequence, (second_actor_name, []))[1].append(roll_id)
    for sequence, (second_actor_name, roll_ids) in found.items():
        yield LateNotice(sequence, tuple(roll_ids), second_actor_name)


def find_lists_behind(session: Session, day: date) -> tuple[RollRow, ...]:
    """Return the frozen voting lists that an entry of that legal day, recorded now, would lie behind; newest first."""
    return tuple(frozen for frozen in list_rolls(session) if day <= frozen.record_date)
