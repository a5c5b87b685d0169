"""What the pages show of the outbox; never the words of a message that carries a personal link."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMailing, OutboxMessage, OutboxServer, OutboxWorker
from govapp.outbox.queue import SERVER, WORKER, Claimed, claimed
from govapp.outbox.rules import MailingState, MessageState, is_silent, minutes_left

MAX_MAILINGS_SHOWN = 10


@dataclass(frozen=True)
class MessageCounts:
    """How many messages wait (being sent counted in), were sent, and were given up."""

    waiting: int
    sent: int
    dead: int


@dataclass(frozen=True)
class DeadLetter:
    """A message that was given up, and why; of a `discreet` one nobody is told to whom it was, nor when."""

    id: int
    template: str
    to_address: str
    to_name: str
    created_at: datetime
    attempts: int
    reason: str
    is_discreet: bool


@dataclass(frozen=True)
class MailingRow:
    """A mailing as it stands: `people` it is for at most, letters `written`, and what became of those.

    `withdrawn` letters were called off before they left; `put_off` ones wait for another attempt, since their readers'
    mail servers could not take them. `finished_at` is when the last letter was written, or the writing was stopped.
    """

    id: int
    template: str
    subject_ref: str
    state: MailingState
    people: int
    written: int
    sent: int
    failed: int
    withdrawn: int
    put_off: int
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None

    @property
    def letters(self) -> int:
        """Return how many letters it has, or was to have when all were written."""
        return self.written if self.state is MailingState.WRITTEN else self.people

    @property
    def is_written(self) -> bool:
        """Tell whether all its letters are written, so that their number is known."""
        return self.state is MailingState.WRITTEN

    @property
    def called_off(self) -> int:
        """Return how many letters will never leave: withdrawn, or never written."""
        return self.withdrawn + (self.people - self.written if self.state is MailingState.STOPPED else 0)

    @property
    def left(self) -> int:
        """Return how many letters are still to be sent, at most."""
        return self.letters - self.sent - self.failed - self.called_off


@dataclass(frozen=True)
class ServerTrouble:
    """The mail server does not answer."""

    down_since: datetime
    next_try_at: datetime
    reason: str


@dataclass(frozen=True)
class Progress:
    """How far mailings are, and whether anybody works on them; `seen_at` is when a worker last showed life."""

    mailings: tuple[MailingRow, ...]
    seen_at: datetime | None
    is_silent: bool
    trouble: ServerTrouble | None
    minutes_left: int

    def only(self, numbers: Collection[int]) -> "Progress":
        """Return the same for the mailings with these numbers alone; how long they take is unknown then."""
        return replace(self, mailings=tuple(each for each in self.mailings if each.id in numbers), minutes_left=0)

    @property
    def is_moving(self) -> bool:
        """Tell whether letters are still to be written or sent."""
        return any(mailing.left for mailing in self.mailings)


@dataclass(frozen=True)
class InboxLine:
    """A mail of the demo, before it is opened."""

    id: int
    template: str
    to_address: str
    to_name: str
    language: Language
    sent_at: datetime


def count_messages(session: Session) -> MessageCounts:
    """Count the messages by state."""
    by_state = dict(session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)).all())
    waiting = by_state.get(MessageState.WAITING.value, 0) + by_state.get(MessageState.SENDING.value, 0)
    return MessageCounts(waiting, by_state.get(MessageState.SENT.value, 0), by_state.get(MessageState.DEAD.value, 0))


def list_dead_letters(session: Session, *, limit: int, offset: int = 0) -> tuple[DeadLetter, ...]:
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
            "" if row.is_discreet else row.to_address,
            "" if row.is_discreet else row.to_name,
            row.created_at,
            row.attempts,
            "" if row.is_discreet else row.last_error,
            row.is_discreet,
        )
        for row in rows
    )


def get_progress(session: Session, now: datetime, per_minute: int, subject_ref: str | None = None) -> Progress:
    """Return how far the newest mailings are at `now`, when at most `per_minute` mails leave in a minute.

    Only those about one thing when `subject_ref` (`assembly:3`) is given.
    """
    found, seen_at = list_mailings(session, subject_ref), find_worker_seen_at(session)
    return Progress(
        mailings=found,
        seen_at=seen_at,
        is_silent=is_silent(seen_at, now),
        trouble=find_server_trouble(session),
        minutes_left=minutes_left(sum(mailing.left - mailing.put_off for mailing in found), per_minute),
    )


def list_mailings(session: Session, subject_ref: str | None = None) -> tuple[MailingRow, ...]:
    """Return the newest mailings, the latest first; only those about one thing when `subject_ref` is given."""
    statement = select(OutboxMailing).order_by(OutboxMailing.id.desc()).limit(MAX_MAILINGS_SHOWN)
    if subject_ref is not None:
        statement = statement.where(OutboxMailing.subject_ref == subject_ref)
    rows = session.scalars(statement).all()
    counted, put_off = _letters_by_state(session, rows), _put_off(session, rows)
    return tuple(
        MailingRow(
            id=row.id,
            template=row.template,
            subject_ref=row.subject_ref,
            state=MailingState(row.state),
            people=row.people,
            written=row.written,
            sent=counted.get((row.id, MessageState.SENT), 0),
            failed=counted.get((row.id, MessageState.DEAD), 0),
            withdrawn=counted.get((row.id, MessageState.WITHDRAWN), 0),
            put_off=put_off.get(row.id, 0),
            asked_at=row.asked_at,
            asked_by=row.asked_by,
            finished_at=row.finished_at,
        )
        for row in rows
    )


def _letters_by_state(session: Session, rows: Sequence[OutboxMailing]) -> dict[tuple[int, MessageState], int]:
    statement = (
        select(OutboxMessage.mailing_id, OutboxMessage.state, func.count())
        .where(OutboxMessage.mailing_id.in_([row.id for row in rows]))
        .group_by(OutboxMessage.mailing_id, OutboxMessage.state)
    )
    return {(mailing_id or 0, MessageState(state)): count for mailing_id, state, count in session.execute(statement)}


def _put_off(session: Session, rows: Sequence[OutboxMailing]) -> dict[int, int]:
    statement = (
        select(OutboxMessage.mailing_id, func.count())
        .where(
            OutboxMessage.mailing_id.in_([row.id for row in rows]),
            OutboxMessage.state == MessageState.WAITING.value,
            OutboxMessage.attempts > 0,
        )
        .group_by(OutboxMessage.mailing_id)
    )
    return {mailing_id or 0: count for mailing_id, count in session.execute(statement)}


def find_worker_seen_at(session: Session) -> datetime | None:
    """Return when a worker last showed life, or None when none ever did."""
    return session.scalar(select(OutboxWorker.seen_at).where(OutboxWorker.id == WORKER))


def find_server_trouble(session: Session) -> ServerTrouble | None:
    """Return since when the mail server is silent, or None."""
    server = session.get(OutboxServer, SERVER)
    if server is None or server.down_since is None:
        return None
    return ServerTrouble(server.down_since, server.next_try_at or server.down_since, server.last_error)


def _sent(words: str, kinds: Mapping[str, str]) -> Select[OutboxMessage]:
    statement = select(OutboxMessage).where(OutboxMessage.state == MessageState.SENT.value)
    for word in words.lower().split():
        named = [template for template, told in kinds.items() if word in told]
        statement = statement.where(
            or_(
                func.lower(OutboxMessage.to_address).contains(word, autoescape=True),
                func.lower(OutboxMessage.to_name).contains(word, autoescape=True),
                OutboxMessage.template.contains(word, autoescape=True),
                OutboxMessage.template.in_(named),
            ),
        )
    return statement


def count_inbox_messages(session: Session, words: str, kinds: Mapping[str, str]) -> int:
    """Count the demo's mails in which each of `words` is in name, address or kind; `kinds` names the templates."""
    return session.scalar(select(func.count()).select_from(_sent(words, kinds).subquery())) or 0


def list_inbox_messages(
    session: Session, words: str, kinds: Mapping[str, str], *, limit: int, offset: int
) -> tuple[InboxLine, ...]:
    """Return the demo's mails, the newest first."""
    rows = session.scalars(_sent(words, kinds).order_by(OutboxMessage.id.desc()).limit(limit).offset(offset))
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


def find_sent_message(session: Session, message_id: int) -> Claimed | None:
    """Return one sent message of the demo, or None."""
    row = session.get(OutboxMessage, message_id)
    return claimed(row) if row is not None and row.state == MessageState.SENT.value else None
