"""A ballot paper to be made: the command, and what must hold for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from govapp.ballots.rules.hours import MAX_EXTENSION_DAYS
from govapp.ballots.rules.questions import PaperQuestion
from govapp.ballots.rules.refusals import ExtensionTooLong, NoQuestions, NoTrustees, WindowUpsideDown
from govapp.kernel.texts import Language, Texts
from pybelenios.receipts.link import write_receipt_line
from pybelenios.receipts.receipt import SignedReceipt
from pybelenios.receipts.tracker import tracker_to_path

MIN_BALLOTS: Final = 5
"""How many ballots must be counted before anything is decrypted, unless the paper says otherwise."""


VOTES_PATH: Final = "/vote"
"""The local path of the page on which people see all their votes."""


def booth_path(uuid: str) -> str:
    """Return the local path of the booth in which people vote on the paper `uuid`: personal links lead there."""
    return f"/vote/{uuid}"


def board_path(uuid: str, tracker: str = "") -> str:
    """Return the local path of the public board of the paper `uuid`; with a tracker it looks that ballot up."""
    return f"/board/{uuid}?tracker={tracker_to_path(tracker)}" if tracker else f"/board/{uuid}"


def receipt_check_path(signed: SignedReceipt) -> str:
    """Return the local path of the board that checks a signed receipt with one tap: signature, place and hour.

    It holds the whole receipt, so that whoever keeps the link, or its QR code, keeps the proof. It says of whom
    nothing, and anybody may open it.
    """
    return f"{board_path(signed.receipt.uuid)}?receipt={write_receipt_line(signed)}"


def key_path(uuid: str) -> str:
    """Return the local path of the page on which a key holder of the paper `uuid` makes the key."""
    return f"/office/papers/{uuid}/key"


def decrypt_path(uuid: str) -> str:
    """Return the local path of the page on which a key holder of the paper `uuid` opens the total."""
    return f"/office/papers/{uuid}/decrypt"


def keys_path(uuid: str) -> str:
    """Return the local path of the page on which a member of the key group `uuid` does everything about the key."""
    return f"/office/keys/{uuid}"


@dataclass(frozen=True)
class Trustee:
    """A holder of a key: an officer (`officer_id`, shown under `name`), or the server."""

    officer_id: int | None
    name: str = ""

    @property
    def is_server(self) -> bool:
        """Tell whether the server holds this key: for a demonstration, and said on screen."""
        return self.officer_id is None


SERVER: Final = Trustee(None, "GovApp")
SERVER_NAME: Final = "server"
"""The name that is sealed beside a key of the server, where a person's name stands beside a person's key."""


@dataclass(frozen=True)
class PreparePaper:
    """Make a ballot paper: all questions voted on together, by the people of one roll.

    `subject_ref` says whose it is (`assembly:3`); times are UTC; `rules_digest` is the SHA-256 (64 hex digits) of the
    rules by which the result will be read. `language` is the one of the plain strings of the election record, which a
    program that we did not write shows. Fewer than `minimum_ballots` are never decrypted. While people vote, more time
    may be given, up to `extension_days` after `closes_at`; 0 lets nobody do so. With a `key_group_id` its members are
    the trustees, in their order.
    """

    subject_ref: str
    roll_id: int
    name: Texts
    questions: tuple[PaperQuestion, ...]
    opens_at: datetime
    closes_at: datetime
    trustees: tuple[Trustee, ...]
    rules_digest: str
    language: Language = Language.FR
    minimum_ballots: int = MIN_BALLOTS
    extension_days: int = 1
    key_group_id: int | None = None


def require_lawful(command: PreparePaper) -> None:
    """Return when the paper can be made.

    Raises NoQuestions, UnlawfulQuestion, NoTrustees, ExtensionTooLong or WindowUpsideDown.
    """
    if not command.questions or not command.name:
        raise NoQuestions
    for question in command.questions:
        question.require_lawful()
    officers = [trustee.officer_id for trustee in command.trustees if not trustee.is_server]
    servers = len(command.trustees) - len(officers)
    if not command.trustees or servers > 1 or len(set(officers)) != len(officers):
        raise NoTrustees
    if not 0 <= command.extension_days <= MAX_EXTENSION_DAYS:
        raise ExtensionTooLong(latest=command.closes_at + timedelta(days=MAX_EXTENSION_DAYS))
    if command.opens_at >= command.closes_at:
        raise WindowUpsideDown(opens_at=command.opens_at, closes_at=command.closes_at)
