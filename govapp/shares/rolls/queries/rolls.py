"""Reading voting lists: frozen once, read by ballots and assemblies ever after."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from govapp.kernel.texts import Texts
from govapp.shares.people.rules.kinds import Category
from govapp.shares.rolls.models import Roll, RollEntryRecord, RollLeftOut
from govapp.shares.rolls.rules.refusals import RollNotFound
from govapp.shares.rolls.rules.rights import RollEntryRow
from govapp.shares.rolls.rules.roll import ROLL, LeftOut, PublishedRoll, RollEntry


@dataclass(frozen=True, slots=True)
class RollRow:
    """A frozen voting list. `counts` are entries per category; `left_out` is how many shareholders are not on it.

    `fact_head` is empty where the facts about people were not chained yet.
    """

    id: int
    record_date: date
    purpose: Texts
    frozen_at: datetime
    frozen_by: str
    ledger_sequence: int
    ledger_head: str
    fact_sequence: int
    fact_head: str
    digest: str
    size: int
    counts: Mapping[str, int]
    left_out: int


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A shareholder who is not on the list, and why."""

    holder_id: int
    number: int
    name: str
    reason: LeftOut


def get_roll(session: Session, roll_id: int) -> RollRow:
    """Return one voting list; raises RollNotFound."""
    row = session.execute(select(*_ROLL).where(Roll.id == roll_id)).one_or_none()
    if row is None:
        raise RollNotFound
    return _roll(row)


def list_rolls(session: Session) -> tuple[RollRow, ...]:
    """Return all voting lists, the newest first."""
    return tuple(_roll(row) for row in session.execute(select(*_ROLL).order_by(Roll.id.desc())))


def find_latest_roll(session: Session) -> RollRow | None:
    """Return the voting list that was frozen last, or None."""
    row = session.execute(select(*_ROLL).order_by(Roll.id.desc()).limit(1)).one_or_none()
    return None if row is None else _roll(row)


def list_roll_entries(
    session: Session, roll_id: int, *, after: int = 0, limit: int | None = None
) -> tuple[RollEntryRow, ...]:
    """Return the entries of a voting list by position (in the order of shareholder numbers).

    All of them, or at most `limit` that come `after` a position; positions count from 1.
    """
    statement = (
        select(*_ENTRY)
        .where(RollEntryRecord.roll_id == roll_id, RollEntryRecord.position > after)
        .order_by(RollEntryRecord.position)
        .limit(limit)
    )
    return tuple(_entry(row) for row in session.execute(statement))


def list_reachable_entries(session: Session, roll_id: int) -> frozenset[int]:
    """Return the numbers of the entries of a voting list that have an e-mail address."""
    statement = select(RollEntryRecord.id).where(RollEntryRecord.roll_id == roll_id, RollEntryRecord.email != "")
    return frozenset(session.scalars(statement))


def count_unreachable_entries(session: Session, roll_id: int) -> int:
    """Count the entries of a voting list that have no e-mail address."""
    statement = (
        select(func.count())
        .select_from(RollEntryRecord)
        .where(RollEntryRecord.roll_id == roll_id, RollEntryRecord.email == "")
    )
    return session.scalar(statement) or 0


def list_unreachable_entries(session: Session, roll_id: int, *, limit: int, offset: int) -> tuple[RollEntryRow, ...]:
    """Return entries of a voting list that have no e-mail address, by position."""
    statement = (
        select(*_ENTRY)
        .where(RollEntryRecord.roll_id == roll_id, RollEntryRecord.email == "")
        .order_by(RollEntryRecord.position)
        .limit(limit)
        .offset(offset)
    )
    return tuple(_entry(row) for row in session.execute(statement))


def find_roll_entry(session: Session, roll_id: int, holder_id: int) -> RollEntryRow | None:
    """Return the entry of one shareholder, or None when he or she is not on the list."""
    statement = select(*_ENTRY).where(RollEntryRecord.roll_id == roll_id, RollEntryRecord.party_id == holder_id)
    row = session.execute(statement).one_or_none()
    return None if row is None else _entry(row)


