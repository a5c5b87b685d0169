"""Who holds the keys of a vote."""

from datetime import datetime

from sqlalchemy.orm import Session

from govapp.accounts import queries as accounts
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.ballots import queries as ballots
from govapp.ballots.rules.key_modes import KeysOfVote


def keys_of(session: Session, vote: VoteRow) -> KeysOfVote | None:
    """Return how many keys a vote has and how many open its total; None before its ballot paper is prepared."""
    return ballots.describe_keys(ballots.list_trustees(session, vote.paper.id)) if vote.paper else None


def keys_expected(session: Session, vote: VoteRow, moment: datetime) -> KeysOfVote:
    """Return the keys of a vote, or those that it would have: of all who may hold one, or the server's without any."""
    holders = len(accounts.list_key_holders(session, moment))
    return keys_of(session, vote) or (KeysOfVote(holders, holders) if holders else KeysOfVote(1, 1, has_server=True))
