"""Who took part in a vote: people, their shares on the record date, and their categories; never what they chose."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.votes.queries.in_room import list_vote_marks
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.channels import ChannelResult, used_late, used_on_list
from govapp.assembly.votes.rules.turnout import Turnout
from govapp.ballots import queries as ballots
from govapp.shares.ledger.queries.positions import select_positions
from govapp.shares.people.rules.days import AsOf
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.models import RollEntryRecord
from govapp.shares.rolls.queries import RollRow


def get_turnout(
    session: Session, vote: VoteRow, channels: Sequence[ChannelResult], *, is_second_meeting: bool
) -> Turnout:
    """Return who took part in a vote, on line or in the room, each right once.

    `channels` say how many ballots, papers and hands are counted; who is not on the voting list counts for no quorum.

    Shares are those of the record date as the register knew them when the roll was frozen, or when somebody was added
    to it; all issued ones are the base, also of shareholders who are not on the roll.
    """
    roll = rolls.get_roll(session, vote.frozen_roll_id)
    marked = ballots.list_entries_who_voted(session, vote.paper.id) if vote.paper else frozenset()
    marked |= {each.entry_id for each in list_vote_marks(session, vote).values() if each.entry_id is not None}
    entries = session.execute(
        select(RollEntryRecord.id, RollEntryRecord.party_id, RollEntryRecord.category).where(
            RollEntryRecord.roll_id == roll.id
        )
    ).all()
    voters = [each for each in entries if each.id in marked]
    issued, held = _shares(session, roll, frozenset(each.party_id for each in voters))
    voted = Counter(each.category for each in voters)
    return Turnout(
        entitled=roll.size,
        ballots=used_on_list(channels),
        issued_shares=issued,
        voting_shares=held,
        categories=tuple((code, size, voted[code]) for code, size in sorted(roll.counts.items())),
        is_second_meeting=is_second_meeting,
        late=used_late(channels),
    )


def _shares(session: Session, roll: RollRow, voters: frozenset[int]) -> tuple[int, int]:
    held = select_positions(AsOf(roll.record_date, roll.frozen_at), extras=())
    shares = {row.party_id: row.shares for row in session.execute(select(held.c.party_id, held.c.shares))}
    # Of whoever was added to the list, what the register knew then.
    for each in roll.additions:
        then = AsOf(roll.record_date, each.addition.confirmed_at)
        known = select_positions(then, extras=(), among=[each.holder_id])
        shares |= {row.party_id: row.shares for row in session.execute(select(known.c.party_id, known.c.shares))}
    return sum(shares.values()), sum(count for party_id, count in shares.items() if party_id in voters)
