"""Giving people more time to vote: the sealed paper says how much; links and mails follow."""

from dataclasses import dataclass
from datetime import datetime

from govapp.accounts.service import prolong_links
from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.meeting.service import touch
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.votes import to_row, vote_reference
from govapp.assembly.votes.rules.extending import require_during_meeting
from govapp.assembly.votes.rules.states import check_extendable
from govapp.assembly.votes.service.mailings import tell_everybody
from govapp.assembly.votes.service.rows import locked_vote
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots import service as ballots
from govapp.ballots.rules import ExtensionGround
from govapp.ballots.rules.hours import reason_of
from govapp.ballots.rules.papers import booth_path
from govapp.db.uow import Work
from govapp.kernel.texts import Words, labelled


@dataclass(frozen=True)
class ExtendVoting:
    """Give more time on a vote, until `until` (UTC), for a `reason` that everybody can read.

    `is_adjourned` says that the chair adjourns the meeting until then; past its day nothing else is taken.
    """

    assembly_id: int
    until: datetime
    ground: ExtensionGround
    reason: Words
    ordinal: int = 1
    is_adjourned: bool = False


def extend_voting(work: Work, command: ExtendVoting) -> int:
    """Give more time, and return how many people will be told by mail.

    Links in mails that were sent work until the new hour; invitations that are still to be written name it. Raises
    AlreadyThere, VoteCancelled, NotYetPossible, ExtensionAfterMeeting, and what `ballots.extend` raises:
    ExtensionNotAllowed, ExtensionTooLong, ExtensionTooShort, ExtensionReasonNeeded, AlreadyClosed.
    """
    assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    check_extendable(row.state, vote.changed_by, vote.changed_at)
    uuid, last_day = row.prepared_paper_uuid, command.until.astimezone(work.zone).date()
    event = ballots.extend(work, ballots.Extend(uuid, command.until, command.ground, command.reason))
    is_after = require_during_meeting(last_day, assembly.held_on, is_adjourned=command.is_adjourned)
    touch(work, assembly, vote)
    links = prolong_links(work, booth_path(uuid), command.until)
    people = tell_everybody(work, row, Occasion.EXTENSION)
    facts: dict[str, FactValue] = {"until": event.closes_at, "ground": event.ground, "links": links, "to_mail": people}
    if is_after:
        facts["adjourned"] = True
    journal.record(
        work, AssemblyTag.ASSEMBLY_EXTENDED, vote_reference(vote), facts=facts, reason=labelled(reason_of(event))
    )
    return people
