"""Directors and the statutory auditor: they get the notice of every meeting, with no right to vote (article 6:70)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from govapp.assembly.convocation.rules.post import MailFact, MailState, NoticeChannel, is_complete
from govapp.kernel.errors import N_, Conflict, Invalid, NotFound
from govapp.kernel.records import RecordType
from govapp.kernel.texts import Language
from govapp.shares.people.rules.dated import Address


class NoticeCapacity(StrEnum):
    """As what somebody gets the notice."""

    DIRECTOR = "director"
    AUDITOR = "auditor"


CAPACITY_NAMES: Final = {NoticeCapacity.DIRECTOR: N_("director"), NoticeCapacity.AUDITOR: N_("statutory auditor")}


class AddresseeUnreachable(Invalid):
    """Somebody is to be recorded who could be reached neither by mail nor by letter."""

    code = "addressee_unreachable"
    message = N_("The notice could reach this person neither by mail nor by letter.")
    help = N_("Give an e-mail address, or street and town.")


class AddresseeNameMissing(Invalid):
    """Somebody is to be recorded without a name."""

    code = "addressee_name_missing"
    message = N_("The name is missing.")
    help = N_("Give the name of the person, or of the firm of auditors.")


class AddresseeThere(Conflict):
    """The same person is recorded in the same capacity already."""

    code = "addressee_there"
    message = N_("%(name)s is already recorded in this capacity.")
    help = N_("Nothing was written. To change an address, end the first record and make another.")


class AddresseeUnknown(NotFound):
    """Nobody is recorded under this number, or no longer."""

    code = "addressee_unknown"
    message = N_("No director or statutory auditor is recorded under this number.")
    help = N_("Look at the list of directors and auditors.")


class NoAddresseeToWriteTo(Conflict):
    """No director or auditor needs a letter, and none has one."""

    code = "no_addressee_to_write_to"
    message = N_("No director and no statutory auditor needs a letter: they get a mail, or none is recorded.")
    help = N_("Nothing was made.")


@dataclass(frozen=True)
class NonVotingReader:
    """Somebody who gets the notice in a capacity; `email` is empty for whoever gets a letter (UTC)."""

    id: int
    capacity: NoticeCapacity
    name: str
    language: Language
    email: str
    address: Address
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class AddresseeLetter:
    """The newest letter about a vote to somebody: where it went, when it was made and posted, what it said."""

    id: int
    lines: tuple[str, ...]
    words: dict[str, Any]
    made_at: datetime
    digest: str
    posted_on: str = ""
    receipt: str = ""


@dataclass(frozen=True)
class AddresseeNotice:
    """How the notice of one vote went to a director or auditor."""

    addressee: NonVotingReader
    mail: MailFact | None = None
    letter: AddresseeLetter | None = None

    @property
    def needs_letter(self) -> bool:
        """Tell whether a letter is needed that is not there: without an address, or when the mail came back."""
        is_lost = self.mail is not None and self.mail.state is MailState.FAILED
        return self.letter is None and (is_lost or not self.addressee.email)

    @property
    def channel(self) -> NoticeChannel:
        """Return how the notice went."""
        if self.letter is not None:
            return NoticeChannel.POST
        is_mailed = self.mail is not None and self.mail.state in {MailState.SENT, MailState.WAITING}
        return NoticeChannel.MAIL if is_mailed else NoticeChannel.NONE


def check_addressee(name: str, email: str, address: Address) -> None:
    """Return when somebody can be recorded; raises AddresseeNameMissing, AddresseeUnreachable."""
    if not name:
        raise AddresseeNameMissing
    if not email and not is_complete(address):
        raise AddresseeUnreachable


@dataclass(frozen=True)
class NoticeLetter:
    """What a letter to a director or auditor says: its words and its address; it carries no code."""

    subject: str
    capacity: NoticeCapacity
    language: Language
    lines: tuple[str, ...]
    name: str
    words: dict[str, Any]


def encode_v1(letter: NoticeLetter) -> dict[str, Any]:
    """Return the members that the digest of a letter covers."""
    return {
        "v": 1,
        "subject": letter.subject,
        "capacity": letter.capacity.value,
        "language": letter.language.value,
        "lines": list(letter.lines),
        "name": letter.name,
        "words": letter.words,
    }


NOTICE_LETTER: Final = RecordType[NoticeLetter]("notice letter", {1: encode_v1})
