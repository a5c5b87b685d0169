"""Reads of the counts of papers and hands: what each scrutineer keyed in, and what every channel gave."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import TellerCountRecord
from govapp.assembly.votes.queries.in_room import list_vote_marks
from govapp.assembly.votes.queries.votes import VoteRow, vote_reference
from govapp.assembly.votes.rules.channels import REMOTE, ChannelResult
from govapp.assembly.votes.rules.tellers import CountStanding, CountState, TellerCount, count_standing
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.rules.room_marks import Mark, RoomChannel


def list_teller_counts(session: Session, vote_id: int) -> tuple[TellerCount, ...]:
    """Return all that scrutineers keyed in for a vote, in the order in which they did."""
    statement = select(TellerCountRecord).where(TellerCountRecord.vote_id == vote_id).order_by(TellerCountRecord.id)
    return tuple(
        TellerCount(
            channel=RoomChannel(row.channel),
            question=row.question,
            round=row.round,
            place=row.place,
            papers=row.papers,
            invalid=row.invalid,
            figures=tuple(row.figures),
            reason=row.reason,
            at=row.counted_at,
            by=row.counted_by,
            by_name=row.counted_by_name,
        )
        for row in session.scalars(statement)
    )


def counting_began(session: Session, vote_id: int, channel: RoomChannel) -> bool:
    """Tell whether a scrutineer keyed in a count of a channel: from then on its marks stay as they are."""
    row = TellerCountRecord
    return bool(session.scalar(select(exists().where(row.vote_id == vote_id, row.channel == channel.value))))


def standings_of(counts: Sequence[TellerCount], channel: RoomChannel, questions: int) -> tuple[CountStanding, ...]:
    """Return how far the count of a channel is, for each question."""
    return tuple(
        count_standing([each for each in counts if each.channel is channel and each.question == question])
        for question in range(questions)
    )


def read_channels(
    session: Session, vote: VoteRow, remote: Sequence[Sequence[int]], ballots: int
) -> tuple[ChannelResult, ...] | None:
    """Return what every channel gave, the ballots on line first; None while papers or hands are not counted.

    `remote` are the figures per question of the `ballots` on line.
    """
    found = [ChannelResult(REMOTE, ballots, tuple(tuple(each) for each in remote))]
    marks, counts = list_vote_marks(session, vote), list_teller_counts(session, vote.id)
    for channel in RoomChannel:
        used = [each for each in marks.values() if each.channel is channel]
        standings = standings_of(counts, channel, len(remote))
        if used and any(each.state is not CountState.SETTLED for each in standings):
            return None
        if used:
            found.append(_result_of(channel, used, standings))
    return tuple(found)


def _result_of(channel: RoomChannel, used: Sequence[Mark], standings: Sequence[CountStanding]) -> ChannelResult:
    settled = [each.last[0] for each in standings]
    names: Mapping[str, None] = dict.fromkeys(count.by_name for each in standings for count in each.last)
    return ChannelResult(
        channel.value,
        len(used),
        tuple(each.figures for each in settled),
        late=sum(each.is_late for each in used),
        invalid=tuple(each.invalid for each in settled),
        counted_by=tuple(names),
    )


def list_count_faults(session: Session, vote: VoteRow) -> Iterator[str]:
    """Yield what the counts of papers and hands say otherwise than the journal, a sentence each."""
    line = JournalEntryRecord
    statement = select(line.at, line.actor, line.actor_name, line.reason, line.facts).where(
        line.tag == AssemblyTag.COUNT_KEYED.value, line.subject == vote_reference(vote), line.result == "done"
    )
    told = [
        (row.at, row.actor, row.actor_name, row.reason, row.facts.get("digest"))
        for row in session.execute(statement.order_by(line.sequence))
    ]
    kept = [(each.at, each.by, each.by_name, each.reason, each.digest) for each in list_teller_counts(session, vote.id)]
    if sorted(told) != sorted(kept):
        yield "the counts of papers and hands are not those that the journal tells"
