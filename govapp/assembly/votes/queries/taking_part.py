"""What votes know of the attendance of a meeting: the voting list it follows, and who voted before it was opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from govapp.assembly.attendance.queries.people import list_parties_of_entries
from govapp.assembly.attendance.queries.rows import get_hours
from govapp.assembly.attendance.rules.meeting_day import MeetingHour
from govapp.assembly.attendance.rules.refusals import NoMeetingYet
from govapp.assembly.proxies.queries import list_proxies
from govapp.assembly.votes.queries.votes import VoteRow, list_votes
from govapp.assembly.votes.rules.states import VoteState
from govapp.ballots import queries as ballots


@dataclass(frozen=True)
class HandedIn:
    """What the attendance of a meeting is told: the voting list, and the shareholders who voted beforehand."""

    roll_id: int
    beforehand: frozenset[int]


def get_roll_of_meeting(session: Session, assembly_id: int) -> int:
    """Return the voting list that the attendance of a meeting follows: that of its first vote; raises NoMeetingYet."""
    return _locked_votes(session, assembly_id)[0].frozen_roll_id


def read_handed_in(session: Session, assembly_id: int) -> HandedIn:
    """Return the voting list of a meeting and who voted before the chair opened it; raises NoMeetingYet.

    Nobody before the opening is recorded, and the same people ever after: a list that grew with each ballot would say,
    beside the hours on the public board, whose ballot is which.
    """
    votes = _locked_votes(session, assembly_id)
    opened_at = get_hours(session, assembly_id).get(MeetingHour.OPENED)
    entries: set[int] = set()
    if opened_at is not None:
        for vote in votes:
            if vote.paper is not None:
                entries |= ballots.list_entries_who_voted(session, vote.paper.id, until=opened_at)
    return HandedIn(votes[0].frozen_roll_id, list_parties_of_entries(session, entries))


def represented_at(session: Session, assembly_id: int, there: Collection[int], moment: datetime) -> dict[int, str]:
    """Return who is represented at a moment (UTC), with the name of the holder of the proxy.

    A proxy counts from its confirmation to its end, and only while its holder is `there`.
    """
    return {
        each.giver.id: each.holder.name
        for each in list_proxies(session, assembly_id)
        if each.holder.id in there
        and each.is_confirmed
        and each.answered_at is not None
        and each.answered_at <= moment
        and (each.ended_at is None or moment < each.ended_at)
    }


def _locked_votes(session: Session, assembly_id: int) -> tuple[VoteRow, ...]:
    votes = tuple(
        each
        for each in list_votes(session, assembly_id)
        if each.roll_id is not None and each.state is not VoteState.CANCELLED
    )
    if not votes:
        raise NoMeetingYet
    return votes
