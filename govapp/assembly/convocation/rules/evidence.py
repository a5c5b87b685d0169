"""The evidence of the notice: a row for each addressee, its figures, its digest, and what a kept file is compared with.

The rows are texts as they stand in the file, so that whoever holds the file can make the digest again without us.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final

from govapp.assembly.convocation.rules.post import MailState, NoticeChannel
from govapp.kernel.errors import N_, Invalid, NotFound
from govapp.kernel.records import RecordType

MAX_PROBLEMS: Final = 20
"""How many faults are named one by one."""


class EvidenceUnreadable(Invalid):
    """A file is not one in which the evidence of a notice was handed out."""

    code = "evidence_unreadable"
    message = N_("This file is not the evidence of a notice as CSV.")
    help = N_("Give the file as it was taken from the page of the letters, unchanged.")


class EvidenceKindUnknown(NotFound):
    """The evidence was asked for as a kind of file in which it is not made."""

    code = "evidence_kind_unknown"
    message = N_("The evidence is not made as a file of this kind.")
    help = N_("Take it as CSV, as XLSX or as PDF.")


@dataclass(frozen=True)
class EvidenceRow:
    """How the notice went to one addressee; moments in UTC, days in the zone of the cooperative.

    `capacity` says as what: directors and auditors have no position, and the number of their record. `digest` stands
    for what was sent; of whoever got a letter after a mail, the last three fields tell of that mail.
    """

    capacity: str
    position: str
    shareholder_number: str
    name: str
    voter: str
    language: str
    channel: str
    address: str
    state: str
    made_or_sent_at: str = ""
    posted_on: str = ""
    post_receipt: str = ""
    server_answer: str = ""
    message_id: str = ""
    digest: str = ""
    earlier_mail_to: str = ""
    earlier_mail_state: str = ""
    earlier_mail_answer: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the fields in the order of the columns."""
        return tuple(getattr(self, column) for column in COLUMNS)


COLUMNS: Final = tuple(each.name for each in fields(EvidenceRow))
SHAREHOLDER: Final = "shareholder"


class NoticeOutcome(StrEnum):
    """What became of the notice to one addressee: each has exactly one."""

    MAILED = "mailed"
    WAITING = "waiting"
    LETTER = "letter"
    LETTER_AFTER_BOUNCE = "letter_after_bounce"
    LETTER_BESIDE_MAIL = "letter_beside_mail"
    NEITHER = "neither"


@dataclass(frozen=True)
class EvidenceFigures:
    """How many addressees there are, and how many of each outcome; `not_posted` letters are not noted as posted."""

    addressees: int
    outcomes: Mapping[NoticeOutcome, int]
    not_posted: int

    def of(self, outcome: NoticeOutcome) -> int:
        """Return how many had this outcome."""
        return self.outcomes.get(outcome, 0)


def outcome_of(row: EvidenceRow) -> NoticeOutcome:
    """Return the one outcome of a row."""
    if row.channel == NoticeChannel.POST:
        if row.earlier_mail_state == MailState.FAILED:
            return NoticeOutcome.LETTER_AFTER_BOUNCE
        is_mailed = row.earlier_mail_state in {MailState.SENT, MailState.WAITING}
        return NoticeOutcome.LETTER_BESIDE_MAIL if is_mailed else NoticeOutcome.LETTER
    if row.channel == NoticeChannel.MAIL:
        return NoticeOutcome.MAILED if row.state == MailState.SENT else NoticeOutcome.WAITING
    return NoticeOutcome.NEITHER


def figures_of(rows: Sequence[EvidenceRow]) -> EvidenceFigures:
    """Return the figures of the rows."""
    letters = [row for row in rows if row.channel == NoticeChannel.POST]
    return EvidenceFigures(len(rows), Counter(map(outcome_of, rows)), sum(not row.posted_on for row in letters))


@dataclass(frozen=True)
class NoticeEvidence:
    """All rows about one vote, by position: what the digest stands for."""

    subject: str
    rows: tuple[EvidenceRow, ...]


