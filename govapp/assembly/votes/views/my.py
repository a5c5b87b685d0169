"""A shareholder's own page: the votes of now first, then what the register knows."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from govapp.assembly.votes.queries.voters import VoterVote, list_voter_votes
from govapp.ballots.rules.voter_states import SENTENCES, VoterState
from govapp.db.uow import Work
from govapp.kernel.errors import Forbidden
from govapp.kernel.texts import Phrase
from govapp.request_context import actor, language, now, read_only, shareholders, translator, zone
from govapp.shares.ledger.forms import TYPE_NAMES
from govapp.shares.people.forms import CATEGORY_NAMES
from govapp.shares.people.rules.days import as_of
from govapp.shares.register import queries
from govapp.shares.register.service import OWN_PAGE
from govapp.shares.register.views import bp
from govapp.shares.rolls.queries import LeftOutNow
from govapp.shares.rolls.rules.roll import REASONS

MARKS = {
    VoterState.CAN_VOTE: "open",
    VoterState.CAN_CHANGE: "done",
    VoterState.CLOSED_VOTED: "done",
    VoterState.RESULT_VOTED: "done",
    VoterState.NOT_ON_LIST: "warn",
    VoterState.UNCONFIRMED: "warn",
    VoterState.GIVER_VOTED: "done",
    VoterState.IN_ROOM: "done",
}


@dataclass(frozen=True)
class MyVote:
    """One vote as its reader reads of it: a sentence, why where there is a reason, and where the next step is."""

    name: Phrase
    whom: str
    state: VoterState
    mark: str
    sentence: str
    reason: str
    address: str


# A page of this room under the address of the register's: it joins what only this room knows.
@bp.get(OWN_PAGE)
@shareholders
def my() -> ResponseReturnValue:
    """Show the votes of now and what is true for the reader in each, then shares and personal data."""
    holder_id = actor().id
    if holder_id is None:
        raise Forbidden
    question = as_of(now(), zone())
    with read_only() as work:
        holder = queries.get_holder_detail(work.session, holder_id, question)
        votes = read_my_votes(work)
    return render_template(
        "shares/register/my.html",
        holder=holder,
        votes=votes,
        reason_today=translator().say(REASONS[holder.left_out], organisation=holder.name) if holder.left_out else "",
        question=question,
        category_names=CATEGORY_NAMES,
        type_names=TYPE_NAMES,
        VoterState=VoterState,
    )


def read_my_votes(work: Work) -> list[MyVote]:
    """Return the votes of now as they are for the reader, in sentences."""
    return [describe_voter_vote(each) for each in list_voter_votes(work.session, actor(), now())]


def describe_voter_vote(found: VoterVote) -> MyVote:
    """Return one vote in the reader's language."""
    vote = found.vote
    params = {"opens_at": vote.opens_at, "closes_at": vote.closes_at, "closed_at": vote.closed_at or vote.closes_at}
    other = found.right is not None and found.right.party_id != actor().id
    return MyVote(
        name=found.assembly.title.in_language(language()),
        whom=found.right.entry.name if found.right is not None and other else "",
        state=found.state,
        mark=MARKS.get(found.state, ""),
        sentence=translator().say(SENTENCES[found.state], **params),
        reason=_reason(found.left_out),
        address=_address(found),
    )


def _reason(found: LeftOutNow | None) -> str:
    if found is None:
        return ""
    params: dict[str, str | int | date | datetime] = {"organisation": actor().name, "frozen_at": found.frozen_at}
    if found.recorded_at is not None:
        params["recorded_at"] = found.recorded_at
    return translator().say(REASONS[found.reason], **params)


def _address(found: VoterVote) -> str:
    vote = found.vote
    if found.state in {VoterState.CAN_VOTE, VoterState.CAN_CHANGE} and found.right is not None:
        other = found.right.entry.number if found.right.party_id != actor().id else None
        return url_for("ballots.booth", uuid=vote.prepared_paper_uuid, right=other)
    if found.state in {VoterState.RESULT_VOTED, VoterState.RESULT_NOT_VOTED}:
        return url_for("votes.result", assembly_id=vote.assembly_id, ordinal=vote.ordinal)
    return url_for("meeting.assembly", assembly_id=vote.assembly_id)
