"""Ledger and journal account for each other: each entry has a line that speaks of it, and each such line its entry."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from govapp.shares.ledger.rules.chain import GENESIS, LedgerFault


@dataclass(frozen=True, slots=True)
class JournalClaim:
    """What the line `line` of the journal says was written in the ledger.

    Either one `entry` (0: the next one, where the line does not number it), or everything up to the entry with the hash
    `head`, as an import does.
    """

    line: int
    entry: int = 0
    head: str = ""


def faults_of_accounting(
    last: int, by_hash: Mapping[str, int], claims: Iterable[JournalClaim]
) -> Iterator[LedgerFault]:
    """Yield each entry that no line of the journal speaks of, and each line whose entry is not there.

    `last` is the sequence of the last entry, `by_hash` has the sequence of each, `claims` are in the order of the
    journal: both are written in one transaction, under the lock of the register, so their orders are the same.
    """
    covered = 0
    for claim in claims:
        subject, reached = f"journal line {claim.line}", claim.entry or covered + 1
        if claim.head:
            reached = by_hash.get(claim.head, 0)
            if not reached and claim.head != GENESIS:
                yield LedgerFault(subject, "ledger_head", "no entry of the register has the hash that it names")
            covered = max(covered, reached)
        elif reached > last:
            yield LedgerFault(subject, "entry_missing", f"it says that entry {reached} was written, and there is none")
        else:
            yield from _unspoken(covered + 1, reached)
            covered = max(covered, reached)
    yield from _unspoken(covered + 1, last + 1)


def _unspoken(first: int, end: int) -> Iterator[LedgerFault]:
    for sequence in range(first, end):
        yield LedgerFault(f"entry {sequence}", "no_journal_line", "no line of the journal speaks of it")
