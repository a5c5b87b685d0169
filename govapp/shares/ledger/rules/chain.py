"""The hash chain of the ledger: each transaction covers the one before, so that any changed byte shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from govapp.kernel.errors import Param
from govapp.kernel.records import RecordType
from govapp.shares.ledger.rules.movements import Transaction

# What the first transaction names as the digest of the one before it.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainedTransaction:
    """A transaction with everything its digest covers; `numbers` are the shareholder numbers of its movements."""

    version: int
    sequence: int
    transaction: Transaction
    numbers: tuple[int, ...]
    recorded_at: datetime
    actor: str
    actor_name: str
    previous_hash: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """Something that is not as it was written: where, a code, and a plain sentence.

    Where `sentence` stands, `detail` is it in English; with `params` it can be said in other languages.
    """

    subject: str
    code: str
    detail: str
    sentence: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)


def encode_v0(chained: ChainedTransaction) -> dict[str, Any]:
    """Return what the digest of an entry of the first stage covers: one movement, with the names of that time."""
    transaction = chained.transaction
    [movement] = transaction.movements
    return {
        "sequence": chained.sequence,
        "event": transaction.type.value,
        "holder": movement.holder_id,
        "number": chained.numbers[0],
        "quantity": movement.quantity,
        "unit_price_cents": movement.unit_price_cents,
        "paid_in_cents": movement.paid_in_cents,
        "effective_date": transaction.effective_date.isoformat(),
        "recorded_at": _moment(chained.recorded_at),
        "actor": chained.actor,
        "actor_name": chained.actor_name,
        "reason": transaction.reason,
        "reference": transaction.reference,
        "reverses": transaction.reverses,
        "previous_hash": chained.previous_hash,
    }


def encode_v1(chained: ChainedTransaction) -> dict[str, Any]:
    """Return what the digest of a transaction covers: all of it with its lines, so that half of one cannot exist."""
    transaction = chained.transaction
    return {
        "v": 1,
        "sequence": chained.sequence,
        "type": transaction.type.value,
        "effective_date": transaction.effective_date.isoformat(),
        "recorded_at": _moment(chained.recorded_at),
        "actor": chained.actor,
        "actor_name": chained.actor_name,
        "second_actor": transaction.second_actor,
        "second_actor_name": transaction.second_actor_name,
        "legal_basis": transaction.legal_basis,
        "document_digest": transaction.document_digest,
        "reason": transaction.reason,
        "reference": transaction.reference,
        "reverses": transaction.reverses,
        "previous_hash": chained.previous_hash,
        "lines": [
            {
                "holder": movement.holder_id,
                "number": number,
                "share_class": movement.share_class,
                "quantity": movement.quantity,
                "unit_price_cents": movement.unit_price_cents,
                "paid_in_cents": movement.paid_in_cents,
                "claim_cents": movement.claim_cents,
                "counter_line": movement.counter,
            }
            for movement, number in zip(transaction.movements, chained.numbers, strict=True)
        ],
    }


# The entries of an import were all recorded at one moment.
@lru_cache(maxsize=64)
def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


LEDGER_TRANSACTION: Final = RecordType("ledger transaction", {0: encode_v0, 1: encode_v1})


def transaction_hash(chained: ChainedTransaction) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON (RFC 8785) of a transaction of a known version."""
    return LEDGER_TRANSACTION.digest(chained, chained.version)


def faults_in_chain(ledger: Iterable[ChainedTransaction]) -> Iterator[LedgerFault]:
    """Yield every fault of a ledger read in order: gaps, broken links, unknown versions, changed content, times."""
    previous, expected, newest, last = GENESIS, 1, 0, None
    for chained in ledger:
        subject = f"entry {chained.sequence}"
        if chained.sequence != expected:
            yield LedgerFault(subject, "gap", f"entry {expected} is missing before it")
        if chained.previous_hash != previous:
            yield LedgerFault(subject, "link", "it does not follow the entry before")
        if not _is_readable(chained, newest):
            yield LedgerFault(subject, "version", f"version {chained.version} is not one that this program writes here")
        else:
            newest = chained.version
            if chained.hash != transaction_hash(chained):
                yield LedgerFault(subject, "content", "its content is not what was written")
        if last is not None and chained.recorded_at < last:
            yield LedgerFault(subject, "recorded_at", "it was recorded before the entry above it")
        previous, expected, last = chained.hash, chained.sequence + 1, chained.recorded_at


def _is_readable(chained: ChainedTransaction, newest: int) -> bool:
    # After the first transaction of a version nobody writes an older one: the seam is crossed once. The first stage
    # wrote one movement an entry.
    if chained.version not in LEDGER_TRANSACTION.encoders or chained.version < newest:
        return False
    return chained.version > 0 or len(chained.transaction.movements) == 1
