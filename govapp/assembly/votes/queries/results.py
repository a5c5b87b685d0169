"""What was counted: the figures of the ballot paper, the verdicts that follow, and the fingerprints they rest on."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from govapp.assembly.agenda.queries import get_agenda, list_documents
from govapp.assembly.agenda.rules.items import Document, Item
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.votes.queries.tellers import read_channels
from govapp.assembly.votes.queries.turnout import get_turnout
from govapp.assembly.votes.queries.votes import VoteRow, get_items, get_put_items
from govapp.assembly.votes.rules.channels import ChannelResult, together, used_on_list
from govapp.assembly.votes.rules.paper import verdicts
from govapp.assembly.votes.rules.record import (
    RollNotSealed,
    RulesNotSealed,
    SealedMeeting,
    list_changed_rules,
    require_as_sealed,
    require_rest_as_sealed,
    require_sealed_rules,
)
from govapp.assembly.votes.rules.sealed_agenda import (
    AgendaNotAsSealed,
    DocumentsNotAsSealed,
    MeetingNotAsSealed,
    SealedAgenda,
)
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.rules.verdict import ItemVerdict
from govapp.ballots import queries as ballots
from govapp.ballots.queries import PaperRow
from govapp.ballots.rules.refusals import PaperNotAsPrepared, PaperNotAsSealed
from govapp.kernel.errors import Refusal
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.queries import RollRow

NOT_AS_SEALED = (
    RulesNotSealed,
    RollNotSealed,
    AgendaNotAsSealed,
    MeetingNotAsSealed,
    DocumentsNotAsSealed,
    PaperNotAsPrepared,
    PaperNotAsSealed,
)
"""What is raised when something beside a sealed ballot paper is not what was fixed with it."""


@dataclass(frozen=True)
class Counted:
    """A counted result. `archive_head` is the digest of the last event of the archive, `fingerprint` of the paper.

    `ballots` were counted on line; `received` are all that came in, replaced ones too. `channels` say what ballots,
    papers and hands gave apart; the verdicts follow from all together.
    """

    items: tuple[Item, ...]
    verdicts: tuple[ItemVerdict, ...]
    roll: RollRow
    uuid: str
    fingerprint: str
    archive_head: str
    ballots: int
    received: int
    questions: int
    is_second: bool = False
    channels: tuple[ChannelResult, ...] = ()

    @property
    def used(self) -> int:
        """Return how many rights of the voting list were used, in all channels, each once."""
        return used_on_list(self.channels)

    @property
    def room(self) -> tuple[ChannelResult, ...]:
        """Return the channels that rest on the count of scrutineers: papers and hands."""
        return self.channels[1:]

    def item_of(self, verdict: ItemVerdict) -> Item:
        """Return the item a verdict belongs to."""
        return next(item for item in self.items if item.item_id == verdict.item_id)


def find_counted(session: Session, vote: VoteRow) -> Counted | None:
    """Return the counted result of a vote, or None before the last key was used, and before papers are counted.

    Its verdicts rest on what was sealed (see `get_sealed_items`). Raises RulesNotSealed, RollNotSealed,
    AgendaNotAsSealed, MeetingNotAsSealed, DocumentsNotAsSealed, PaperNotAsSealed, MethodNotCounted.
    """
    paper = vote.paper
    if paper is None or paper.result is None:
        return None
    counts, counted = ballots.get_recorded_result(session, paper.id)
    items, meeting = get_sealed_items(session, vote, paper), get_meeting(session, vote)
    channels = read_channels(session, vote, counts, counted)
    if channels is None:
        return None
    figures, valid = together(channels)
    turnout = get_turnout(session, vote, channels, is_second_meeting=meeting.is_second)
    return Counted(
        items=items,
        verdicts=verdicts(items, figures, turnout, valid),
        roll=rolls.get_roll(session, vote.frozen_roll_id),
        uuid=paper.uuid,
        fingerprint=paper.fingerprint,
        archive_head=paper.head,
        ballots=counted,
        received=paper.ballots,
        questions=len(paper.questions),
        is_second=meeting.is_second,
        channels=channels,
    )


def get_sealed_items(session: Session, vote: VoteRow, paper: PaperRow) -> tuple[Item, ...]:
    """Return the items of a vote whose paper is sealed, as they were sealed.

    The record of rules beside the vote counts only with the digest that the ballot paper fixed, the roll likewise, and
    the agenda and the meeting only where they still say what was sealed. Raises RulesNotSealed, RollNotSealed,
    AgendaNotAsSealed, MeetingNotAsSealed, DocumentsNotAsSealed, PaperNotAsSealed, MethodNotCounted.
    """
    ballots.require_row_as_sealed(session, paper)
    sealed, rules = ballots.get_sealed_questions(session, paper.id), vote.rules or {}
    require_sealed_rules(rules, sealed.rules_digest)
    if rolls.get_roll(session, vote.frozen_roll_id).digest != sealed.roll_digest:
        raise RollNotSealed
    items = get_items(session, vote)
    require_as_sealed(items, sealed.questions)
    require_rest_as_sealed(items, get_meeting(session, vote), get_shown_agenda(session, vote), rules)
    return items


def get_meeting(session: Session, vote: VoteRow) -> SealedMeeting:
    """Return the meeting of a vote as it stands now, in the form in which it is sealed."""
    row = get_assembly(session, vote.assembly_id)
    return SealedMeeting(
        row.id, row.title, row.held_on, row.is_second_meeting, row.first_meeting_id, row.second_held_on
    )


def get_shown_agenda(session: Session, vote: VoteRow) -> SealedAgenda:
    """Return what is shown of the assembly of a vote now, in the form in which it is sealed."""
    row = get_assembly(session, vote.assembly_id)
    documents = tuple(
        Document(each.title, each.sha256, each.name)
        for each in list_documents(session, vote.assembly_id)
        if each.item_id is None
    )
    return SealedAgenda(row.place, row.record_date, get_agenda(session, vote.assembly_id), documents)


def list_seal_faults(session: Session, vote: VoteRow) -> Iterator[Refusal]:
    """Yield why a vote is no longer what its ballot paper says; nothing where all is as it was fixed.

    While keys are missing, what was prepared is compared. What was taken back is compared with nothing but its own
    paper: its agenda may have changed since.
    """
    if vote.paper is None:
        return
    try:
        if vote.state is VoteState.CANCELLED:
            ballots.require_row_as_sealed(session, vote.paper)
            return
        if vote.paper.is_sealed:
            get_sealed_items(session, vote, vote.paper)
        else:
            _require_as_prepared(session, vote, vote.paper)
    except NOT_AS_SEALED as fault:
        yield fault
        return
    for number in list_changed_rules(get_put_items(session, vote), vote.rules or {}):
        yield AgendaNotAsSealed(item=number)


def _require_as_prepared(session: Session, vote: VoteRow, paper: PaperRow) -> None:
    rules = vote.rules or {}
    ballots.require_as_prepared(session, paper.id, paper.uuid)
    if vote.frozen_roll_id != paper.roll_id:
        raise RollNotSealed
    require_sealed_rules(rules, paper.rules_digest)
    items = get_items(session, vote)
    require_as_sealed(items, [question.as_dict() for question in paper.questions])
    require_rest_as_sealed(items, get_meeting(session, vote), get_shown_agenda(session, vote), rules)
