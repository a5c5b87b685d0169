"""Reading how the notice of a vote went to each entry of its voting list, by mail or on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govapp.accounts.models import Link
from govapp.assembly.convocation.models import (
    AddresseeLetterRecord,
    AddresseePosting,
    LetterBatch,
    LetterPosting,
    NoticeAddressee,
    PostalLetter,
)
from govapp.assembly.convocation.rules.addressees import (
    AddresseeLetter,
    AddresseeNotice,
    AddresseeUnknown,
    NonVotingReader,
    NoticeCapacity,
)
from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.convocation.rules.post import BatchUnknown, LetterFact, MailFact, MailState, NoticeReader
from govapp.assembly.letters import AssemblyLetter
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMailing, OutboxMessage
from govapp.outbox.rules import MailingState, MessageState
from govapp.shares.people.queries.dated import list_addresses_at
from govapp.shares.people.rules.dated import Address
from govapp.shares.people.rules.days import AsOf
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.models import RollEntryRecord

_STATES = {
    MessageState.SENT.value: MailState.SENT,
    MessageState.DEAD.value: MailState.FAILED,
    MessageState.WITHDRAWN.value: MailState.WITHDRAWN,
}


@dataclass(frozen=True)
class BatchRow:
    """Letters that were made at once; `open_codes` counts those whose code was not replaced."""

    id: int
    subject_ref: SubjectRef
    paper_uuid: str
    made_at: datetime
    made_by_name: str
    letters: int
    words: Mapping[str, Any]
    open_codes: int
    posted_on: date | None
    receipt: str


@dataclass(frozen=True)
class LetterRow:
    """One letter as it is printed; its code is made again from its link."""

    place: int
    link_id: int
    number: int
    language: str
    name: str
    lines: tuple[str, ...]
    country: str
    postcode: str
    town: str
    digest: str


def list_addressees(
    session: Session, subject: SubjectRef, roll_id: int, paper_uuid: str, as_of: AsOf
) -> tuple[NoticeReader, ...]:
    """Return every entry of a voting list exactly once, by position, with its mail and its newest letter."""
    entries = rolls.list_roll_entries(session, roll_id)
    today = rolls.with_addresses_of_today(session, entries)
    places = list_addresses_at(session, {entry.holder_id for entry in entries}, as_of)
    mails, letters = _mails(session, subject), _letters(session, subject, paper_uuid)
    state = select(OutboxMailing.state).where(
        OutboxMailing.subject_ref == subject, OutboxMailing.template == Occasion.INVITATION.value
    )
    is_mailed = MailingState.WRITTEN.value in session.scalars(state).all()
    return tuple(
        NoticeReader(
            entry, places.get(entry.holder_id), mails.get(entry.position), letters.get(entry.entry_id), is_mailed
        )
        for entry in today
    )


def _mails(session: Session, subject: SubjectRef) -> dict[int, MailFact]:
    statement = (
        select(OutboxMessage)
        .join(OutboxMailing, OutboxMailing.id == OutboxMessage.mailing_id)
        .where(OutboxMailing.subject_ref == subject, OutboxMailing.template == Occasion.INVITATION.value)
        .order_by(OutboxMessage.id)
    )
    return {row.place or 0: _mail(row) for row in session.scalars(statement)}


def _mail(row: OutboxMessage) -> MailFact:
    return MailFact(
        row.to_address,
        _STATES.get(row.state, MailState.WAITING),
        row.sent_at,
        row.last_error,
        row.message_key,
        sha256_hex(canonical_json({"letter": row.template, "language": row.language, "facts": row.facts})),
    )


def _letters(session: Session, subject: SubjectRef, paper_uuid: str) -> dict[int, LetterFact]:
    statement = (
        select(PostalLetter, LetterBatch.made_at, LetterBatch.paper_uuid, Link.revoked_at)
        .join(LetterBatch, LetterBatch.id == PostalLetter.batch_id)
        .join(Link, Link.id == PostalLetter.link_id)
        .where(LetterBatch.subject_ref == subject)
        .order_by(PostalLetter.id)
    )
    # The newest of each entry comes last.
    return {
        row.entry_id: LetterFact(
            row.id,
            row.batch_id,
            row.link_id,
            row.place,
            tuple(row.lines),
            made_at,
            row.digest,
            is_current=revoked_at is None and uuid == paper_uuid,
        )
        for row, made_at, uuid, revoked_at in session.execute(statement)
    }


@dataclass(frozen=True)
class NoticeCount:
    """How the notice of a vote went to the entries of its voting list: each counts in `mails`, `letters` or neither.

    A letter counts before the mail that it replaced; `replaced` are the letters for which a mail had come back,
    `returned` the mails that came back and were followed by no letter.
    """

    mails: int
    letters: int
    replaced: int
    returned: int
    unreached: int


def count_notice(session: Session, subject: SubjectRef, roll_id: int) -> NoticeCount:
    """Return how the notice of a vote went to everybody on its voting list."""
    lettered = set(
        session.scalars(
            select(RollEntryRecord.position)
            .join(PostalLetter, PostalLetter.entry_id == RollEntryRecord.id)
            .join(LetterBatch, LetterBatch.id == PostalLetter.batch_id)
            .where(LetterBatch.subject_ref == subject, RollEntryRecord.roll_id == roll_id)
        )
    )
    # An invitation that was withdrawn before it left is none.
    invitations = (
        select(OutboxMessage.place, OutboxMessage.state)
        .join(OutboxMailing, OutboxMailing.id == OutboxMessage.mailing_id)
        .where(
            OutboxMailing.subject_ref == subject,
            OutboxMailing.template == Occasion.INVITATION.value,
            OutboxMessage.state != MessageState.WITHDRAWN.value,
        )
    )
    mails = {row.place: row.state for row in session.execute(invitations)}
    size = session.scalar(select(func.count()).where(RollEntryRecord.roll_id == roll_id)) or 0
    returned = {place for place, state in mails.items() if state == MessageState.DEAD.value}
    return NoticeCount(
        mails=len(mails.keys() - lettered),
        letters=len(lettered),
        replaced=len(returned & lettered),
        returned=len(returned - lettered),
        unreached=size - len(mails.keys() | lettered),
    )


def list_batches(session: Session, subject: SubjectRef) -> tuple[BatchRow, ...]:
    """Return the letters that were made for a vote, the newest first."""
    still = (
        select(PostalLetter.batch_id, func.count().label("count"))
        .join(Link, Link.id == PostalLetter.link_id)
        .where(Link.revoked_at.is_(None))
        .group_by(PostalLetter.batch_id)
        .subquery()
    )
    statement = (
        select(LetterBatch, still.c.count, LetterPosting.posted_on, LetterPosting.receipt)
        .outerjoin(still, still.c.batch_id == LetterBatch.id)
        .outerjoin(LetterPosting, LetterPosting.batch_id == LetterBatch.id)
        .where(LetterBatch.subject_ref == subject)
        .order_by(LetterBatch.id.desc())
    )
    return tuple(
        BatchRow(
            row.id,
            SubjectRef(row.subject_ref),
            row.paper_uuid,
            row.made_at,
            row.made_by_name,
            row.letters,
            row.words,
            count or 0,
            posted_on,
            receipt or "",
        )
        for row, count, posted_on, receipt in session.execute(statement)
    )


def get_batch(session: Session, subject: SubjectRef, batch_id: int) -> BatchRow:
    """Return letters of a vote that were made at once; raises BatchUnknown."""
    found = next((each for each in list_batches(session, subject) if each.id == batch_id), None)
    if found is None:
        raise BatchUnknown
    return found


def list_letters(session: Session, batch_id: int) -> tuple[LetterRow, ...]:
    """Return the letters of a batch whose codes were not replaced, in the order in which they are printed."""
    statement = (
        select(PostalLetter)
        .join(Link, Link.id == PostalLetter.link_id)
        .where(PostalLetter.batch_id == batch_id, Link.revoked_at.is_(None))
        .order_by(PostalLetter.place)
    )
    return tuple(
        LetterRow(
            row.place,
            row.link_id,
            row.number,
            row.language,
            row.name,
            tuple(row.lines),
            row.country,
            row.postcode,
            row.town,
            row.digest,
        )
        for row in session.scalars(statement)
    )


def list_directors(session: Session) -> tuple[NonVotingReader, ...]:
    """Return the directors and auditors who get notices now, directors first, in the order of recording."""
    statement = select(NoticeAddressee).where(NoticeAddressee.ended_at.is_(None)).order_by(NoticeAddressee.id)
    found = [_addressee(row) for row in session.scalars(statement)]
    return tuple(sorted(found, key=lambda each: each.capacity is not NoticeCapacity.DIRECTOR))


def get_addressee(session: Session, addressee_id: int) -> NonVotingReader:
    """Return a director or auditor who gets notices now; raises AddresseeUnknown."""
    row = session.get(NoticeAddressee, addressee_id)
    if row is None or row.ended_at is not None:
        raise AddresseeUnknown
    return _addressee(row)


def list_addressee_notices(session: Session, subject: SubjectRef) -> tuple[AddresseeNotice, ...]:
    """Return how the notice of a vote went to directors and auditors: those of now, and whoever got it before."""
    mails, letters = _addressee_mails(session, subject), _addressee_letters(session, subject)
    reached = mails.keys() | letters.keys()
    statement = select(NoticeAddressee).order_by(NoticeAddressee.id)
    rows = [row for row in session.scalars(statement) if row.ended_at is None or row.id in reached]
    found = [AddresseeNotice(_addressee(row), mails.get(row.id), letters.get(row.id)) for row in rows]
    return tuple(sorted(found, key=lambda each: each.addressee.capacity is not NoticeCapacity.DIRECTOR))


def _addressee(row: NoticeAddressee) -> NonVotingReader:
    address = Address(row.street, row.postcode, row.town, row.country)
    capacity, language = NoticeCapacity(row.capacity), Language(row.language)
    return NonVotingReader(
        row.id, capacity, row.name, language, row.email, address, row.recorded_at, row.recorded_by_name
    )


def _addressee_mails(session: Session, subject: SubjectRef) -> dict[int, MailFact]:
    statement = (
        select(OutboxMessage)
        .where(OutboxMessage.subject_ref == subject, OutboxMessage.template == AssemblyLetter.NOTICE.value)
        .order_by(OutboxMessage.id)
    )
    return {int(row.facts["addressee"]): _mail(row) for row in session.scalars(statement)}


def _addressee_letters(session: Session, subject: SubjectRef) -> dict[int, AddresseeLetter]:
    statement = (
        select(AddresseeLetterRecord, AddresseePosting.posted_on, AddresseePosting.receipt)
        .outerjoin(AddresseePosting, AddresseePosting.letter_id == AddresseeLetterRecord.id)
        .where(AddresseeLetterRecord.subject_ref == subject)
        .order_by(AddresseeLetterRecord.id)
    )
    return {
        row.addressee_id: AddresseeLetter(
            row.id,
            tuple(row.lines),
            row.words,
            row.made_at,
            row.digest,
            posted_on.isoformat() if posted_on else "",
            receipt or "",
        )
        for row, posted_on, receipt in session.execute(statement)
    }
