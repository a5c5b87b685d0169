"""Reading voting lists: frozen once, read by ballots and assemblies ever after."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from govapp.kernel.canonical import sha256_hex
from govapp.kernel.texts import Texts
from govapp.shares.people.rules.kinds import Category
from govapp.shares.rolls.models import Roll, RollEntryRecord, RollLeftOut
from govapp.shares.rolls.queries.additions import AdditionRow, list_additions
from govapp.shares.rolls.rules.refusals import RollNotFound
from govapp.shares.rolls.rules.rights import RollEntryRow
from govapp.shares.rolls.rules.roll import ROLL, LeftOut, PublishedRoll, RollEntry


@dataclass(frozen=True, slots=True)
class RollRow:
    """A frozen voting list. `counts` are entries per category; `left_out` is how many shareholders are not on it.

    `fact_head` is empty where the facts about people were not chained yet. Digest, size and counts are those of its
    newest version; `frozen_digest` and `frozen_size` those of the first, and `additions` made the others.
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
    frozen_digest: str = ""
    frozen_size: int = 0
    additions: tuple[AdditionRow, ...] = ()

    @property
    def version(self) -> int:
        """Return which version of the list it is, from 1; each addition makes the next."""
        return 1 + len(self.additions)

    @property
    def digests(self) -> frozenset[str]:
        """Return the digests of all its versions."""
        return frozenset({self.frozen_digest, *(each.digest for each in self.additions)})


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
    return _with_additions(session, [_roll(row)])[0]


def list_rolls(session: Session) -> tuple[RollRow, ...]:
    """Return all voting lists, the newest first."""
    return _with_additions(session, [_roll(row) for row in session.execute(select(*_ROLL).order_by(Roll.id.desc()))])


def find_latest_roll(session: Session) -> RollRow | None:
    """Return the voting list that was frozen last, or None."""
    row = session.execute(select(*_ROLL).order_by(Roll.id.desc()).limit(1)).one_or_none()
    return None if row is None else _with_additions(session, [_roll(row)])[0]


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
    if find_roll_entry(session, roll_id, holder_id):
        return None
    reason = session.scalar(
        select(RollLeftOut.reason).where(RollLeftOut.roll_id == roll_id, RollLeftOut.party_id == holder_id),
    )
    return LeftOut.NO_SHARES if reason is None else LeftOut(reason)


def list_left_out(session: Session, roll_id: int, *, limit: int | None = None) -> tuple[LeftOutRow, ...]:
    """Return the shareholders who are not on a voting list, by number, at most `limit`."""
    on_list = select(RollEntryRecord.party_id).where(RollEntryRecord.roll_id == roll_id)
    statement = (
        select(RollLeftOut.party_id, RollLeftOut.number, RollLeftOut.name, RollLeftOut.reason)
        .where(RollLeftOut.roll_id == roll_id, RollLeftOut.party_id.not_in(on_list))
        .order_by(RollLeftOut.number)
        .limit(limit)
    )
    rows = session.execute(statement)
    return tuple(LeftOutRow(row.party_id, row.number, row.name, LeftOut(row.reason)) for row in rows)


def get_roll_file(session: Session, roll_id: int) -> bytes:
    """Return `roll.json`, whose SHA-256 is the digest of the roll: no e-mail address and no birth date is in it."""
    frozen = get_roll(session, roll_id)
    return ROLL.canonical_as(get_published_roll(session, frozen), frozen.digest)


def list_version_faults(session: Session, frozen: RollRow) -> tuple[str, ...]:
    """Return what is wrong with the versions of a list, a sentence each.

    Each has the digest of its entries, and names the version before.
    """
    published, faults, before = get_published_roll(session, frozen), [], ""
    digests = (frozen.frozen_digest, *(each.digest for each in frozen.additions))
    for count, digest in enumerate(digests):
        part = replace(
            published, entries=published.entries[: frozen.frozen_size + count], additions=published.additions[:count]
        )
        if sha256_hex(ROLL.canonical_as(part, digest)) != digest:
            faults.append(f"the entries of its version {count + 1} are not what was frozen")
        if count and part.additions[-1].previous != before:
            faults.append(f"its version {count + 1} does not name the version before")
        before = digest
    return tuple(faults)


def get_published_roll(session: Session, frozen: RollRow) -> PublishedRoll:
    """Return a voting list as its newest version states it."""
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
        for entry in list_roll_entries(session, frozen.id)
    )
    return PublishedRoll(
        record_date=frozen.record_date,
        frozen_at=frozen.frozen_at,
        ledger_head=frozen.ledger_head,
        entries=entries,
        fact_head=frozen.fact_head,
        additions=tuple(each.addition for each in frozen.additions),
    )


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


def _with_additions(session: Session, rows: Sequence[RollRow]) -> tuple[RollRow, ...]:
    added = list_additions(session, [row.id for row in rows])
    return tuple(_grown(row, added.get(row.id, ())) for row in rows)


def _grown(row: RollRow, additions: tuple[AdditionRow, ...]) -> RollRow:
    new = Counter(each.category for each in additions)
    return replace(
        row,
        digest=additions[-1].digest if additions else row.digest,
        size=row.size + len(additions),
        counts={code: count + new[code] for code, count in row.counts.items()},
        left_out=row.left_out - sum(each.was_left_out for each in additions),
        frozen_digest=row.digest,
        frozen_size=row.size,
        additions=additions,
    )


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
