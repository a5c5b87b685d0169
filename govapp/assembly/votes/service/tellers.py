"""Keying in a count of papers or hands: each scrutineer once in a round, without seeing the other's."""

from dataclasses import dataclass

from govapp.assembly.attendance.rules.meeting_day import require_at_desk
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import TellerCountRecord
from govapp.assembly.votes.queries.in_room import channel_of, list_vote_marks
from govapp.assembly.votes.queries.tellers import list_teller_counts
from govapp.assembly.votes.queries.votes import to_row, vote_reference
from govapp.assembly.votes.rules.in_room import NotHeldInRoom
from govapp.assembly.votes.rules.states import Channel
from govapp.assembly.votes.rules.tellers import (
    CountReasonNeeded,
    CountStanding,
    NothingToCount,
    QuestionNotCounted,
    TellerCount,
    count_standing,
    next_place,
    require_adds_up,
    require_counting,
)
from govapp.assembly.votes.service.rows import locked_vote
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots.rules.mark_refusals import MarkReasonNeeded
from govapp.ballots.rules.room_marks import RoomChannel, checked_mark_reason
from govapp.db.uow import Work


@dataclass(frozen=True)
class KeyCount:
    """What a scrutineer counted for one question (from 0); `papers` are all papers, or all hands."""

    assembly_id: int
    ordinal: int
    channel: RoomChannel
    question: int
    papers: int
    invalid: int
    figures: tuple[int, ...]
    reason: str = ""


def key_count(work: Work, command: KeyCount) -> CountStanding:
    """Keep what a scrutineer counted, and return how far the count of that question is.

    Raises NotAtTheDesk, AssemblyNotFound, VoteNotFound, NotHeldInRoom, CountingNotYet, QuestionNotCounted,
    NothingToCount, CountSettled, CountNeedsAnother, CountReasonNeeded, CountDoesNotAdd, CountCannotBe.
    """
    require_at_desk(work.actor)
    _assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    if channel_of(row) is not Channel.BOTH or row.paper is None:
        raise NotHeldInRoom
    require_counting(command.channel, row.state)
    if not 0 <= command.question < len(row.paper.questions):
        raise QuestionNotCounted
    question = row.paper.questions[command.question]
    if len(command.figures) != len(question.answers) + question.blank:
        raise QuestionNotCounted
    marked = sum(each.channel is command.channel for each in list_vote_marks(work.session, row).values())
    if not marked:
        raise NothingToCount
    standing = _standing(work, row.id, command)
    round_, place = next_place(standing, work.actor.reference)
    require_adds_up(question, command.papers, command.invalid, command.figures, marked)
    count = TellerCount(
        *(command.channel, command.question, round_, place, command.papers, command.invalid, command.figures),
        reason=_reason(command.reason) if round_ > 1 else "",
        at=work.now,
        by=work.actor.reference,
        by_name=work.actor.name,
    )
    _write(work, row.id, count)
    facts: dict[str, FactValue] = {
        "item": question.item,
        "counted_channel": command.channel.value,
        "count_round": round_,
        "digest": count.digest,
    }
    journal.record(work, AssemblyTag.COUNT_KEYED, vote_reference(vote), facts=facts, reason=count.reason)
    return _standing(work, row.id, command)


def _standing(work: Work, vote_id: int, command: KeyCount) -> CountStanding:
    counts = list_teller_counts(work.session, vote_id)
    return count_standing(
        [each for each in counts if (each.channel, each.question) == (command.channel, command.question)]
    )


def _reason(text: str) -> str:
    try:
        return checked_mark_reason(text)
    except MarkReasonNeeded as fault:
        raise CountReasonNeeded(**fault.params) from fault


def _write(work: Work, vote_id: int, count: TellerCount) -> None:
    work.session.add(
        TellerCountRecord(
            vote_id=vote_id,
            channel=count.channel.value,
            question=count.question,
            round=count.round,
            place=count.place,
            papers=count.papers,
            invalid=count.invalid,
            figures=list(count.figures),
            reason=count.reason,
            counted_at=count.at,
            counted_by=count.by,
            counted_by_name=count.by_name,
        )
    )
    work.session.flush()
