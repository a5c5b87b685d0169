"""The mail that tells a voter of a ballot in his or her name."""

from dataclasses import dataclass
from datetime import datetime

from govapp.ballots.letters import BallotsLetter
from govapp.ballots.rules.papers import receipt_check_path
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox.service import Message
from govapp.shares.rolls.queries import RollEntryRow
from pybelenios.receipts.receipt import SignedReceipt
from pybelenios.receipts.tracker_words import tracker_words


@dataclass(frozen=True, slots=True)
class OtherVotes:
    """When the vote came that this one replaces, and when the first that replaced it; None without such a vote.

    `proxy_holder` is the name of who cast it by proxy, empty for a vote of one's own.
    """

    previous_at: datetime | None = None
    replaced_at: datetime | None = None
    proxy_holder: str = ""

    def facts(self) -> dict[str, datetime | str]:
        """Return those that are, as the mail names them."""
        all_of_them = {
            "previous_at": self.previous_at,
            "replaced_at": self.replaced_at,
            "proxy_holder": self.proxy_holder or None,
        }
        return {name: value for name, value in all_of_them.items() if value is not None}


def receipt_message(
    signed: SignedReceipt,
    received_at: datetime,
    entry: RollEntryRow,
    closes_at: datetime,
    words_version: int,
    others: OtherVotes,
) -> Message:
    """Return the mail that tells a voter of a ballot in his or her name; it says nothing of the choice.

    Whoever votes several times reads which vote a mail is about, and whether it is the one that counts.

    Its link holds the signed receipt, so that the mail is a proof too; its words are in the language of the letter.
    """
    receipt = signed.receipt
    return Message(
        letter=BallotsLetter.RECEIPT,
        to=entry.email or "",
        name=entry.voter or entry.name,
        language=Language(entry.language),
        facts={
            "received_at": received_at,
            "tracker": receipt.tracker,
            "words": " ".join(tracker_words(receipt.tracker, entry.language, words_version)),
            "path": receipt_check_path(signed),
            "closes_at": closes_at,
            **others.facts(),
        },
        subject_ref=SubjectRef.to("paper", receipt.uuid),
    )
