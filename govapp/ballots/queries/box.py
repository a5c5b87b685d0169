"""Reading the ballot box: who has voted, which ballots are in, which are replaced."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from govapp.ballots.models import BallotRecord, CredentialRecord
from govapp.ballots.rules.refusals import BallotBoxChanged
from pybelenios.receipts.tracker import tracker_of
from pybelenios.receipts.tracker_words import SoughtTracker, read_sought

MAX_CANDIDATES: Final = 20
TRACKER_LENGTH: Final = 43


@dataclass(frozen=True, slots=True)
class BallotRow:
    """A ballot in the box: its place in the chain (from 1), and the time (UTC) at which a later one replaced it."""

    height: int
    tracker: str
    received_at: datetime
    replaced_at: datetime | None

    @property
    def counts(self) -> bool:
        """Tell whether no later ballot of the same voting code replaced it."""
        return self.replaced_at is None


def _ballots(paper_id: int) -> Select[int, str, datetime, datetime | None]:
    later = aliased(BallotRecord)
    replaced_at = (
        select(func.min(later.received_at))
        .where(later.credential_id == BallotRecord.credential_id, later.height > BallotRecord.height)
        .scalar_subquery()
    )
    return select(
        BallotRecord.height,
        BallotRecord.tracker,
        BallotRecord.received_at,
        replaced_at.label("replaced_at"),
    ).where(BallotRecord.paper_id == paper_id)


def list_public_board(session: Session, paper_id: int, *, offset: int, limit: int) -> tuple[BallotRow, ...]:
    """Return a piece of the box as the public board lists it, the newest ballot first."""
    statement = _ballots(paper_id).order_by(BallotRecord.height.desc()).offset(offset).limit(limit)
    return tuple(BallotRow(*row) for row in session.execute(statement))


def find_ballot(session: Session, paper_id: int, tracker: str) -> BallotRow | None:
    """Return the ballot with this tracking number (43 characters of base64), or None when it is not in the box.

    Raises BallotBoxChanged where a ballot is listed under that number which has another.
    """
    row = session.execute(_ballots(paper_id).where(BallotRecord.tracker == tracker)).one_or_none()
    return None if row is None else _with_own_number(session, paper_id, BallotRow(*row))


def _with_own_number(session: Session, paper_id: int, row: BallotRow) -> BallotRow:
    # The number is the digest of the ballot; the column beside it can be changed by whoever owns the database, and what
    # is answered and signed for would be untrue.
    body = select(BallotRecord.body).where(BallotRecord.paper_id == paper_id, BallotRecord.height == row.height)
    if tracker_of(session.execute(body).scalar_one()) != row.tracker:
        raise BallotBoxChanged(height=row.height)
    return row


def find_sought(session: Session, paper_id: int, text: str) -> tuple[BallotRow, ...]:
    """Return the ballots that somebody may mean who typed `text`, by number, twenty at most.

    A whole tracker, its first six characters (in small letters too, when none is written like that), or its four words
    in any language; of several, that with the number that was typed.
    """
    found = {row.height: row for sought in read_sought(text) for row in _list_sought(session, paper_id, sought)}
    wanted = [found[height] for height in sorted(found)][:MAX_CANDIDATES]
    return tuple(_with_own_number(session, paper_id, row) for row in wanted)


def _list_sought(session: Session, paper_id: int, sought: SoughtTracker) -> tuple[BallotRow, ...]:
    start = sought.start
    beginning = func.substr(BallotRecord.tracker, 1, len(start))
    alike = _ballots(paper_id).where(func.lower(beginning) == start.lower())
    rows = tuple(BallotRow(*row) for row in session.execute(alike))
    exact = tuple(row for row in rows if sought.matches(row.tracker))
    if not exact and not sought.words and len(start) < TRACKER_LENGTH:
        exact = rows
    numbered = tuple(row for row in exact if row.height == sought.number)
    return numbered or exact


def list_ballots_of(session: Session, paper_id: int, roll_entry_id: int) -> tuple[BallotRow, ...]:
    """Return all ballots cast with the voting code of one roll entry, oldest first; empty when it was not used."""
    statement = (
        _ballots(paper_id)
        .join(CredentialRecord, CredentialRecord.id == BallotRecord.credential_id)
        .where(CredentialRecord.roll_entry_id == roll_entry_id)
        .order_by(BallotRecord.height)
    )
    return tuple(BallotRow(*row) for row in session.execute(statement))


def find_ballot_of(session: Session, paper_id: int, roll_entry_id: int, tracker: str) -> BallotRow | None:
    """Return the ballot with `tracker` if it was cast with the code of this roll entry, else None.

    Raises BallotBoxChanged where it is listed under that number and has another.
    """
    found = list_ballots_of(session, paper_id, roll_entry_id)
    row = next((ballot for ballot in found if ballot.tracker == tracker), None)
    return None if row is None else _with_own_number(session, paper_id, row)


def has_voted(session: Session, paper_id: int, roll_entry_id: int) -> bool:
    """Tell whether a roll entry has voted; nothing says what."""
    statement = select(
        exists()
        .where(CredentialRecord.paper_id == paper_id)
        .where(CredentialRecord.roll_entry_id == roll_entry_id)
        .where(BallotRecord.credential_id == CredentialRecord.id),
    )
    return bool(session.scalar(statement))


def count_voters_who_voted(session: Session, paper_id: int) -> int:
    """Return how many people have voted: as many ballots will be counted."""
    statement = select(func.count(BallotRecord.credential_id.distinct())).where(BallotRecord.paper_id == paper_id)
    return session.scalar(statement) or 0


def list_entries_who_voted(
    session: Session, paper_id: int, among: Collection[int] | None = None, until: datetime | None = None
) -> frozenset[int]:
    """Return the roll entries that have voted, of all or only `among` some; for reminders to the others.

    With `until` (UTC) only those whose first ballot was received by then. Never ask that for moments of somebody's own
    choice: the public board says when each ballot came, so two answers apart would say whose it is.
    """
    statement = (
        select(CredentialRecord.roll_entry_id)
        .join(BallotRecord, BallotRecord.credential_id == CredentialRecord.id)
        .where(CredentialRecord.paper_id == paper_id)
        .distinct()
    )
    if among is not None:
        statement = statement.where(CredentialRecord.roll_entry_id.in_(among))
    if until is not None:
        statement = statement.where(BallotRecord.received_at <= until)
    return frozenset(session.scalars(statement))
