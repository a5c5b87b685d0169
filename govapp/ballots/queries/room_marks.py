"""Reading the marks on the voting list of a ballot paper."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.ballots.models import RoomMark
from govapp.ballots.rules.room_marks import Mark, RoomChannel, marks_in_force


def list_marks(session: Session, paper_id: int, party_id: int | None = None) -> tuple[Mark, ...]:
    """Return the marks of a paper, of all rights or of one, in the order in which they were made."""
    statement = select(RoomMark).where(RoomMark.paper_id == paper_id)
    if party_id is not None:
        statement = statement.where(RoomMark.party_id == party_id)
    return tuple(_mark(row) for row in session.scalars(statement.order_by(RoomMark.number)))


def get_marks_in_force(session: Session, paper_id: int) -> Mapping[int, Mark]:
    """Return the rights that are used in the room, by the id of the shareholder."""
    return marks_in_force(list_marks(session, paper_id))


def votes_in_room(session: Session, paper_id: int, party_id: int) -> bool:
    """Tell whether a right is used in the room."""
    return bool(marks_in_force(list_marks(session, paper_id, party_id)))


def _mark(row: RoomMark) -> Mark:
    return Mark(
        number=row.number,
        party_id=row.party_id,
        entry_id=row.roll_entry_id,
        place=row.place,
        channel=RoomChannel(row.channel),
        acting_name=row.acting_name,
        reason=row.reason,
        at=row.marked_at,
        by=row.marked_by,
        by_name=row.marked_by_name,
    )
