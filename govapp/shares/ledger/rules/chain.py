"""The hash chain of the ledger: each entry covers the one before, so that any changed byte shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.shares.ledger.rules.movements import Movement

# What the first entry names as the digest of the entry before it.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainedEntry:
    """A ledger entry with everything its digest covers; `number` is the shareholder number of the holder."""

    sequence: int
    movement: Movement
    number: int
    recorded_at: datetime
    actor: str
    actor_name: str
    previous_hash: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: where, a code, and a plain sentence."""

    subject: str
    code: str
    detail: str


def entry_hash(entry: ChainedEntry) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON (RFC 8785) of the entry without its own hash."""
    return sha256_hex(canonical_json(_covered(entry)))


def _covered(entry: ChainedEntry) -> dict[str, Any]:
    movement = entry.movement
    return {
        "sequence": entry.sequence,
        "event": movement.event.value,
        "holder": movement.holder_id,
        "number": entry.number,
        "quantity": movement.quantity,
        "unit_price_cents": movement.unit_price_cents,
        "paid_in_cents": movement.paid_in_cents,
        "effective_date": movement.effective_date.isoformat(),
        "recorded_at": entry.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "reason": movement.reason,
        "reference": movement.reference,
        "reverses": movement.reverses,
        "previous_hash": entry.previous_hash,
    }


def faults_in_chain(entries: Iterable[ChainedEntry]) -> Iterator[Fault]:
    """Yield every fault of a ledger read in order: gaps, broken links, changed content, reversals that do not fit."""
    previous, expected = GENESIS, 1
    movements: dict[int, Movement] = {}
    reversed_by: dict[int, int] = {}
    for entry in entries:
        subject = f"entry {entry.sequence}"
        if entry.sequence != expected:
            yield Fault(subject, "gap", f"entry {expected} is missing before it")
        if entry.previous_hash != previous:
            yield Fault(subject, "link", "it does not follow the entry before")
        if entry.hash != entry_hash(entry):
            yield Fault(subject, "content", "its content is not what was written")
        yield from _faults_of_reversal(entry, movements, reversed_by)
        movements[entry.sequence] = entry.movement
        previous, expected = entry.hash, entry.sequence + 1


def _faults_of_reversal(
    entry: ChainedEntry,
    movements: dict[int, Movement],
    reversed_by: dict[int, int],
) -> Iterator[Fault]:
    target = entry.movement.reverses
    if target is None:
        if entry.movement.quantity < 0:
            yield Fault(f"entry {entry.sequence}", "negative", "it takes shares away without naming an entry")
        return
    wrong = movements.get(target)
    if wrong is None or not is_negative_of(entry.movement, wrong):
        yield Fault(f"entry {entry.sequence}", "reversal", f"it is not the exact negative of entry {target}")
    if target in reversed_by:
        yield Fault(
            f"entry {entry.sequence}", "reversed_twice", f"entry {target} was reversed by {reversed_by[target]}"
        )
    reversed_by[target] = entry.sequence


def is_negative_of(reversal: Movement, wrong: Movement) -> bool:
    """Tell whether a movement takes back another exactly: holder, day, price, shares and amount."""
    return (
        reversal.holder_id == wrong.holder_id
        and reversal.effective_date == wrong.effective_date
        and reversal.unit_price_cents == wrong.unit_price_cents
        and reversal.quantity == -wrong.quantity
        and reversal.paid_in_cents == -wrong.paid_in_cents
    )
