"""Marking rights that are used in the room, before a paper is given or a hand is raised."""

from dataclasses import dataclass

from govapp.assembly.attendance.queries.people import get_person
from govapp.assembly.attendance.rules.meeting_day import require_at_desk
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import HandsWaiver
from govapp.assembly.votes.queries.in_room import channel_of, find_proxy_holder, find_waiver, list_present
from govapp.assembly.votes.queries.tellers import counting_began
from govapp.assembly.votes.queries.votes import get_items, to_row, vote_reference
from govapp.assembly.votes.rules.in_room import (
    WaivedAlready,
    acting_in_room,
    require_hands,
    require_late,
    require_marking,
    require_secretary_decides,
)
from govapp.assembly.votes.service.rows import locked_vote
from govapp.audit import journal
from govapp.ballots import service as ballots
from govapp.ballots.rules.room_marks import Mark, RoomChannel, checked_mark_reason
from govapp.db.uow import Work


@dataclass(frozen=True)
class MarkInRoom:
    """Mark a shareholder as voting in the room; for who joined after the freeze with what the statutes say."""

    assembly_id: int
    ordinal: int
    party_id: int
    channel: RoomChannel
    statutes_allow: bool = False
    reason: str = ""


@dataclass(frozen=True)
class TakeMarkBack:
    """The paper was not used, or the hand not raised."""

    assembly_id: int
    ordinal: int
    party_id: int
    reason: str


@dataclass(frozen=True)
class WaiveSecrecy:
    """The meeting elects persons of a vote by a show of hands."""

    assembly_id: int
    ordinal: int
    reason: str


def mark_in_room(work: Work, command: MarkInRoom) -> Mark:
    """Mark a right on the voting list, and return the mark; from then on it casts nothing on line.

    Raises NotAtTheDesk, AssemblyNotFound, VoteNotFound, NotHeldInRoom, MarkingNotNow, CountingBegan, PersonNotFound,
    NotInTheRoom, SecretForPersons, SecretaryConfirms, LateNotConfirmed, MarkReasonNeeded, VotedOnLine, AlreadyMarked.
    """
    require_at_desk(work.actor)
    _assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    require_marking(channel_of(row), row.state, counting_began=counting_began(work.session, row.id, command.channel))
    person = get_person(work.session, row.frozen_roll_id, command.party_id, work.now)
    there = list_present(work.session, row.assembly_id, work.now)
    holder = find_proxy_holder(work.session, row, person, work.now)
    acting_name = acting_in_room(person.party_id, person.name, there, holder)
    if command.channel is RoomChannel.HANDS:
        require_hands(get_items(work.session, row), is_waived=find_waiver(work.session, row.id) is not None)
    if not person.is_on_roll:
        require_late(work.actor, person.name, statutes_allow=command.statutes_allow)
    return ballots.mark_right(
        work,
        ballots.MarkRight(
            row.prepared_paper_uuid,
            person.party_id,
            person.entry_id,
            person.name,
            command.channel,
            acting_name,
            command.reason,
        ),
    )


def take_back_mark(work: Work, command: TakeMarkBack) -> Mark:
    """Take a mark back before the scrutineers count; then the right can be used on line.

    Raises NotAtTheDesk, AssemblyNotFound, VoteNotFound, NotHeldInRoom, MarkingNotNow, CountingBegan, PersonNotFound,
    NotMarked, MarkReasonNeeded.
    """
    require_at_desk(work.actor)
    _assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    require_marking(channel_of(row), row.state)
    person = get_person(work.session, row.frozen_roll_id, command.party_id, work.now)
    mark = ballots.take_mark_back(work, row.prepared_paper_uuid, person.party_id, person.name, command.reason)
    require_marking(channel_of(row), row.state, counting_began=counting_began(work.session, row.id, mark.channel))
    return mark


def waive_secrecy(work: Work, command: WaiveSecrecy) -> None:
    """Write down that hands are raised for persons, and why; the minutes say it.

    Raises SecretaryConfirms, AssemblyNotFound, VoteNotFound, NotHeldInRoom, MarkingNotNow, CountingBegan,
    WaivedAlready, MarkReasonNeeded.
    """
    require_secretary_decides(work.actor)
    _assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    require_marking(channel_of(row), row.state, counting_began=counting_began(work.session, row.id, RoomChannel.HANDS))
    if find_waiver(work.session, vote.id) is not None:
        raise WaivedAlready
    reason = checked_mark_reason(command.reason)
    work.session.add(
        HandsWaiver(
            vote_id=vote.id,
            reason=reason,
            waived_at=work.now,
            waived_by=work.actor.reference,
            waived_by_name=work.actor.name,
        )
    )
    work.session.flush()
    journal.record(work, AssemblyTag.HANDS_WAIVED, vote_reference(vote), reason=reason)
