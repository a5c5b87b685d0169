"""Handing out a code at the desk, to somebody who was checked in and whose identity the desk looked at.

The code is one of a letter: it opens the same ballot, works on one device and ends with the vote. It takes the place of
all earlier codes of that person, who is told by mail: whoever did not stand at the desk learns of it at once.
"""

from dataclasses import dataclass
from datetime import datetime

from govapp.accounts.service import (
    IssueLink,
    LetterCode,
    LinkPurpose,
    codes_of_links,
    end_all_sessions,
    issue_letter_links,
    withdraw_letter_links_of,
)
from govapp.assembly.attendance.queries.people import Attendant, get_person
from govapp.assembly.attendance.queries.rows import list_attendance
from govapp.assembly.attendance.rules.meeting_day import require_at_desk, require_day, require_desk
from govapp.assembly.attendance.rules.moves import present_at
from govapp.assembly.attendance.service.rows import locked_meeting
from govapp.assembly.letters import AssemblyLetter
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.service import reference
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.votes import VoteRow, list_votes
from govapp.assembly.votes.rules.desk_codes import NoVoteNow, require_code_fits
from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.ballots.rules.papers import booth_path
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language, Texts
from govapp.outbox.service import Message, enqueue
from govapp.shares.rolls.queries import RollEntryRow, find_roll_entry, with_addresses_of_today


@dataclass(frozen=True)
class HandOutCode:
    """Hand a code to a shareholder who stands at a desk."""

    assembly_id: int
    party_id: int
    desk: int


@dataclass(frozen=True)
class HandedOut:
    """The code of a person, and until when (UTC) it opens a ballot. It is shown once and kept nowhere."""

    person: Attendant
    code: LetterCode
    closes_at: datetime


def hand_out_code(work: Work, command: HandOutCode) -> HandedOut:
    """Hand out a code for the vote that is open, and end whatever opened that person's ballot by a code before.

    Raises NotAtTheDesk, DeskNotThere, AssemblyNotFound, NoMeetingYet, NotTheDay, NoVoteNow, PersonNotFound and what
    `require_code_fits` raises.
    """
    require_at_desk(work.actor)
    require_desk(command.desk)
    assembly = locked_meeting(work, command.assembly_id)
    require_day(work.now, assembly.held_on, work.zone)
    vote = _open_vote(work, assembly.id)
    person = get_person(work.session, vote.frozen_roll_id, command.party_id, work.now)
    there = present_at(list_attendance(work.session, assembly.id), work.now)
    arrival = require_code_fits(person.name, there.get(person.party_id), is_on_roll=person.is_on_roll)
    entry = find_roll_entry(work.session, vote.frozen_roll_id, person.party_id)
    if entry is None:
        raise ValueError("who has a right is on the list")
    holder = SubjectRef.to("holder", person.party_id)
    replaced = withdraw_letter_links_of(work, holder, reference(assembly.id))
    end_all_sessions(work, Actor(ActorKind.SHAREHOLDER, person.party_id), reason="code handed out at a desk")
    (number,) = issue_letter_links(work, [_link(entry, holder, vote)], reference(assembly.id))
    facts: dict[str, FactValue] = {
        "number": person.number,
        "desk": command.desk,
        "entry": arrival.number,
        "replaced": replaced,
    }
    record(work, AssemblyTag.CODE_HANDED_OUT, reference(assembly.id), facts=facts)
    _tell(work, assembly, entry, command.desk)
    return HandedOut(person, codes_of_links(work.session, [number])[number], vote.closes_at)


def _open_vote(work: Work, assembly_id: int) -> VoteRow:
    found = next((each for each in list_votes(work.session, assembly_id) if each.is_voting(work.now)), None)
    if found is None:
        raise NoVoteNow
    return found


def _link(entry: RollEntryRow, holder: SubjectRef, vote: VoteRow) -> IssueLink:
    return IssueLink(
        purpose=LinkPurpose.LETTER,
        subject_ref=holder,
        name=entry.voter,
        language=Language(entry.language),
        email="",
        next_path=booth_path(vote.prepared_paper_uuid),
        expires_at=vote.closes_at,
    )


def _tell(work: Work, assembly: Assembly, entry: RollEntryRow, desk: int) -> None:
    (today,) = with_addresses_of_today(work.session, [entry])
    if not today.email:
        return
    language = Language(entry.language)
    title = Texts.from_dict(assembly.title).in_language(language).text
    enqueue(
        work,
        Message(
            AssemblyLetter.DESK_CODE,
            today.email,
            entry.voter,
            language,
            reference(assembly.id),
            {"title": title, "desk": desk, "handed_out_at": work.now},
        ),
    )
