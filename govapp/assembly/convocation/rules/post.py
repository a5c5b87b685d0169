"""Who is written to by post, in which order, and what an address looks like on an envelope: plain functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound
from govapp.kernel.records import RecordType
from govapp.kernel.texts import Language
from govapp.shares.people.rules.dated import Address
from govapp.shares.rolls.rules.rights import RollEntryRow

MAX_LETTERS_AT_ONCE: Final = 2_000
"""How many letters one file holds; a second one is made of the others."""
HOME: Final = "BE"
"""The country from which letters leave: its name stands on no envelope, and its letters come first."""
SHOWN_DIGEST: Final = 16


class MailState(StrEnum):
    """What became of somebody's invitation by mail."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class NoticeChannel(StrEnum):
    """How the notice went to somebody."""

    MAIL = "mail"
    POST = "post"
    NONE = "none"


class LetterReason(StrEnum):
    """Why somebody needs a letter on paper."""

    NO_ADDRESS = "no_address"
    BOUNCED = "bounced"
    NOT_MAILED = "not_mailed"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class MailFact:
    """The invitation of one person: to which mailbox, how far it is, what the server said, what the mail told."""

    to_address: str
    state: MailState
    sent_at: datetime | None
    answer: str
    message_key: str
    digest: str


@dataclass(frozen=True)
class LetterFact:
    """The newest letter of one person: in which batch, whether its code still opens the ballot paper of now."""

    letter_id: int
    batch_id: int
    link_id: int
    place: int
    lines: tuple[str, ...]
    made_at: datetime
    digest: str
    is_current: bool


@dataclass(frozen=True)
class NoticeReader:
    """One entry of a voting list and all that is known of how the notice went there.

    `entry.email` is the address of today, None without a confirmed one; `address` None where no place is known.
    `is_mailed` says that the worker has gone through the whole list with the invitations.
    """

    entry: RollEntryRow
    address: Address | None
    mail: MailFact | None = None
    letter: LetterFact | None = None
    is_mailed: bool = False

    @property
    def reason(self) -> LetterReason | None:
        """Return why a letter is needed that is not there, or None."""
        if self.letter is not None:
            return None if self.letter.is_current else LetterReason.OUTDATED
        if self.mail is not None and self.mail.state is MailState.FAILED:
            return LetterReason.BOUNCED
        if self.mail is not None and self.mail.state is not MailState.WITHDRAWN:
            return None
        if self.entry.email is None:
            return LetterReason.NO_ADDRESS
        return LetterReason.NOT_MAILED if self.is_mailed else None

    @property
    def channel(self) -> NoticeChannel:
        """Return how the notice went: a letter that was made counts before the mail that it replaced."""
        if self.letter is not None:
            return NoticeChannel.POST
        is_mailed = self.mail is not None and self.mail.state in {MailState.SENT, MailState.WAITING}
        return NoticeChannel.MAIL if is_mailed else NoticeChannel.NONE


class NoLettersNow(Conflict):
    """Letters were asked for while no ballot paper is there that they could lead to."""

    code = "no_letters_now"
    message = N_("Letters can be made from the locking of the agenda until voting closes.")
    help = N_("Nothing was made, and codes of letters that are out work as before.")


class NobodyToWriteTo(Conflict):
    """Everybody has a mail or a letter."""

    code = "nobody_to_write_to"
    message = N_("Nobody needs a letter now: everybody on the voting list has a mail or a letter.")
    help = N_("Nothing was made. To replace a letter, give the number of its shareholder.")


class NobodyWithNumber(NotFound):
    """No entry of the voting list has this number."""

    code = "nobody_with_number"
    message = N_("There is no shareholder no. %(number)s on this voting list.")
    help = N_("Nothing was made. Look for the number on the voting list.")


class NoPlaceKnown(Invalid):
    """A letter was asked for somebody of whom the register knows no street or no town."""

    code = "no_place_known"
    message = N_("The register has no complete postal address for %(name)s.")
    help = N_("Nothing was made. Write the address into the register first.")


class BatchUnknown(NotFound):
    """There are no such letters for this vote."""

    code = "batch_unknown"
    message = N_("There are no such letters for this vote.")
    help = N_("Look at the list of letters that were made.")


class PostedBeforeMade(Invalid):
    """Letters cannot be posted before they were made, nor tomorrow."""

    code = "posted_before_made"
    message = N_("These letters were made on %(made_on)s: they were posted on that day or later, and not after today.")
    help = N_("Look at the receipt of the post for the day.")


class PostedAlready(Conflict):
    """It was written down already when these letters were posted."""

    code = "posted_already"
    message = N_("It was already written down that these letters were posted on %(posted_on)s.")
    help = N_("Nothing was changed.")


def is_complete(address: Address | None) -> bool:
    """Tell whether a letter can be sent there: it takes a street and a town."""
    return address is not None and bool(address.street.strip()) and bool(address.town.strip())


def address_lines(name: str, voter: str, address: Address, country: str, attention: str) -> tuple[str, ...]:
    """Return the lines of an address as the post reads them; five at most.

    The holder, who votes for it if that is somebody else (`attention` is a sentence with %(name)s), street, postcode
    with the town in capitals, and abroad the name of the country in capitals, without commas or underlines.
    """
    lines = [name, *([attention % {"name": voter}] if voter != name else []), address.street.strip()]
    lines.append(f"{address.postcode.strip()} {address.town.strip().upper()}".strip())
    return (*lines, *([country.upper()] if address.country != HOME else []))


def in_postal_order(people: Iterable[NoticeReader]) -> list[NoticeReader]:
    """Return the people by country (our own first), postcode, town and street, as a printer bundles letters."""

    def place(each: NoticeReader) -> tuple[bool, str, str, str, str, int]:
        at = each.address or Address()
        return (
            at.country != HOME,
            at.country,
            at.postcode.casefold(),
            at.town.casefold(),
            at.street.casefold(),
            each.entry.number,
        )

    return sorted(people, key=place)


@dataclass(frozen=True)
class PrintedLetter:
    """What one letter says: its words, to whom, and the keyed digest of its code."""

    subject: str
    language: Language
    lines: tuple[str, ...]
    name: str
    words: dict[str, Any]
    code_digest: str


def encode_v1(letter: PrintedLetter) -> dict[str, Any]:
    """Return the members that the digest of a letter covers."""
    return {
        "v": 1,
        "subject": letter.subject,
        "language": letter.language.value,
        "lines": list(letter.lines),
        "name": letter.name,
        "words": letter.words,
        "code": letter.code_digest,
    }


POSTAL_LETTER: Final = RecordType[PrintedLetter]("postal letter", {1: encode_v1})


def shown_digest(digest: str) -> str:
    """Return the beginning of a digest as it stands at the foot of a letter: `5f6a 77aa 90bb 12cd`."""
    return " ".join(digest[start : start + 4] for start in range(0, SHOWN_DIGEST, 4))
