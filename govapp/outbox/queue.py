"""The queue in the database: claim messages under a lease, write down what became of them, and that a worker lives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from govapp.db.uow import Work
from govapp.kernel.texts import Language
from govapp.outbox.facts import FactValue, restored
from govapp.outbox.models import OutboxMessage, OutboxServer, OutboxWorker
from govapp.outbox.rules import LEASE, SIGN_OF_LIFE_EVERY, MessageState, Next, server_pause_after

MAX_ERROR_CHARACTERS = 300
SERVER = 1
WORKER = 1


@dataclass(frozen=True)
class Claimed:
    """A message as the worker holds it; `attempt` counts from 1 and is this one."""

    id: int
    message_key: str
    template: str
    to_address: str
    to_name: str
    language: Language
    facts: dict[str, FactValue]
    link_id: int | None
    created_at: datetime
    attempt: int
    is_discreet: bool = False


def claim(work: Work, limit: int) -> list[Claimed]:
    """Take up to `limit` messages that are due, for the length of a lease.

    Workers never get the same message: PostgreSQL skips the rows another one holds, SQLite lets one writer in at a
    time. A message whose lease ran out (its worker died) is taken again.
    """
    is_due = (OutboxMessage.state == MessageState.WAITING.value) & (OutboxMessage.due_at <= work.now)
    is_abandoned = (OutboxMessage.state == MessageState.SENDING.value) & (OutboxMessage.lease_until <= work.now)
    rows = work.session.scalars(
        select(OutboxMessage)
        .where(or_(is_due, is_abandoned))
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True),
    ).all()
    for row in rows:
        row.state = MessageState.SENDING.value
        row.lease_until = work.now + LEASE
        row.attempts += 1
    work.session.flush()
    return [claimed(row) for row in rows]


def claimed(row: OutboxMessage) -> Claimed:
    """Return the value of a stored message."""
    return Claimed(
        id=row.id,
        message_key=row.message_key,
        template=row.template,
        to_address=row.to_address,
        to_name=row.to_name,
        language=Language(row.language),
        facts={name: restored(value) for name, value in row.facts.items()},
        link_id=row.link_id,
        created_at=row.created_at,
        attempt=row.attempts,
        is_discreet=row.is_discreet,
    )


def settle(work: Work, message: Claimed, what: Next, error: str, *, forget: bool = False) -> None:
    """Write down what became of an attempt; a lease that another worker took over in the meantime is left alone.

    With `forget` a message that was sent is deleted: that somebody got it, and when, is written nowhere.
    """
    is_sent = what.state is MessageState.SENT
    is_ours = (
        OutboxMessage.id == message.id,
        OutboxMessage.state == MessageState.SENDING.value,
        OutboxMessage.attempts == message.attempt,
    )
    if is_sent and forget:
        work.session.execute(delete(OutboxMessage).where(*is_ours))
        return
    work.session.execute(
        update(OutboxMessage)
        .where(*is_ours)
        .values(
            state=what.state.value,
            due_at=what.due_at,
            lease_until=None,
            sent_at=work.now if is_sent else None,
            last_error=error[:MAX_ERROR_CHARACTERS],
        ),
    )


def give_back(work: Work, messages: Sequence[Claimed]) -> None:
    """Put claimed messages back as if they had not been tried: the server, not they, was at fault."""
    for message in messages:
        work.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.id == message.id,
                OutboxMessage.state == MessageState.SENDING.value,
                OutboxMessage.attempts == message.attempt,
            )
            .values(state=MessageState.WAITING.value, lease_until=None, attempts=message.attempt - 1),
        )


def server_is_resting(work: Work) -> bool:
    """Tell whether the mail server was silent a moment ago and should be left alone for now."""
    server = work.session.get(OutboxServer, SERVER)
    return server is not None and server.next_try_at is not None and work.now < server.next_try_at


def server_failed(work: Work, error: str) -> None:
    """Note that the mail server did not answer; the pause before the next call doubles each time."""
    server = work.session.get(OutboxServer, SERVER, with_for_update=True)
    if server is None:
        server = OutboxServer(id=SERVER, failures=0)
        work.session.add(server)
    server.failures += 1
    server.down_since = server.down_since or work.now
    server.next_try_at = work.now + server_pause_after(server.failures)
    server.last_error = error[:MAX_ERROR_CHARACTERS]


def server_answered(work: Work) -> None:
    """Note that the mail server answers."""
    server = work.session.get(OutboxServer, SERVER)
    if server is not None and server.failures:
        server.failures, server.down_since, server.next_try_at = 0, None, None


def note_sign_of_life(work: Work) -> None:
    """Note that a worker lives, unless that was done a moment ago."""
    is_old = or_(OutboxWorker.seen_at.is_(None), OutboxWorker.seen_at <= work.now - SIGN_OF_LIFE_EVERY)
    work.session.execute(update(OutboxWorker).where(OutboxWorker.id == WORKER, is_old).values(seen_at=work.now))
