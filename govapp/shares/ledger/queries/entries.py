"""Reading the ledger: its head, transactions as they are chained, and movements of people as values."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from govapp.shares.ledger.models import LedgerLine, LedgerTransaction
from govapp.shares.ledger.rules.chain import GENESIS, ChainedTransaction
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Movement, Recorded, Transaction
from govapp.shares.people.models import Party

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The last transaction: its sequence (0 when there is none), its hash, and when it was recorded."""

    sequence: int
    hash: str
    recorded_at: datetime | None


def get_ledger_head(session: Session, recorded_until: datetime | None = None) -> LedgerHead:
    """Return the head of the ledger, or what it was at `recorded_until` (UTC, inclusive)."""
    statement = select(LedgerTransaction.sequence, LedgerTransaction.hash, LedgerTransaction.recorded_at)
    if recorded_until is not None:
        statement = statement.where(LedgerTransaction.recorded_at <= recorded_until)
    row = session.execute(statement.order_by(LedgerTransaction.sequence.desc()).limit(1)).one_or_none()
    return LedgerHead(0, GENESIS, None) if row is None else LedgerHead(row.sequence, row.hash, row.recorded_at)


def list_entries(session: Session, holder_ids: Collection[int]) -> tuple[Recorded, ...]:
    """Return all movements of these people in the order of the ledger."""
    statement = (
        select(LedgerTransaction.type, LedgerTransaction.reverses, *_LINE)
        .join(LedgerTransaction, LedgerTransaction.sequence == LedgerLine.sequence)
        .where(LedgerLine.party_id.in_(holder_ids))
        .order_by(LedgerLine.sequence, LedgerLine.ordinal)
    )
    return tuple(
        Recorded(
            sequence=row.sequence,
            ordinal=row.ordinal,
            type=MovementType(row.type),
            effective_date=row.effective_date,
            recorded_at=row.recorded_at,
            reverses=row.reverses,
            movement=_movement(row),
        )
        for row in session.execute(statement)
    )


def find_transaction(session: Session, sequence: int) -> Transaction | None:
    """Return the transaction with that sequence, or None."""
    found = next(_chained(session, _TRANSACTIONS.where(LedgerTransaction.sequence == sequence)), None)
    return None if found is None else found.transaction


def list_chained_transactions(session: Session) -> Iterator[ChainedTransaction]:
    """Yield the whole ledger in order, with everything that the hashes cover."""
    return _chained(session, _TRANSACTIONS.execution_options(yield_per=_BATCH))


def _chained(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[ChainedTransaction]:
    for _, lines in groupby(session.execute(statement), key=lambda row: row.sequence):
        rows = list(lines)
        head = rows[0]
        # A transaction whose lines are gone is still a link of the chain.
        rows = [row for row in rows if row.ordinal is not None]
        yield ChainedTransaction(
            version=head.version,
            sequence=head.sequence,
            transaction=Transaction(
                type=MovementType(head.type),
                effective_date=head.effective_date,
                movements=tuple(_movement(row) for row in rows),
                reason=head.reason,
                reference=head.reference,
                legal_basis=head.legal_basis,
                document_digest=head.document_digest,
                second_actor=head.second_actor,
                second_actor_name=head.second_actor_name,
                reverses=head.reverses,
            ),
            numbers=tuple(row.number or 0 for row in rows),
            recorded_at=head.recorded_at,
            actor=head.actor,
            actor_name=head.actor_name,
            previous_hash=head.previous_hash,
            hash=head.hash,
        )


_HEADER = (
    LedgerTransaction.sequence,
    LedgerTransaction.version,
    LedgerTransaction.type,
    LedgerTransaction.effective_date,
    LedgerTransaction.recorded_at,
    LedgerTransaction.actor,
    LedgerTransaction.actor_name,
    LedgerTransaction.second_actor,
    LedgerTransaction.second_actor_name,
    LedgerTransaction.legal_basis,
    LedgerTransaction.document_digest,
    LedgerTransaction.reason,
    LedgerTransaction.reference,
    LedgerTransaction.reverses,
    LedgerTransaction.previous_hash,
    LedgerTransaction.hash,
)
_MOVEMENT = (
    LedgerLine.ordinal,
    LedgerLine.party_id,
    LedgerLine.share_class,
    LedgerLine.quantity,
    LedgerLine.unit_price_cents,
    LedgerLine.paid_in_cents,
    LedgerLine.claim_cents,
    LedgerLine.counter_line,
)
_LINE = (LedgerLine.sequence, LedgerLine.effective_date, LedgerLine.recorded_at, *_MOVEMENT)
_TRANSACTIONS = (
    select(*_HEADER, *_MOVEMENT, Party.number)
    .outerjoin(LedgerLine, LedgerLine.sequence == LedgerTransaction.sequence)
    .outerjoin(Party, Party.id == LedgerLine.party_id)
    .order_by(LedgerTransaction.sequence, LedgerLine.ordinal)
)


def _movement(row: Row[*tuple[Any, ...]]) -> Movement:
    return Movement(
        holder_id=row.party_id,
        quantity=row.quantity,
        unit_price_cents=row.unit_price_cents,
        paid_in_cents=row.paid_in_cents,
        claim_cents=row.claim_cents,
        share_class=row.share_class,
        counter=row.counter_line,
    )
