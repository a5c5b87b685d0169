"""Reads of what happens in the room beside the ballots on line: who is marked, who can be, what was waived."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.attendance.queries.people import Attendant, get_people
from govapp.assembly.attendance.queries.rows import list_attendance
from govapp.assembly.attendance.rules.moves import AttendanceEntry, present_at
from govapp.assembly.votes.models import HandsWaiver
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.record import sealed_channel
from govapp.assembly.votes.rules.states import Channel
from govapp.ballots import queries as ballots
from govapp.ballots.rules.room_marks import Mark, RoomChannel
from govapp.shares.rolls.queries import find_proxy_in_force
from govapp.shares.rolls.queries.proxies import select_givers_to


@dataclass(frozen=True)
class WaiverRow:
    """Why persons of a vote are elected by a show of hands, and who wrote that down when (UTC)."""

    reason: str
    at: datetime
    by_name: str


def channel_of(vote: VoteRow) -> Channel:
    """Return where people vote, as it was sealed with the vote; what a draft says before that."""
    return vote.channel if vote.rules is None else sealed_channel(vote.rules)


def find_waiver(session: Session, vote_id: int) -> WaiverRow | None:
    """Return why hands are raised for persons, or None."""
    row = session.scalar(select(HandsWaiver).where(HandsWaiver.vote_id == vote_id))
    return None if row is None else WaiverRow(row.reason, row.waived_at, row.waived_by_name)


def find_proxy_holder(session: Session, vote: VoteRow, person: Attendant, now: datetime) -> tuple[int, str] | None:
    """Return the holder of the proxy in force for a right, with the name; None without one."""
    proxy = None if person.entry_id is None else find_proxy_in_force(session, person.entry_id)
    if proxy is None:
        return None
    found = get_people(session, vote.frozen_roll_id, [proxy.holder_id], now).get(proxy.holder_id)
    return proxy.holder_id, found.name if found else ""


def list_present(session: Session, assembly_id: int, now: datetime) -> Mapping[int, AttendanceEntry]:
    """Return who is present by the attendance list, by person."""
    return present_at(list_attendance(session, assembly_id), now)


def with_givers(session: Session, vote: VoteRow, people: Collection[Attendant], now: datetime) -> list[Attendant]:
    """Return people, each followed by those whose proxies he or she holds: the papers that one person is given."""
    found: list[Attendant] = []
    for person in people:
        givers = session.scalars(select_givers_to(vote.frozen_roll_id, person.party_id)).all()
        rows = get_people(session, vote.frozen_roll_id, givers, now)
        found += [person, *(rows[each] for each in sorted(rows, key=lambda each: rows[each].number))]
    return list({each.party_id: each for each in found}.values())


def list_vote_marks(session: Session, vote: VoteRow) -> Mapping[int, Mark]:
    """Return the rights that are used in the room, by shareholder; none for a draft."""
    return {} if vote.paper is None else ballots.get_marks_in_force(session, vote.paper.id)


def count_marks(marks: Mapping[int, Mark]) -> dict[RoomChannel, int]:
    """Return how many rights are marked, by channel."""
    used = [each.channel for each in marks.values()]
    return {channel: used.count(channel) for channel in RoomChannel}
