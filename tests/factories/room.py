"""People who vote in the room: checked in, and marked on the voting list."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from govapp.assembly.attendance.service.desk import CheckIn, check_in
from govapp.assembly.votes.queries.in_room import count_marks, list_vote_marks
from govapp.assembly.votes.rules.tellers import CountStanding
from govapp.assembly.votes.service.in_room import MarkInRoom, TakeMarkBack, mark_in_room, take_back_mark
from govapp.assembly.votes.service.tellers import KeyCount, key_count
from govapp.ballots.rules.room_marks import Mark, RoomChannel
from govapp.db.engine import Database
from govapp.kernel.actors import Actor
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import NADIA, Meeting, written
from tests.factories.ballots import SCRUTINEER

PAPER, HANDS = RoomChannel.PAPER, RoomChannel.HANDS


def in_the_evening(database: Database, clock: FixedClock, *, voters: int = 6) -> Meeting:
    """Return an assembly whose vote is open on the evening of the meeting, on line and in the room."""
    meeting = written(database, clock, voters=voters)
    meeting.lock(in_room=True)
    meeting.open()
    clock.set(meeting.vote_row().closes_at - timedelta(minutes=60))
    return meeting


def arrive(meeting: Meeting, *voters: int, **details: Any) -> None:
    """Check some voters in."""
    roll_id = meeting.vote_row().frozen_roll_id
    for voter in voters:
        with meeting.at(SCRUTINEER) as work:
            check_in(work, CheckIn(meeting.id, roll_id, meeting.voters[voter], 1, **details))


def mark(
    meeting: Meeting, voter: int, channel: RoomChannel = PAPER, *, actor: Actor = SCRUTINEER, **details: Any
) -> Mark:
    """Mark a voter on the voting list."""
    with meeting.at(actor) as work:
        return mark_in_room(work, MarkInRoom(meeting.id, 1, meeting.voters[voter], channel, **details))


def unmark(meeting: Meeting, voter: int, reason: str = "Went home with the paper") -> Mark:
    """Take the mark of a voter back."""
    with meeting.at(SCRUTINEER) as work:
        return take_back_mark(work, TakeMarkBack(meeting.id, 1, meeting.voters[voter], reason))


def count(
    meeting: Meeting,
    channel: RoomChannel,
    question: int,
    figures: Sequence[int],
    *,
    actor: Actor = SCRUTINEER,
    papers: int | None = None,
    invalid: int = 0,
    reason: str = "",
) -> CountStanding:
    """Key in a count; without `papers` as many as are marked."""
    with meeting.at(actor) as work:
        marked = count_marks(list_vote_marks(work.session, meeting.vote_row()))[channel]
        number = marked if papers is None else papers
        command = KeyCount(meeting.id, 1, channel, question, number, invalid, tuple(figures), reason)
        return key_count(work, command)


def settle(meeting: Meeting, channel: RoomChannel, figures: Sequence[Sequence[int]], *, invalid: int = 0) -> None:
    """Let two key in the same count of every question."""
    for question, each in enumerate(figures):
        for actor in (SCRUTINEER, NADIA):
            count(meeting, channel, question, each, actor=actor, invalid=invalid)
