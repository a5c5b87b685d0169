"""What the pages show of the outbox; never the words of a message that carries a personal link."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage, OutboxServer
from govapp.outbox.queue import SERVER, Claimed, claimed
from govapp.outbox.rules import MessageState


@dataclass(frozen=True)
class Counts:
    """How many messages wait (being sent counted in), were sent, and were given up."""

    waiting: int
    sent: int
    dead: int


@dataclass(frozen=True)
class DeadLetter:
    """A message that was given up, and why."""

    id: int
    template: str
    to_address: str
    to_name: str
    created_at: datetime
    attempts: int
    reason: str


@dataclass(frozen=True)
class ServerTrouble:
    """The mail server does not answer."""

    down_since: datetime
    next_try_at: datetime
    reason: str


@dataclass(frozen=True)
class InboxLine:
    """A mail of the demo, before it is opened."""

    id: int
    template: str
    to_address: str
    to_name: str
    language: Language
    sent_at: datetime


def counts(session: Session) -> Counts:
    """Count the messages by state."""
    by_state = dict(session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)).all())
    waiting = by_state.get(MessageState.WAITING.value, 0) + by_state.get(MessageState.SENDING.value, 0)
    return Counts(waiting, by_state.get(MessageState.SENT.value, 0), by_state.get(MessageState.DEAD.value, 0))


def dead_letters(session: Session, *, limit: int, offset: int = 0) -> tuple[DeadLetter, ...]:
    """Return the messages that were given up, the newest first."""
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == MessageState.DEAD.value)
        .order_by(OutboxMessage.id.desc())
        .limit(limit)
        .offset(offset),
    )
    return tuple(
        DeadLetter(
            row.id,
            row.template,
            row.to_address,
            row.to_name,
            row.created_at,
            row.attempts,
            row.last_error,
        )
        for row in rows
    )


def server_trouble(session: Session) -> ServerTrouble | None:
    """Return since when the mail server is silent, or None."""
    server = session.get(OutboxServer, SERVER)
    if server is None or server.down_since is None:
        return None
    return ServerTrouble(server.down_since, server.next_try_at or server.down_since, server.last_error)


def _sent(words: str) -> Select[OutboxMessage]:
    statement = select(OutboxMessage).where(OutboxMessage.state == MessageState.SENT.value)
    for word in words.lower().split():
        statement = statement.where(
            or_(
                func.lower(OutboxMessage.to_address).contains(word, autoescape=True),
                func.lower(OutboxMessage.to_name).contains(word, autoescape=True),
                OutboxMessage.template.contains(word, autoescape=True),
            ),
        )
    return statement


def inbox_size(session: Session, words: str) -> int:
    """Count the demo's mails in which every word of `words` is in name, address or template."""
    return session.scalar(select(func.count()).select_from(_sent(words).subquery())) or 0


def inbox(session: Session, words: str, *, limit: int, offset: int) -> tuple[InboxLine, ...]:
    """Return the demo's mails, the newest first."""
    rows = session.scalars(_sent(words).order_by(OutboxMessage.id.desc()).limit(limit).offset(offset))
    return tuple(
        InboxLine(
            row.id,
            row.template,
            row.to_address,
            row.to_name,
            Language(row.language),
            row.sent_at or row.created_at,
        )
        for row in rows
    )


def sent_message(session: Session, message_id: int) -> Claimed | None:
    """Return one sent message of the demo, or None."""
    row = session.get(OutboxMessage, message_id)
    return claimed(row) if row is not None and row.state == MessageState.SENT.value else None
