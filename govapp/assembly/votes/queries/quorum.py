"""Which items of an assembly had too few people to be decided."""

from sqlalchemy.orm import Session

from govapp.assembly.votes.queries.results import find_counted
from govapp.assembly.votes.queries.votes import list_votes
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.states import VoteState


def list_items_without_quorum(session: Session, assembly_id: int) -> frozenset[int]:
    """Return the numbers of the items whose last announced verdict is that the quorum was not met.

    Raises what `find_counted` raises: no second meeting follows from figures that are not the sealed ones.
    """
    outcomes = {}
    for vote in list_votes(session, assembly_id):
        counted = find_counted(session, vote) if vote.state is VoteState.ANNOUNCED else None
        for verdict in counted.verdicts if counted else ():
            outcomes[verdict.item_id] = verdict.outcome
    return frozenset(number for number, outcome in outcomes.items() if outcome is ItemOutcome.NO_QUORUM)
