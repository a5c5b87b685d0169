"""What the pages and the checks of an assembly read from the roll and the ballot paper."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.preflight import Readiness
from govapp.ballots import queries as ballots
from govapp.ballots.queries import DrillRow, KeyGroupRow, PaperRow, TrusteeRow, VotingHour
from govapp.ballots.rules import ChangedFile
from govapp.ballots.rules.ending import RemainingKeys
from govapp.ballots.service import changed_booth
from govapp.db.uow import zone_of
from govapp.shares.people.rules.refusals import FactsNotAsRecorded
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.queries import RollRow


@dataclass(frozen=True)
class ChangedSinceFreeze:
    """Whose address or representative is newer than the roll: how many people, how many wait, how many voted."""

    people: int
    waiting: int
    voted: int


@dataclass(frozen=True)
class Standing:
    """Where a vote stands: its roll, its paper, its key holders, and how many people have voted.

    `voters_who_voted` says how many, never what: while the box is closed nobody can know a direction. `changed_booth`
    are the files of the voting booth that are no longer those of the paper. `recorded_too_late` counts who would be on
    the list if it were made now. `hours` are those in which ballots came,
    `refused_for_facts` the people who could not vote because the register says of them what nobody recorded.
    """

    roll: RollRow
    paper: PaperRow
    trustees: tuple[TrusteeRow, ...]
    group: KeyGroupRow | None
    drill: DrillRow | None
    voters_who_voted: int
    without_email: int
    changed_booth: tuple[ChangedFile, ...]
    changed: ChangedSinceFreeze
    recorded_too_late: int
    backdated: int
    hours: tuple[VotingHour, ...]
    refused_for_facts: int

    @property
    def reachable(self) -> int:
        """Return how many people on the voting list have an e-mail address: so many get a mail to everybody."""
        return self.roll.size - self.without_email

    @property
    def keys_in(self) -> int:
        """Return how many key holders have made their key."""
        return sum(trustee.public_key is not None for trustee in self.trustees)

    @property
    def keys_used(self) -> int:
        """Return how many key holders have opened their part of the count."""
        return sum(trustee.decrypted_at is not None for trustee in self.trustees)

    @property
    def keys(self) -> RemainingKeys:
        """Return how many keys remain, and how many are needed."""
        return ballots.keys_of_trustees(self.trustees)

    @property
    def untested(self) -> tuple[TrusteeRow, ...]:
        """Return the key holders who have not opened the test ballot that is asked for, once their key is made."""
        answered = self.drill.answered if self.drill else {}
        return tuple(
            each for each in self.trustees if self.group and each.public_key and each.member_id not in answered
        )

    @property
    def has_server_key(self) -> bool:
        """Return whether this server holds a key: fine for a demonstration, and said on screen."""
        return any(trustee.is_server for trustee in self.trustees)


def find_standing(session: Session, row: VoteRow, moment: datetime) -> Standing | None:
    """Return where the vote stands, or None while it is a draft."""
    if row.paper is None:
        return None
    roll, paper = rolls.get_roll(session, row.frozen_roll_id), row.paper
    group = ballots.get_key_group_by_id(session, paper.key_group_id) if paper.key_group_id else None
    return Standing(
        roll=roll,
        paper=paper,
        trustees=ballots.list_trustees(session, paper.id),
        group=group,
        drill=ballots.find_drill(session, group) if group else None,
        voters_who_voted=ballots.count_voters_who_voted(session, paper.id),
        without_email=rolls.count_unreachable_entries(session, roll.id),
        changed_booth=changed_booth(session, paper),
        changed=_changed(session, roll, paper.id),
        recorded_too_late=rolls.count_people_too_late(session, roll, moment),
        backdated=rolls.count_backdated_on(session, roll, zone_of(session)),
        hours=ballots.list_voting_hours(session, paper.id),
        refused_for_facts=ballots.count_refused_people(session, paper.uuid, FactsNotAsRecorded.code),
    )


def _changed(session: Session, roll: RollRow, paper_id: int) -> ChangedSinceFreeze:
    changes = rolls.list_changes(session, roll)
    people = {each.holder_id for each in changes}
    waiting = {each.holder_id for each in changes if each.is_waiting}
    entries = [entry.entry_id for entry in rolls.list_entries_of(session, roll.id, people)]
    voted = ballots.list_entries_who_voted(session, paper_id, entries)
    return ChangedSinceFreeze(len(people), len(waiting), len(voted))


def to_readiness(vote: Standing) -> Readiness:
    """Return what the checks before opening look at."""
    return Readiness(
        roll_size=vote.roll.size,
        roll_digest=vote.roll.digest,
        without_email=vote.without_email,
        keys_in=vote.keys_in,
        keys_needed=len(vote.trustees),
        fingerprint=vote.paper.fingerprint,
        opens_at=vote.paper.opens_at,
        closes_at=vote.paper.closes_at,
        untested=tuple(each.name for each in vote.untested),
        keys_to_count=vote.keys.needed,
    )
