"""Putting messages in the outbox, and putting dead ones back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from govapp.audit import journal
from govapp.audit.tags import Tag
from govapp.db.uow import Work
from govapp.kernel.errors import N_, NotFound
from govapp.kernel.texts import Language
from govapp.outbox.facts import FactValue, stored
from govapp.outbox.models import OutboxMessage
from govapp.outbox.rules import LETTERS, MessageState


class NoDeadLetter(NotFound):
    """The message is not among the dead ones, or no longer."""

    code = "no_dead_letter"
    message = N_("This message is not waiting for you any more.")
    help = N_("Somebody else may have put it back already. Look at the list again.")


@dataclass(frozen=True)
class Message:
    """A message to one person: `templates/mail/<template>.txt` and `.html` filled with `facts` in `language`.

    Moments and dates among the facts are written out in the reader's language when the mail is made. `subject_ref` says
    what it is about (`assembly:3`). `link_id` names the personal link it carries; its address is made at sending time.
    `mailing_id` and `place` are filled in by `outbox.mailings` for one letter of many.
    """

    template: str
    to: str
    name: str
    language: Language
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    subject_ref: str = ""
    link_id: int | None = None
    mailing_id: int | None = None
    place: int | None = None


def enqueue(work: Work, message: Message) -> None:
    """Put one message in the outbox, in the transaction of `work`: it leaves only if that commits."""
    enqueue_many(work, [message])


def enqueue_many(work: Work, messages: Sequence[Message]) -> None:
    """Put messages in the outbox at once; raises ValueError for an unknown template or a fact that is missing."""
    for message in messages:
        _check(message)
    if messages:
        work.session.execute(insert(OutboxMessage), [_row(message, work.now) for message in messages])


def _check(message: Message) -> None:
    if message.template not in LETTERS:
        raise ValueError(f"there is no letter {message.template!r}")
    given = set(message.facts) | ({"*"} if message.link_id is not None else set())
    missing = LETTERS[message.template] - given
    if missing:
        raise ValueError(f"the letter {message.template!r} lacks {', '.join(sorted(missing))}")


def try_again(work: Work, message_id: int) -> None:
    """Put a dead message back in the outbox with a fresh count of attempts; raises NoDeadLetter."""
    row = work.session.get(OutboxMessage, message_id, with_for_update=True)
    if row is None or row.state != MessageState.DEAD.value:
        raise NoDeadLetter
    row.state, row.attempts, row.due_at = MessageState.WAITING.value, 0, work.now
    journal.record(work, Tag.MESSAGE_RETRIED, f"message:{row.id}", facts={"template": row.template})


def _row(message: Message, now: datetime) -> dict[str, Any]:
    return {
        "message_key": str(uuid.uuid4()),
        "template": message.template,
        "to_address": message.to,
        "to_name": message.name,
        "language": message.language.value,
        "facts": {name: stored(value) for name, value in message.facts.items()},
        "subject_ref": message.subject_ref,
        "link_id": message.link_id,
        "mailing_id": message.mailing_id,
        "place": message.place,
        "state": MessageState.WAITING.value,
        "attempts": 0,
        "created_at": now,
        "due_at": now,
        "last_error": "",
    }
