"""What was counted: the figures of the ballot paper, the verdicts that follow, and the fingerprints they rest on."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.votes.queries.turnout import get_turnout
from govapp.assembly.votes.queries.votes import VoteRow, get_items
from govapp.assembly.votes.rules.paper import verdicts
from govapp.assembly.votes.rules.record import require_as_sealed, require_sealed_rules
from govapp.assembly.votes.rules.verdict import ItemVerdict
from govapp.ballots import queries as ballots
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.queries import RollRow


@dataclass(frozen=True)
class Counted:
    """A counted result. `archive_head` is the digest of the last event of the archive, `fingerprint` of the paper.

    `ballots` were counted; `received` are all that came in, replaced ones too.
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

    def item_of(self, verdict: ItemVerdict) -> Item:
        """Return the item a verdict belongs to."""
        return next(item for item in self.items if item.item_id == verdict.item_id)


def find_counted(session: Session, vote: VoteRow) -> Counted | None:
    """Return the counted result of a vote, or None before the last key was used.

    Its verdicts rest on what was sealed: the record of rules beside the vote counts only with the digest that the
    ballot paper fixed, and the agenda only where it still asks what stands there. Raises RulesNotSealed,
    AgendaNotAsSealed, RankingNotCounted, MethodNotCounted.
    """
    paper = vote.paper
    if paper is None or paper.result is None:
        return None
    counts, counted = ballots.get_recorded_result(session, paper.id)
    sealed = ballots.get_sealed_questions(session, paper.id)
    require_sealed_rules(vote.rules or {}, sealed.rules_digest)
    items = get_items(session, vote)
    require_as_sealed(items, sealed.questions)
    return Counted(
        items=items,
        verdicts=verdicts(items, counts, get_turnout(session, vote, counted)),
        roll=rolls.get_roll(session, vote.frozen_roll_id),
        uuid=paper.uuid,
        fingerprint=paper.fingerprint,
        archive_head=paper.head,
        ballots=counted,
        received=paper.ballots,
        questions=len(paper.questions),
    )
