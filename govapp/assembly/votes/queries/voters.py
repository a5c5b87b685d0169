"""What one person has to do with the votes of now: which there are, and what is true for that person in each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from govapp.assembly.meeting.queries import AssemblyRow, list_assemblies
from govapp.assembly.votes.queries.votes import VoteRow, list_votes
from govapp.assembly.votes.rules.states import VoteState, is_recent
from govapp.ballots import queries as ballots
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.rights import PaperRight
from govapp.ballots.rules.voter_states import VoterFacts, VoterState, voter_state
from govapp.ballots.service import giver_voted
from govapp.kernel.actors import Actor, ActorKind
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.queries import LeftOutNow
from govapp.shares.rolls.rules.rights import VotingRight


@dataclass(frozen=True)
class VoterVote:
    """A vote and a person: one right on its list, or None with why there is none (None for a representative only)."""

    assembly: AssemblyRow
    vote: VoteRow
    state: VoterState
    right: VotingRight | None = None
    left_out: LeftOutNow | None = None


def list_current_votes(session: Session, moment: datetime) -> tuple[tuple[AssemblyRow, VoteRow], ...]:
    """Return the votes people may ask about: open ones first, then those that wait, then those that ended lately."""
    found = [
        (row, vote)
        for row in list_assemblies(session, only_public=True)
        for vote in list_votes(session, row.id, only_public=True)
        if vote.state in {VoteState.LOCKED, VoteState.OPEN} or is_recent(vote.ended_at, moment)
    ]
    return tuple(sorted(found, key=lambda each: (not each[1].is_voting(moment), _phase(each[1], moment), each[1].id)))


def list_voter_votes(session: Session, actor: Actor, moment: datetime) -> tuple[VoterVote, ...]:
    """Return what is true for a shareholder in each current vote, once for each right that he or she may exercise."""
    if actor.kind is not ActorKind.SHAREHOLDER or actor.id is None:
        return ()
    found: list[VoterVote] = []
    for assembly, vote in list_current_votes(session, moment):
        found += voter_votes_in(session, assembly, vote, actor.id, moment)
    return tuple(found)


def voter_votes_in(
    session: Session, assembly: AssemblyRow, vote: VoteRow, person_id: int, moment: datetime
) -> list[VoterVote]:
    """Return what is true for a person in one vote, once for each right; without any, why he or she is left out."""
    if vote.paper is None:
        return []
    paper, is_announced = paper_state_at(vote, moment), vote.state is VoteState.ANNOUNCED
    rights = rolls.list_rights_of(session, vote.frozen_roll_id, person_id, moment, with_given=True)
    if not rights:
        roll = rolls.get_roll(session, vote.frozen_roll_id)
        state = voter_state(VoterFacts(paper, is_announced, is_on_list=False))
        return [VoterVote(assembly, vote, state, left_out=rolls.explain_left_out(session, roll, person_id, moment))]
    return [_of_right(session, assembly, vote, each, Asking(person_id, paper, is_announced)) for each in rights]


@dataclass(frozen=True)
class Asking:
    """Who asks about a vote, and where its paper stands then."""

    person_id: int
    paper: PaperState
    is_announced: bool


def _of_right(session: Session, assembly: AssemblyRow, vote: VoteRow, right: VotingRight, asking: Asking) -> VoterVote:
    if vote.paper is None:
        raise AssertionError("unreachable")
    person_id = asking.person_id
    on_paper = PaperRight(vote.paper.id, vote.paper.uuid, right)
    facts = VoterFacts(
        asking.paper,
        asking.is_announced,
        is_confirmed=not rolls.has_unconfirmed_fact(session, vote.frozen_roll_id, person_id, right.party_id),
        has_voted=ballots.has_voted(session, vote.paper.id, right.entry.entry_id),
        is_given_away=right.is_given_away_by(person_id),
        is_marked=ballots.votes_in_room(session, vote.paper.id, right.party_id),
        giver_voted=giver_voted(session, on_paper, Actor(ActorKind.SHAREHOLDER, person_id)),
    )
    return VoterVote(assembly, vote, voter_state(facts), right)


def paper_state_at(vote: VoteRow, moment: datetime) -> PaperState:
    """Return where the ballot paper of a vote stands for a voter: open only within its hours."""
    if vote.paper is None:
        return PaperState.GATHERING_KEYS
    if vote.paper.state is PaperState.OPEN and moment < vote.opens_at:
        return PaperState.READY
    if vote.paper.state is PaperState.OPEN and moment >= vote.closes_at:
        return PaperState.CLOSED
    return vote.paper.state


def _phase(vote: VoteRow, moment: datetime) -> datetime:
    """Return what votes of one kind are sorted by: the hour that comes next, or the one that passed."""
    return vote.closes_at if vote.is_voting(moment) else vote.opens_at
