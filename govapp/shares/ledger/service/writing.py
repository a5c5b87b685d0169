"""Writing the ledger: entries are appended in order under one lock, each covering the one before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NewType

from sqlalchemy import delete, insert

from govapp.db.bulk import insert_all
from govapp.db.locks import lock
from govapp.db.uow import Work
from govapp.shares.ledger.models import Holding, LedgerEntry
from govapp.shares.ledger.queries.entries import entries_of, ledger_head
from govapp.shares.ledger.rules.chain import ChainedEntry, entry_hash
from govapp.shares.ledger.rules.movements import Movement, position
from govapp.shares.people.models import PartyCategory, PartyEmail
from govapp.shares.people.queries.dated import facts_of
from govapp.shares.people.rules.dated import fact_at
from govapp.shares.people.rules.days import ALWAYS

EntrySequence = NewType("EntrySequence", int)


@dataclass(frozen=True, slots=True)
class NumberedMovement:
    """A movement with the shareholder number of its holder, which the hash covers too."""

    number: int
    movement: Movement


def lock_register(work: Work) -> None:
    """Make writers of the register wait for each other until the end of the transaction."""
    lock(work, "register")


def moment_of_writing(work: Work) -> datetime:
    """Return the moment (UTC) to record: never before the last entry, so that time runs one way in the ledger."""
    last = ledger_head(work.session).recorded_at
    return work.now if last is None else max(work.now, last)


def append(work: Work, movements: Sequence[NumberedMovement], recorded_at: datetime) -> list[EntrySequence]:
    """Append movements in order, chained; the caller holds `lock_register`. Returns their sequences."""
    head = ledger_head(work.session)
    sequence, previous = head.sequence, head.hash
    rows: list[dict[str, Any]] = []
    for numbered in movements:
        sequence += 1
        entry = ChainedEntry(
            sequence=sequence,
            movement=numbered.movement,
            number=numbered.number,
            recorded_at=recorded_at,
            actor=work.actor.reference,
            actor_name=work.actor.name,
            previous_hash=previous,
        )
        previous = entry_hash(entry)
        rows.append(_row(replace(entry, hash=previous)))
    insert_all(work, LedgerEntry, rows)
    return [EntrySequence(row["sequence"]) for row in rows]


def _row(entry: ChainedEntry) -> dict[str, Any]:
    movement = entry.movement
    return {
        "sequence": entry.sequence,
        "event": movement.event.value,
        "party_id": movement.holder_id,
        "quantity": movement.quantity,
        "unit_price_cents": movement.unit_price_cents,
        "paid_in_cents": movement.paid_in_cents,
        "effective_date": movement.effective_date,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "reason": movement.reason,
        "reference": movement.reference,
        "reverses": movement.reverses,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def refresh_holding(work: Work, holder_id: int) -> None:
    """Recompute what one shareholder has from ledger and dated facts, and keep it for fast lists."""
    held = position(entries_of(work.session, holder_id), ALWAYS)
    category = fact_at(facts_of(work.session, PartyCategory.category, holder_id), ALWAYS)
    email = fact_at(facts_of(work.session, PartyEmail.address, holder_id), ALWAYS)
    work.session.execute(delete(Holding).where(Holding.party_id == holder_id))
    work.session.execute(
        insert(Holding).values(
            party_id=holder_id,
            shares=held.shares,
            paid_in_cents=held.paid_in_cents,
            paid_shares=held.paid_shares,
            since=held.since,
            category=category.value if category else "",
            email=email.value if email else "",
        ),
    )
