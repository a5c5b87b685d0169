"""Figures for tests of verdicts: who took part, and decisions made of counts alone."""

from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.votes.rules.turnout import Turnout
from govapp.assembly.votes.rules.verdict import ItemVerdict, decide
from govapp.statutes.rules.deciding import MotionCounts


def turnout(ballots: int, *, entitled: int = 40_000, voting_shares: int = 50_000, second: bool = False) -> Turnout:
    """Return who took part: `ballots` of 40,000 people, with 50,000 of the 80,000 issued shares."""
    return Turnout(
        entitled=max(entitled, ballots),
        ballots=ballots,
        issued_shares=80_000,
        voting_shares=voting_shares,
        is_second_meeting=second,
    )


def decided(item: Item, counts: MotionCounts) -> ItemVerdict:
    """Return the verdict of a decision in which exactly those counted took part."""
    return decide(item, counts, turnout(counts.ballots))