def list_entries_of(session: Session, roll_id: int, holder_ids: Collection[int]) -> tuple[RollEntryRow, ...]:
    """Return the entries of some shareholders, by position; nothing for those who are not on the list."""
    statement = (
        select(*_ENTRY)
        .where(RollEntryRecord.roll_id == roll_id, RollEntryRecord.party_id.in_(holder_ids))
        .order_by(RollEntryRecord.position)
    )
    return tuple(_entry(row) for row in session.execute(statement))


def list_entries_with_address(session: Session, roll_id: int, address: str) -> tuple[RollEntryRow, ...]:
    """Return the entries of a voting list that had an e-mail address at the freeze: a household shares one."""
    statement = (
        select(*_ENTRY)
        .where(RollEntryRecord.roll_id == roll_id, func.lower(RollEntryRecord.email) == address.lower())
        .order_by(RollEntryRecord.position)
    )
    return tuple(_entry(row) for row in session.execute(statement))


def find_left_out_reason(session: Session, roll_id: int, holder_id: int) -> LeftOut | None:
    """Return why a shareholder was left out, or None when on the list. One who came later held no shares then."""
    reason = session.scalar(
        select(RollLeftOut.reason).where(RollLeftOut.roll_id == roll_id, RollLeftOut.party_id == holder_id),
    )
    if reason is not None:
        return LeftOut(reason)
    return None if find_roll_entry(session, roll_id, holder_id) else LeftOut.NO_SHARES


def list_left_out(session: Session, roll_id: int, *, limit: int | None = None) -> tuple[LeftOutRow, ...]:
    """Return the shareholders who are not on a voting list, by number, at most `limit`."""
    statement = (
        select(RollLeftOut.party_id, RollLeftOut.number, RollLeftOut.name, RollLeftOut.reason)
        .where(RollLeftOut.roll_id == roll_id)
        .order_by(RollLeftOut.number)
        .limit(limit)
    )
    rows = session.execute(statement)
    return tuple(LeftOutRow(row.party_id, row.number, row.name, LeftOut(row.reason)) for row in rows)


def get_roll_file(session: Session, roll_id: int) -> bytes:
    """Return `roll.json`, whose SHA-256 is the digest of the roll: no e-mail address and no birth date is in it."""
    frozen = get_roll(session, roll_id)
    entries = tuple(
        RollEntry(
            position=entry.position,
            holder_id=entry.holder_id,
            number=entry.number,
            name=entry.name,
            voter=entry.voter,
            category=entry.category,
            language=entry.language,
            email="",
        )
        for entry in list_roll_entries(session, roll_id)
    )
    published = PublishedRoll(frozen.record_date, frozen.frozen_at, frozen.ledger_head, entries, frozen.fact_head)
    return ROLL.canonical_as(published, frozen.digest)


_ROLL = (
    Roll.id,
    Roll.record_date,
    Roll.purpose,
    Roll.frozen_at,
    Roll.frozen_by,
    Roll.ledger_sequence,
    Roll.ledger_head,
    Roll.fact_sequence,
    Roll.fact_head,
    Roll.digest,
    Roll.size,
    Roll.counts,
    Roll.left_out,
)
_ENTRY = (
    RollEntryRecord.id,
    RollEntryRecord.position,
    RollEntryRecord.party_id,
    RollEntryRecord.number,
    RollEntryRecord.name,
    RollEntryRecord.voter,
    RollEntryRecord.category,
    RollEntryRecord.language,
    RollEntryRecord.email,
)


def _roll(row: Row[*tuple[Any, ...]]) -> RollRow:
    identity, record_date, purpose, *others = row
    return RollRow(identity, record_date, Texts.from_dict(purpose), *others)


def _entry(row: Row[*tuple[Any, ...]]) -> RollEntryRow:
    identity, position, holder_id, number, name, voter, category, language, email = row
    return RollEntryRow(
        entry_id=identity,
        position=position,
        holder_id=holder_id,
        number=number,
        name=name,
        voter=voter,
        category=Category(category),
        language=language,
        email=email or None,
    )
