"""What is true of every sound ledger, whoever wrote it and however: recomputed from the first transaction."""

from collections.abc import Iterable, Iterator
from datetime import date

from govapp.kernel.errors import Refusal
from govapp.shares.ledger.rules.chain import ChainedTransaction, LedgerFault
from govapp.shares.ledger.rules.checking import (
    check_balances,
    check_departure,
    check_needs,
    check_reversal,
    check_shape,
)
from govapp.shares.ledger.rules.movements import Movement, Recorded, daily_balances
from govapp.shares.ledger.rules.types import TYPE_RULES, Leaves

MIN_HOLDERS = 3

Moved = list[tuple[date, Movement]]


def recorded(chained: ChainedTransaction) -> Iterator[Recorded]:
    """Yield the movements of a transaction as they stand in the ledger."""
    transaction = chained.transaction
    for ordinal, movement in enumerate(transaction.movements, start=1):
        yield Recorded(
            sequence=chained.sequence,
            ordinal=ordinal,
            type=transaction.type,
            effective_date=transaction.effective_date,
            recorded_at=chained.recorded_at,
            reverses=transaction.reverses,
            movement=movement,
        )


def faults_of_transactions(ledger: Iterable[ChainedTransaction]) -> Iterator[LedgerFault]:
    """Yield each transaction that its own type or its reversal refuses, named by the code of the refusal.

    What stands beside a transaction was not asked for in the first stage (version 0).
    """
    by_sequence: dict[int, list[Recorded]] = {}
    by_person: dict[int, list[Recorded]] = {}
    reversals: dict[int, list[Recorded]] = {}
    for chained in ledger:
        transaction = chained.transaction
        try:
            if chained.version > 0:
                check_needs(transaction)
            check_shape(transaction)
            if transaction.reverses is not None:
                wrong = by_sequence.get(transaction.reverses, [])
                check_reversal(transaction, [*wrong, *reversals.get(transaction.reverses, [])])
            if TYPE_RULES[transaction.type].leaves is not Leaves.ANY:
                people = {movement.holder_id for movement in transaction.movements}
                check_departure(transaction, [entry for person in people for entry in by_person.get(person, [])])
        except Refusal as refusal:
            facts = {name: str(value) for name, value in refusal.params.items()}
            yield LedgerFault(f"entry {chained.sequence}", refusal.code, refusal.message % facts)
        entries = list(recorded(chained))
        by_sequence[chained.sequence] = entries
        if transaction.reverses is not None:
            reversals.setdefault(transaction.reverses, []).extend(entries)
        for entry in entries:
            by_person.setdefault(entry.movement.holder_id, []).append(entry)


def faults_of_balances(entries: Iterable[Recorded]) -> Iterator[LedgerFault]:
    """Yield each person who has less than nothing, or more paid in than due, on some legal day."""
    for (holder_id, _), moved in _by_person_and_class(entries).items():
        try:
            check_balances(moved)
        except Refusal as refusal:
            facts = {name: str(value) for name, value in refusal.params.items()}
            yield LedgerFault(f"holder {holder_id}", refusal.code, refusal.message % facts)


def faults_of_numbers_of_holders(entries: Iterable[Recorded]) -> Iterator[LedgerFault]:
    """Yield the first legal day on which a cooperative that had three shareholders has fewer (CCA 6:3 or near: U)."""
    changes: dict[date, int] = {}
    for moved in _by_person_and_class(entries).values():
        held = False
        for day, balance in daily_balances(moved):
            if (balance.shares > 0) != held:
                held = not held
                changes[day] = changes.get(day, 0) + (1 if held else -1)
    holders, had_enough = 0, False
    for day in sorted(changes):
        holders += changes[day]
        if had_enough and holders < MIN_HOLDERS:
            yield LedgerFault(f"day {day.isoformat()}", "few_holders", f"only {holders} shareholders are left")
            return
        had_enough = had_enough or holders >= MIN_HOLDERS


def _by_person_and_class(entries: Iterable[Recorded]) -> dict[tuple[int, str], Moved]:
    found: dict[tuple[int, str], Moved] = {}
    for entry in entries:
        movement = entry.movement
        found.setdefault((movement.holder_id, movement.share_class), []).append((entry.effective_date, movement))
    return found
