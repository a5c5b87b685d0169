"""Mailings in the database: letters to many people, asked for in one row and written batch by batch.

A batch, its place on the list and its line in the journal are one transaction: whatever breaks off in between, the next
worker goes on where the last batch ended. Who is written to, and with which words, the room decides that asked for it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import CursorResult, exists, select, update
from sqlalchemy.orm import aliased

from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.declarations import JournalTag, LetterKind
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.models import OutboxMailing, OutboxMessage
from govapp.outbox.rules import MailingState, MessageState, Pace, after_batch
from govapp.outbox.service import TRIAL_PATH, Message, enqueue_many
from govapp.outbox.tags import OutboxTag

# What is said of a mail that came back without a reason.
_CAME_BACK = "returned"


@dataclass(frozen=True)
class Mailing:
    """A mailing under our lock: which letter, about what (`assembly:3`), to how many at most, and how far it is."""

    id: int
    template: str
    subject_ref: SubjectRef
    people: int
    pace: Pace


@dataclass(frozen=True)
class MailingLetter:
    """One letter of a batch and its reader's place on the list of people."""

    place: int
    message: Message


def begin(work: Work, letter: LetterKind, subject_ref: SubjectRef, people: int) -> int:
    """Ask for letters to `people` at most, in the transaction of what they report; return the number of the mailing.

    The one who acts is named as the one who asked.
    """
    row = OutboxMailing(
        template=letter.value,
        subject_ref=subject_ref,
        state=MailingState.WRITING.value,
        people=people,
        cursor=0,
        written=0,
        asked_at=work.now,
        asked_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def note_returned(work: Work, letter: LetterKind, subject_ref: SubjectRef, answers: Mapping[str, str]) -> int:
    """Note that letters of a kind came back after they had left, and return how many that are; test mails are none.

    `answers` are what the servers said, by address in small letters. Whoever got such a letter stands among those whose
    mail did not arrive.
    """
    rows = work.session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.subject_ref == subject_ref,
            OutboxMessage.template == letter.value,
            OutboxMessage.state == MessageState.SENT.value,
        )
    )
    real = (row for row in rows if TRIAL_PATH not in row.facts)
    returned = [row for row in real if row.to_address.lower() in answers]
    for row in returned:
        row.state, row.last_error = MessageState.DEAD.value, answers[row.to_address.lower()] or _CAME_BACK
    work.session.flush()
    return len(returned)


def claim(work: Work) -> Mailing | None:
    """Return the mailing whose turn it is, locked until the transaction ends; None when there is nothing to write.

    Mailings about one thing are written in the order in which they were asked for. Workers never hold the same one:
    PostgreSQL skips the row another one holds, SQLite lets one writer in at a time.
    """
    earlier = aliased(OutboxMailing)
    waits_for_another = exists().where(
        earlier.subject_ref == OutboxMailing.subject_ref,
        earlier.state == MailingState.WRITING.value,
        earlier.id < OutboxMailing.id,
    )
    row = work.session.scalar(
        select(OutboxMailing)
        .where(OutboxMailing.state == MailingState.WRITING.value, ~waits_for_another)
        .order_by(OutboxMailing.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return None if row is None else _mailing(row)


def write(
    work: Work, mailing: Mailing, looked_at: Sequence[int], letters: Sequence[MailingLetter], limit: int
) -> Mailing:
    """Put one batch of letters in the outbox, go on past the places `looked_at`, and return the mailing as it is now.

    Fewer places than the `limit` that was asked for are the last ones: then the mailing is finished. Raises ValueError
    when the batch does not go on where the last one ended.
    """
    moved = replace(mailing, pace=after_batch(mailing.pace, looked_at, len(letters), limit))
    enqueue_many(work, [replace(each.message, mailing_id=mailing.id, place=each.place) for each in letters])
    row = _save(work, moved)
    row.started_at = row.started_at or work.now
    if moved.pace.state is MailingState.WRITTEN:
        _record(work, OutboxTag.MAILING_WRITTEN, moved)
    return moved


def call_off(work: Work, mailing: Mailing) -> Mailing:
    """Write and send no more letters of a mailing that is locked by us, and return it as it is now.

    What is in the hands of the mail server, or failed, stays what it is.
    """
    withdrawn = _withdraw(work, mailing)
    if mailing.pace.state is MailingState.WRITING:
        mailing = replace(mailing, pace=replace(mailing.pace, state=MailingState.STOPPED))
        _save(work, mailing)
    elif not withdrawn:
        return mailing
    _record(work, OutboxTag.MAILING_CALLED_OFF, mailing, withdrawn)
    return mailing


def call_off_all(work: Work, subject_ref: SubjectRef, letters: Collection[LetterKind]) -> None:
    """Write and send no more of these letters about one thing; a batch that is being written is waited for.

    Take these locks before the journal's: a batch takes them in the same order.
    """
    rows = work.session.scalars(
        select(OutboxMailing)
        .where(OutboxMailing.subject_ref == subject_ref, OutboxMailing.template.in_([each.value for each in letters]))
        .order_by(OutboxMailing.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        call_off(work, _mailing(row))


def _withdraw(work: Work, mailing: Mailing) -> int:
    statement = (
        update(OutboxMessage)
        .where(OutboxMessage.mailing_id == mailing.id, OutboxMessage.state == MessageState.WAITING.value)
        .values(state=MessageState.WITHDRAWN.value)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", work.session.execute(statement)).rowcount


def _mailing(row: OutboxMailing) -> Mailing:
    pace = Pace(MailingState(row.state), row.cursor, row.written)
    return Mailing(row.id, row.template, SubjectRef(row.subject_ref), row.people, pace)


def _save(work: Work, mailing: Mailing) -> OutboxMailing:
    row, pace = work.session.get_one(OutboxMailing, mailing.id), mailing.pace
    row.state, row.cursor, row.written = pace.state.value, pace.cursor, pace.written
    row.finished_at = None if pace.state is MailingState.WRITING else work.now
    return row


def _record(work: Work, tag: JournalTag, mailing: Mailing, called_off: int = 0) -> None:
    facts: dict[str, FactValue] = {
        "mailing": mailing.id,
        "letter": mailing.template,
        "written": mailing.pace.written,
        "at_most": mailing.people,
        "called_off": called_off,
    }
    journal.record(work, tag, mailing.subject_ref, facts=facts)
