"""What is recorded of a meeting for its screen, as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.attendance.queries.quorum import QuorumRead, read_quorum
from govapp.assembly.attendance.queries.rows import get_hours, list_attendance, list_item_moments
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.rules.moves import present_at
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound
from govapp.assembly.room.models import RoomScreen
from govapp.assembly.room.rules.screens import ChosenScreen, ScreenChoice, ScreenFacts, ScreenItem
from govapp.assembly.votes.queries.incidents import IncidentRow, list_incidents
from govapp.assembly.votes.queries.taking_part import read_handed_in, represented_at
from govapp.assembly.votes.queries.votes import VoteRow, get_items, list_votes
from govapp.assembly.votes.rules.states import VoteState
from govapp.db.uow import Work

_WITHOUT_RESULT = {VoteState.DRAFT, VoteState.CANCELLED, VoteState.ENDED}


@dataclass(frozen=True)
class RoomRead:
    """A meeting as its screen needs it.

    `items` are by their number in the database, `votes` those that have or can have a result, `vote_of` is the last
    of them that puts an item, `incidents` are those that last, `told` the items whose result the chair
    showed to the hall.
    """

    assembly: AssemblyRow
    facts: ScreenFacts
    items: Mapping[int, Item]
    votes: tuple[VoteRow, ...]
    vote_of: Mapping[int, VoteRow]
    incidents: tuple[IncidentRow, ...]
    told: frozenset[int]


def read_room(work: Work, assembly_id: int) -> RoomRead:
    """Return a meeting as it is now; raises AssemblyNotFound before its agenda is locked and once it is called off."""
    session = work.session
    assembly = get_assembly(session, assembly_id)
    if not assembly.is_locked or assembly.is_called_off:
        raise AssemblyNotFound
    votes = list_votes(session, assembly_id)
    vote_of = _votes_by_item(session, votes)
    items = {item.item_id: item for item in get_agenda(session, assembly_id)}
    hours = get_hours(session, assembly_id)
    facts = ScreenFacts(
        opened_at=hours.get(MeetingHour.OPENED),
        closed_at=hours.get(MeetingHour.CLOSED),
        items=tuple(_screen_item(item, vote_of.get(item.item_id), work) for item in items.values()),
        moments=list_item_moments(session, assembly_id),
        chosen=_chosen(session, assembly_id),
    )
    lasting = (each for each in list_incidents(session, *[vote.id for vote in votes]) if each.ended_at is None)
    held = tuple(vote for vote in votes if vote.state not in _WITHOUT_RESULT)
    return RoomRead(assembly, facts, items, held, vote_of, tuple(lasting), _told(session, assembly_id))


def _chosen(session: Session, assembly_id: int) -> ChosenScreen | None:
    statement = select(RoomScreen).where(RoomScreen.assembly_id == assembly_id).order_by(RoomScreen.number.desc())
    found = session.scalars(statement.limit(1)).first()
    return None if found is None else ChosenScreen(ScreenChoice(found.choice), found.item_id, found.at)


def _told(session: Session, assembly_id: int) -> frozenset[int]:
    of_results = RoomScreen.assembly_id == assembly_id, RoomScreen.choice == ScreenChoice.RESULT.value
    found = session.scalars(select(RoomScreen.item_id).where(*of_results).distinct())
    return frozenset(each for each in found if each is not None)


def read_presence(work: Work, assembly_id: int) -> QuorumRead:
    """Return who takes part now, with the figures for the quorum of each item; raises NoMeetingYet."""
    session = work.session
    handed = read_handed_in(session, assembly_id)
    there = present_at(list_attendance(session, assembly_id), work.now)
    represented = represented_at(session, assembly_id, there.keys(), work.now)
    return read_quorum(session, assembly_id, handed.roll_id, work.now, represented.keys(), handed.beforehand)


def _votes_by_item(session: Session, votes: tuple[VoteRow, ...]) -> dict[int, VoteRow]:
    held = [vote for vote in votes if vote.state not in _WITHOUT_RESULT]
    return {item.item_id: vote for vote in held for item in get_items(session, vote) if item.is_voted}


def _screen_item(item: Item, vote: VoteRow | None, work: Work) -> ScreenItem:
    if vote is None:
        return ScreenItem(item.item_id)
    return ScreenItem(item.item_id, vote.is_voting(work.now), vote.state is VoteState.ANNOUNCED)