def encode_v1(evidence: NoticeEvidence) -> dict[str, Any]:
    """Return the members that the digest of the evidence covers."""
    return {
        "v": 1,
        "subject": evidence.subject,
        "columns": list(COLUMNS),
        "rows": [list(row.cells) for row in evidence.rows],
    }


NOTICE_EVIDENCE: Final = RecordType[NoticeEvidence]("notice evidence", {1: encode_v1})


def read_evidence(content: bytes) -> tuple[EvidenceRow, ...]:
    """Return the rows of a file as it was handed out; raises EvidenceUnreadable."""
    try:
        text = content.decode("utf-8-sig")
        head, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError) as fault:
        raise EvidenceUnreadable from fault
    if tuple(head) != COLUMNS or any(len(line) != len(COLUMNS) for line in lines):
        raise EvidenceUnreadable
    return tuple(EvidenceRow(*line) for line in lines)


def list_faults(rows: Sequence[EvidenceRow], size: int) -> tuple[str, ...]:
    """Return what is wrong with the rows of a voting list of `size` entries: each must be there exactly once."""
    seen = Counter(row.position for row in rows if row.capacity == SHAREHOLDER)
    expected = {str(position) for position in range(1, size + 1)}
    return _first(
        (
            *(f"nobody stands at position {each} of the voting list" for each in sorted(expected - seen.keys())),
            *(f"position {each} is not on the voting list" for each in sorted(seen.keys() - expected)),
            *(f"position {each} stands there {count} times" for each, count in sorted(seen.items()) if count > 1),
        )
    )


def list_contradictions(kept: Sequence[EvidenceRow], now: Sequence[EvidenceRow]) -> tuple[str, ...]:
    """Return where a kept file says what the database of now denies; what went on since is no contradiction.

    A mail that waited may be sent by now, a mail may have come back and become a letter, a letter may be posted or be
    replaced by a newer one. What was sent stays: its address, hour, answer's mailbox and digest.
    """
    by_key = {_key(row): row for row in now}
    return _first(each for row in kept for each in _contradictions(row, by_key.get(_key(row))))


def _contradictions(kept: EvidenceRow, now: EvidenceRow | None) -> Iterator[str]:
    who = f"{kept.capacity} {kept.position or kept.name}"
    if now is None or (now.shareholder_number, now.name) != (kept.shareholder_number, kept.name):
        yield f"{who}: the database has somebody else there, or nobody"
        return
    if kept.channel == NoticeChannel.MAIL and now.channel == NoticeChannel.MAIL:
        said, says = (kept.address, kept.message_id, kept.digest), (now.address, now.message_id, now.digest)
        is_moved = kept.state == MailState.SENT and kept.made_or_sent_at != now.made_or_sent_at
        if said != says or is_moved:
            yield f"{who}: the mail is not the one that the file names"
    elif kept.channel == NoticeChannel.MAIL and now.channel == NoticeChannel.POST:
        if now.earlier_mail_to != kept.address:
            yield f"{who}: the letter was made after another mail than the one that the file names"
    elif kept.channel == NoticeChannel.POST:
        yield from _contradictions_of_letter(who, kept, now)


def _contradictions_of_letter(who: str, kept: EvidenceRow, now: EvidenceRow) -> Iterator[str]:
    if now.channel != NoticeChannel.POST:
        yield f"{who}: the letter that the file names is gone"
        return
    is_same = kept.digest == now.digest
    if is_same and (kept.address, kept.made_or_sent_at) != (now.address, now.made_or_sent_at):
        yield f"{who}: the letter had another address or another hour"
    elif is_same and kept.posted_on and kept.posted_on != now.posted_on:
        yield f"{who}: the letter was posted on another day"
    elif not is_same and now.made_or_sent_at < kept.made_or_sent_at:
        yield f"{who}: the letter is another one, and an older one"


def _key(row: EvidenceRow) -> tuple[str, str]:
    return (row.capacity, row.position or row.shareholder_number)


def _first(faults: Iterable[str]) -> tuple[str, ...]:
    found = tuple(faults)
    more = len(found) - MAX_PROBLEMS
    return (*found[:MAX_PROBLEMS], f"and {more} more") if more > 0 else found
