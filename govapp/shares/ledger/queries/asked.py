"""Reading the large corrections that were asked for: what waits for a second officer, and what became of the others."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from govapp.shares.ledger.models import EntryCorrection, EntryCorrectionAnswer, Holding, LedgerTransaction
from govapp.shares.ledger.queries.entries import find_transaction
from govapp.shares.ledger.rules.large import CorrectionNotWaiting
from govapp.shares.ledger.rules.movements import Transaction
from govapp.shares.people.models import Party
from govapp.shares.people.rules.names import full_name


@dataclass(frozen=True, slots=True)
class RightEntry:
    """What an entry should have been; amounts in cents, `effective_date` is the legal day."""

    quantity: int
    unit_price_cents: int
    paid_in_cents: int
    effective_date: date
    reference: str


@dataclass(frozen=True, slots=True)
class CorrectionAnswer:
    """Who answered, when, and which `entry` was written; None when it was withdrawn or refused."""

    name: str
    reference: str
    at: datetime
    entry: int | None


@dataclass(frozen=True, slots=True)
class AskedCorrection:
    """A large correction of entry `sequence`, which is `wrong`; `right` is None when it is only reversed.

    `asked_by` is who, as `officer:3`. `reversed_by` is the entry that reversed the wrong one, if there is one.
    """

    id: int
    holder_id: int
    number: int
    name: str
    sequence: int
    wrong: Transaction
    right: RightEntry | None
    reason: str
    asked_at: datetime
    asked_by: str
    asked_by_name: str
    reversed_by: int | None
    answer: CorrectionAnswer | None


def list_waiting_corrections(session: Session, holder_id: int | None = None) -> tuple[AskedCorrection, ...]:
    """Return what waits for a second officer, the oldest first, of everybody or of one shareholder."""
    statement = _asked().where(EntryCorrectionAnswer.correction_id.is_(None)).order_by(EntryCorrection.id)
    if holder_id is not None:
        statement = statement.where(EntryCorrection.party_id == holder_id)
    return tuple(_correction(session, row) for row in session.execute(statement))


def list_answered_corrections(session: Session, limit: int) -> tuple[AskedCorrection, ...]:
    """Return the `limit` corrections that were answered last, the newest first."""
    statement = _asked().where(EntryCorrectionAnswer.correction_id.is_not(None))
    newest = statement.order_by(EntryCorrectionAnswer.answered_at.desc(), EntryCorrection.id.desc()).limit(limit)
    return tuple(_correction(session, row) for row in session.execute(newest))


def count_waiting_corrections(session: Session) -> int:
    """Return how many large corrections wait for a second officer."""
    answered = select(EntryCorrectionAnswer.correction_id)
    return session.scalar(select(func.count()).where(EntryCorrection.id.not_in(answered))) or 0


def find_waiting_correction(session: Session, sequence: int) -> AskedCorrection | None:
    """Return the correction of one entry that waits, or None."""
    mine = _asked().where(EntryCorrection.sequence == sequence, EntryCorrectionAnswer.correction_id.is_(None))
    row = session.execute(mine).one_or_none()
    return None if row is None else _correction(session, row)


def get_waiting_correction(session: Session, correction_id: int) -> AskedCorrection:
    """Return a correction that waits; raises CorrectionNotWaiting."""
    mine = _asked().where(EntryCorrection.id == correction_id, EntryCorrectionAnswer.correction_id.is_(None))
    row = session.execute(mine).one_or_none()
    if row is None:
        raise CorrectionNotWaiting
    return _correction(session, row)


_reversing = aliased(LedgerTransaction)


def _asked() -> Select[*tuple[Any, ...]]:
    return (
        select(
            EntryCorrection,
            EntryCorrectionAnswer,
            Party.number,
            Holding.name,
            Holding.given_name,
            _reversing.sequence.label("reversed_by"),
        )
        .join(Party, Party.id == EntryCorrection.party_id)
        .join(Holding, Holding.party_id == EntryCorrection.party_id)
        .outerjoin(EntryCorrectionAnswer, EntryCorrectionAnswer.correction_id == EntryCorrection.id)
        .outerjoin(_reversing, _reversing.reverses == EntryCorrection.sequence)
    )


def _correction(session: Session, row: Row[*tuple[Any, ...]]) -> AskedCorrection:
    asked, answer, number, name, given_name, reversed_by = row
    wrong = find_transaction(session, asked.sequence)
    if wrong is None:
        raise CorrectionNotWaiting
    return AskedCorrection(
        id=asked.id,
        holder_id=asked.party_id,
        number=number,
        name=full_name(name, given_name),
        sequence=asked.sequence,
        wrong=wrong,
        right=_right(asked),
        reason=asked.reason,
        asked_at=asked.asked_at,
        asked_by=asked.asked_by,
        asked_by_name=asked.asked_by_name,
        reversed_by=reversed_by,
        answer=None
        if answer is None
        else CorrectionAnswer(answer.answered_by_name, answer.answered_by, answer.answered_at, answer.entry),
    )


def _right(asked: EntryCorrection) -> RightEntry | None:
    if asked.quantity is None or asked.effective_date is None:
        return None
    return RightEntry(
        asked.quantity,
        asked.unit_price_cents or 0,
        asked.paid_in_cents or 0,
        asked.effective_date,
        asked.reference,
    )
