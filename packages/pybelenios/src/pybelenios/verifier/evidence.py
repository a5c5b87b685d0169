"""What somebody remembers of a ballot box from earlier: nothing in an archive alone shows that a ballot was taken out.

Whoever runs the server can leave ballots out and make the whole chain and total again, and every other check passes.
A signed receipt, the head of the chain that was seen once, or an earlier copy of the archive shows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import Archive, ArchiveEvent
from pybelenios.election import Election
from pybelenios.errors import Refused
from pybelenios.jsontext import sha256_b64
from pybelenios.receipts.receipt import Receipt, SignedReceipt, receipt_holds
from pybelenios.verifier.ballots import last_of_each_credential
from pybelenios.verifier.hours import SENTENCES, check_events, is_in_time, rule_of
from pybelenios.verifier.report import VerificationFault
from pybelenios.window import WindowEvent


@dataclass(frozen=True, slots=True)
class PriorEvidence:
    """What was seen before: heads of the chain (64 hex digits each), signed receipts, records about the hours.

    `vote` is the name or the number (uuid) of the vote that somebody means to check, empty when none was given.
    """

    heads: tuple[str, ...] = ()
    receipts: tuple[SignedReceipt, ...] = ()
    window: tuple[WindowEvent, ...] = ()
    vote: str = ""

    def __bool__(self) -> bool:
        return bool(self.heads or self.receipts or self.window or self.vote)


def faults_of(evidence: PriorEvidence, archive: Archive, election: Election) -> tuple[VerificationFault, ...]:
    """Return what of `evidence` the archive denies.

    Reasons: "another vote", "earlier head", "receipt", "ballot of the receipt", "ballot out of hours",
    "earlier window".
    """
    return (
        *_another_vote(evidence, election),
        *_missing_heads(evidence, archive),
        *_untrue_receipts(evidence, archive, election),
        *_changed_hours(evidence, archive, election),
    )


def count_replaced(evidence: PriorEvidence, archive: Archive) -> int:
    """Return how many of the receipts, all of them true, are of a ballot that a later one replaced."""
    last = set(last_of_each_credential(archive).values())
    return sum(signed.receipt.height not in last for signed in evidence.receipts)


def _another_vote(evidence: PriorEvidence, election: Election) -> Iterator[VerificationFault]:
    named = (election.assembly or {}).get("name")
    names = [election.uuid, election.name, *(named.values() if isinstance(named, dict) else ())]
    wanted = " ".join(evidence.vote.split())
    if wanted and wanted not in {" ".join(str(name).split()) for name in names}:
        sentence = f"This is the archive of another vote: {election.name} ({election.uuid}), and not of {wanted}."
        yield VerificationFault("another vote", sentence, 0)


def _missing_heads(evidence: PriorEvidence, archive: Archive) -> Iterator[VerificationFault]:
    hashes = {event.hash for event in archive.events}
    for head in evidence.heads:
        if head not in hashes:
            sentence = (
                f"The chain no longer has the link {head} that was its head before: ballots were taken out, changed or "
                "put in another order since."
            )
            yield VerificationFault("earlier head", sentence, None)


def _untrue_receipts(evidence: PriorEvidence, archive: Archive, election: Election) -> Iterator[VerificationFault]:
    key = (election.assembly or {}).get("receipt_key")
    for signed in evidence.receipts:
        receipt = signed.receipt
        if receipt.uuid != election.uuid or not isinstance(key, str) or not receipt_holds(signed, key):
            yield VerificationFault(
                "receipt", "A receipt is of another vote, or was not signed by the server of this one.", None
            )
        elif not _is_in(receipt, archive):
            sentence = (
                f"The server signed that the ballot {receipt.tracker} is in the ballot box at event {receipt.height}, "
                "and it is not: keep the receipt and this archive, together they prove it."
            )
            yield VerificationFault("ballot of the receipt", sentence, None)


def _changed_hours(evidence: PriorEvidence, archive: Archive, election: Election) -> Iterator[VerificationFault]:
    """Yield records about the hours that are gone or do not hold, and ballots that came out of hours."""
    rule, tally = rule_of(election), archive.tally
    if rule is None:
        if evidence.window:
            yield VerificationFault("window of no rule", SENTENCES["window of no rule"], None)
        return
    if tally is None:
        try:
            check_events(election, archive, rule, evidence.window)
        except Refused as refusal:
            yield VerificationFault(refusal.reason, refusal.sentence, None)
        return
    for event in evidence.window:
        if event not in (tally.window or ()):
            sentence = (
                f"The archive does not have what was published about the hours at {event.at}, as it was published."
            )
            yield VerificationFault("earlier window", sentence, tally.event)
    for signed in evidence.receipts:
        if not is_in_time(signed.receipt, rule, tally.window or ()):
            sentence = (
                f"The ballot {signed.receipt.tracker} was taken in at {signed.receipt.received_at}, out of hours."
            )
            yield VerificationFault("ballot out of hours", sentence, signed.receipt.height)


def _is_in(receipt: Receipt, archive: Archive) -> bool:
    found = archive.events[receipt.height : receipt.height + 1]
    return any(_is_of(receipt, event) for event in found)


def _is_of(receipt: Receipt, event: ArchiveEvent) -> bool:
    if event.type is not EventType.BALLOT or event.hash != receipt.event:
        return False
    return sha256_b64(event.data[0].body) == receipt.tracker
