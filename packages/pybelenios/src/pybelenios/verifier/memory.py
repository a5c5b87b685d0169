"""What somebody remembers of a ballot box from earlier: nothing in an archive alone shows that a ballot was taken out.

Whoever runs the server can leave ballots out and make the whole chain and total again, and every other check passes.
A signed receipt, the head of the chain that was seen once, or an earlier copy of the archive shows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import Archive, Event
from pybelenios.election import Election
from pybelenios.jsontext import sha256_b64
from pybelenios.receipts.receipt import Receipt, SignedReceipt, receipt_holds
from pybelenios.verifier.ballots import last_of_each_credential
from pybelenios.verifier.report import Fault


@dataclass(frozen=True, slots=True)
class Memory:
    """What was seen before: heads of the chain (64 hex digits each) and signed receipts."""

    heads: tuple[str, ...] = ()
    receipts: tuple[SignedReceipt, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.heads or self.receipts)


def faults_of(memory: Memory, archive: Archive, election: Election) -> tuple[Fault, ...]:
    """Return what of `memory` the archive denies: reasons "earlier head", "receipt" and "ballot of the receipt"."""
    return (*_missing_heads(memory, archive), *_untrue_receipts(memory, archive, election))


def counting(memory: Memory, archive: Archive) -> int:
    """Return how many of the receipts, all of them true, are of a ballot that no later one replaced."""
    last = set(last_of_each_credential(archive).values())
    return sum(signed.receipt.height in last for signed in memory.receipts)


def _missing_heads(memory: Memory, archive: Archive) -> Iterator[Fault]:
    hashes = {event.hash for event in archive.events}
    for head in memory.heads:
        if head not in hashes:
            sentence = (
                f"The chain no longer has the link {head} that was its head before: ballots were taken out, changed or "
                "put in another order since."
            )
            yield Fault("earlier head", sentence, None)


def _untrue_receipts(memory: Memory, archive: Archive, election: Election) -> Iterator[Fault]:
    key = (election.assembly or {}).get("receipt_key")
    for signed in memory.receipts:
        receipt = signed.receipt
        if receipt.uuid != election.uuid or not isinstance(key, str) or not receipt_holds(signed, key):
            yield Fault("receipt", "A receipt is of another vote, or was not signed by the server of this one.", None)
        elif not _is_in(receipt, archive):
            sentence = (
                f"The server signed that the ballot {receipt.tracker} is in the ballot box at event {receipt.height}, "
                "and it is not: keep the receipt and this archive, together they prove it."
            )
            yield Fault("ballot of the receipt", sentence, None)


def _is_in(receipt: Receipt, archive: Archive) -> bool:
    found = archive.events[receipt.height : receipt.height + 1]
    return any(_is_of(receipt, event) for event in found)


def _is_of(receipt: Receipt, event: Event) -> bool:
    if event.type is not EventType.BALLOT or event.hash != receipt.event:
        return False
    return sha256_b64(event.data[0].body) == receipt.tracker
