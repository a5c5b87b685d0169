"""Putting messages in the outbox, and putting dead ones back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from govapp.audit import journal
from govapp.db.uow import Work
from govapp.declarations import FailedLetter, FindReader, LetterKind
from govapp.kernel.errors import N_, Conflict, NotFound
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox.facts import FactValue, stored
from govapp.outbox.models import OutboxMessage
from govapp.outbox.rules import MessageState
from govapp.outbox.tags import OutboxTag

TRIAL_PATH = "trial_path"
"""The fact that makes a letter a trial: the path to which its button leads in place of a personal link."""


class NoDeadLetter(NotFound):
    """The message is not among the dead ones, or no longer."""

    code = "no_dead_letter"
    message = N_("This message is not waiting for you any more.")
    help = N_("Somebody else may have put it back already. Look at the list again.")


class NoAddressToday(Conflict):
    """The person has no e-mail address today, or a new one that waits for a second officer."""

    code = "no_address_today"
    message = N_("There is no e-mail address to which this mail can go today.")
    help = N_(
        "Correct the address in the register; during a vote a second officer confirms it. Then try again, or write "
        "by post."
    )


class LetterOutdated(Conflict):
    """The letter asks for something that can no longer be done."""

    code = "letter_outdated"
    message = N_("This mail comes too late: its link opens nothing any more.")
    help = N_("Nothing was sent.")


@dataclass(frozen=True)
class Message:
    """A message to one person: `templates/mail/<letter>.txt` filled with `facts` in `language`.

    Moments and dates among the facts are written out in the reader's language when the mail is made. `subject_ref` says
    what it is about. `link_id` names the personal link it carries; its address is made at sending time.
    `mailing_id` and `place` are filled in by `outbox.mailings` for one letter of many.
    """

    letter: LetterKind
    to: str
    name: str
    language: Language
    subject_ref: SubjectRef
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    link_id: int | None = None
    mailing_id: int | None = None
    place: int | None = None


def enqueue(work: Work, message: Message) -> None:
    """Put one message in the outbox, in the transaction of `work`: it leaves only if that commits."""
    enqueue_many(work, [message])


def enqueue_many(work: Work, messages: Sequence[Message]) -> None:
    """Put messages in the outbox at once; raises ValueError for a fact that is missing."""
    for message in messages:
        _check(message)
    if messages:
        work.session.execute(insert(OutboxMessage), [_row(message, work.now) for message in messages])


def _check(message: Message) -> None:
    missing = set(message.letter.needs - message.facts.keys())
    if message.letter.carries_link and message.link_id is None and TRIAL_PATH not in message.facts:
        missing.add("its link")
    if missing:
        raise ValueError(f"the letter {message.letter} lacks {', '.join(sorted(missing))}")


def try_again(work: Work, message_id: int, find_reader: FindReader) -> None:
    """Put a dead message back in the outbox with a fresh count of attempts, to the address of today.

    Raises NoDeadLetter, NoAddressToday when nobody can be written to, LetterOutdated.
    """
    row = work.session.get(OutboxMessage, message_id, with_for_update=True)
    if row is None or row.state != MessageState.DEAD.value:
        raise NoDeadLetter
    subject = SubjectRef(row.subject_ref)
    reader = find_reader(work, FailedLetter(row.template, subject, row.to_address, row.to_name, row.link_id, row.place))
    if reader is not None:
        if not reader.to_address:
            raise NoAddressToday
        row.to_address, row.link_id = reader.to_address, reader.link_id
    row.state, row.attempts, row.due_at = MessageState.WAITING.value, 0, work.now
    journal.record(work, OutboxTag.MESSAGE_RETRIED, SubjectRef.to("message", row.id), facts={"template": row.template})


def _row(message: Message, now: datetime) -> dict[str, Any]:
    # Of a discreet letter only the day is known, and it is due at once.
    written_at = now.replace(hour=0, minute=0, second=0, microsecond=0) if message.letter.is_discreet else now
    return {
        "message_key": str(uuid.uuid4()),
        "template": message.letter.value,
        "to_address": message.to,
        "to_name": message.name,
        "language": message.language.value,
        "facts": {name: stored(value) for name, value in message.facts.items()},
        "subject_ref": message.subject_ref,
        "link_id": message.link_id,
        "mailing_id": message.mailing_id,
        "place": message.place,
        "is_discreet": message.letter.is_discreet,
        "state": MessageState.WAITING.value,
        "attempts": 0,
        "created_at": written_at,
        "due_at": written_at,
        "last_error": "",
    }
