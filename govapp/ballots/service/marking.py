"""Marking rights on the voting list as used in the room, under the lock that casting takes too."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.journal import record
from govapp.audit.models import JournalEntryRecord
from govapp.audit.rules.entry import FactValue
from govapp.ballots.models import RoomMark
from govapp.ballots.queries.box import has_voted, list_entries_who_voted
from govapp.ballots.queries.papers import PaperRow, get_paper
from govapp.ballots.queries.room_marks import list_marks
from govapp.ballots.rules.room_marks import (
    Mark,
    RoomChannel,
    checked_mark_reason,
    marks_in_force,
    require_markable,
    require_marked,
)
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.people.models import Party


@dataclass(frozen=True)
class MarkRight:
    """Mark the right of a shareholder, whom `name` names and `acting_name` acts for.

    `entry_id` is None for somebody who joined after the list was frozen; then there is a `reason`.
    """

    uuid: str
    party_id: int
    entry_id: int | None
    name: str
    channel: RoomChannel
    acting_name: str
    reason: str = ""


def mark_right(work: Work, command: MarkRight) -> Mark:
    """Write down that a right is used in the room; of two desks, and of a desk and a ballot, the first one counts.

    Raises PaperNotFound, VotedOnLine, AlreadyMarked, MarkReasonNeeded.
    """
    found = get_paper(work.session, command.uuid, locked=True)
    marks = list_marks(work.session, found.id, command.party_id)
    voted = command.entry_id is not None and has_voted(work.session, found.id, command.entry_id)
    require_markable(marks, command.party_id, command.name, has_voted=voted)
    reason = checked_mark_reason(command.reason) if command.entry_id is None else ""
    return _write(work, found, command, len(marks) + 1, reason)


def take_mark_back(work: Work, uuid: str, party_id: int, name: str, reason: str) -> Mark:
    """Write down that a mark is taken back, because the paper was not used; then the right can be used on line.

    Raises PaperNotFound, NotMarked, MarkReasonNeeded.
    """
    found = get_paper(work.session, uuid, locked=True)
    marks = list_marks(work.session, found.id, party_id)
    mark = require_marked(marks, party_id, name)
    command = MarkRight(uuid, party_id, mark.entry_id, name, mark.channel, mark.acting_name)
    return _write(work, found, command, len(marks) + 1, checked_mark_reason(reason))


def list_mark_faults(session: Session, found: PaperRow) -> Iterator[str]:
    """Yield what the marks on the voting list of a paper say otherwise than the journal, a sentence each."""
    line = JournalEntryRecord
    tags = BallotsTag.RIGHT_MARKED, BallotsTag.RIGHT_UNMARKED
    mine = line.subject == SubjectRef.to("paper", found.uuid), line.tag.in_(tags), line.result == "done"
    told = {each.facts.get("mark"): each for each in session.scalars(select(line).where(*mine))}
    rows = list_marks(session, found.id)
    for number in sorted({each.number for each in rows} ^ {int(each or 0) for each in told}):
        yield f"mark {number} on the voting list stands in one of both only: in its row, or in the journal"
    people = select(Party.id, Party.number).where(Party.id.in_({each.party_id for each in rows}))
    numbers = {row.id: row.number for row in session.execute(people)}
    for each in rows:
        said = told.get(each.number)
        if said is not None and _told(each, numbers.get(each.party_id)) != (
            *(said.tag, said.at, said.actor, said.actor_name, said.reason, said.facts.get("holder")),
            *(said.facts.get("room_channel"), bool(said.facts.get("joined_late"))),
        ):
            yield f"mark {each.number} on the voting list is not what the journal tells"
    voted = list_entries_who_voted(session, found.id)
    for each in marks_in_force(rows).values():
        if each.entry_id in voted:
            yield f"the right of mark {each.number} was used in the room and on line: it would count twice"


def _told(mark: Mark, number: int | None) -> tuple[object, ...]:
    tag = BallotsTag.RIGHT_UNMARKED if mark.is_taken_back else BallotsTag.RIGHT_MARKED
    return (tag.value, mark.at, mark.by, mark.by_name, mark.reason, number, mark.channel.value, mark.is_late)


def _write(work: Work, found: PaperRow, command: MarkRight, place: int, reason: str) -> Mark:
    number = len(list_marks(work.session, found.id)) + 1
    work.session.add(
        RoomMark(
            paper_id=found.id,
            number=number,
            party_id=command.party_id,
            roll_entry_id=command.entry_id,
            place=place,
            channel=command.channel.value,
            acting_name=command.acting_name,
            reason=reason,
            marked_at=work.now,
            marked_by=work.actor.reference,
            marked_by_name=work.actor.name,
        )
    )
    work.session.flush()
    holder = work.session.execute(select(Party.number).where(Party.id == command.party_id)).scalar_one()
    facts: dict[str, FactValue] = {"mark": number, "holder": holder or 0, "room_channel": command.channel.value}
    if command.entry_id is None:
        facts["joined_late"] = True
    tag = BallotsTag.RIGHT_MARKED if place % 2 else BallotsTag.RIGHT_UNMARKED
    record(work, tag, SubjectRef.to("paper", found.uuid), facts=facts, reason=reason)
    return list_marks(work.session, found.id, command.party_id)[-1]
