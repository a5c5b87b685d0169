"""Whether a receipt that somebody shows is signed as the sealed record says, and its ballot in the box."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from govapp.ballots.models import PaperEvent
from govapp.ballots.queries import BallotRow, PaperRow, find_ballot
from govapp.ballots.service.casting import get_sealed_box
from pybelenios.errors import Malformed
from pybelenios.receipts.link import read_receipt_line
from pybelenios.receipts.receipt import receipt_holds


class ReceiptFinding(StrEnum):
    """What is the case with a receipt: `missing` is the one that must never be."""

    IN_BOX = "in_box"
    MISSING = "missing"
    FORGED = "forged"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class CheckedReceipt:
    """A receipt that was looked at, with its ballot where that is in the box."""

    finding: ReceiptFinding
    ballot: BallotRow | None = None


def check_receipt(session: Session, found: PaperRow, line: str) -> CheckedReceipt:
    """Return what is the case with the receipt on `line` (`pybelenios.receipts.link`); raises VotingNotOpen.

    A true receipt is in the box when its ballot stands at the place of the chain, and in the event, that it names.
    """
    try:
        signed = read_receipt_line(found.uuid, line)
    except Malformed:
        return CheckedReceipt(ReceiptFinding.UNREADABLE)
    key = get_sealed_box(session, found.uuid).receipt_key
    if key is None or not receipt_holds(signed, key):
        return CheckedReceipt(ReceiptFinding.FORGED)
    receipt = signed.receipt
    ballot = find_ballot(session, found.id, receipt.tracker)
    event = exists().where(
        PaperEvent.paper_id == found.id, PaperEvent.height == receipt.height, PaperEvent.hash == receipt.event
    )
    if ballot is None or ballot.height != receipt.height or not session.scalar(select(event)):
        return CheckedReceipt(ReceiptFinding.MISSING)
    return CheckedReceipt(ReceiptFinding.IN_BOX, ballot)
